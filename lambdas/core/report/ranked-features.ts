import type { DriftResult } from '../result/schema.ts';

type Feature = DriftResult['features'][number];

/** Why a feature has no distance, as people say it. */
const REASONS: Readonly<Record<string, string>> = {
  no_baseline_values: 'no values in the baseline',
  no_window_values: 'no values in the window',
  constant_baseline_changed: 'one value only in the baseline, others now',
  no_finite_numbers: 'every number is infinite',
  not_representable: 'the distance is too large for a number',
};

/** The features with the most conspicuous first. */
export function rankFeatures(features: readonly Feature[]): Feature[] {
  return [...features].sort(
    (a, b) => Number(b.drifted) - Number(a.drifted) || descending(conspicuity(a), conspicuity(b)),
  );
}

/** Names can be empty: a column of a file without a header. */
export function describeFeature({ name }: Feature): string {
  return name === '' ? '(empty name)' : name;
}

/** `DRIFTED`, and why there is no distance; empty for a feature like the baseline. */
export function describeStanding({ drifted, reason }: Feature): string {
  const parts = [drifted ? 'DRIFTED' : '', reason === null ? '' : (REASONS[reason] ?? reason)];
  return parts.filter((part) => part !== '').join(': ');
}

/** Infinite values included, whose difference is not a number. */
function descending(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}

function conspicuity({ effect, drifted }: Feature): number {
  return effect ?? (drifted ? Number.POSITIVE_INFINITY : -1);
}
