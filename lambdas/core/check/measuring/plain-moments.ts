import type { ColumnProfile, Profile } from '../../profile/types.ts';
import type { DriftResult } from '../../result/schema.ts';
import type { Redactor } from '../../text/redactor.ts';

type Feature = DriftResult['features'][number];

/**
 * Adds the means and standard deviations of the values to shifts, which are judged on the scale of normal scores. Hidden values and
 * times get none.
 */
export function withPlainMoments(
  drift: DriftResult,
  baseline: Profile | null,
  window: Profile,
  redactor: Redactor,
): DriftResult {
  if (!redactor.shows || baseline === null) return drift;
  const [before, now] = [baseline, window].map(
    ({ columns }) => new Map(columns.map((column) => [column.name, column])),
  );
  const features = drift.features.map((feature) =>
    withMoments(feature, before.get(feature.name), now.get(feature.name)),
  );
  return { ...drift, features };
}

function withMoments(feature: Feature, before: ColumnProfile | undefined, now: ColumnProfile | undefined): Feature {
  const { shift } = feature;
  if (!shift || (shift.kind !== 'location' && shift.kind !== 'spread')) return feature;
  if (!before?.moments || !now?.moments || before.form !== undefined) return feature;
  const deviations: [number, number] = [deviationOf(before.moments), deviationOf(now.moments)];
  // Sums of the largest numbers overflow.
  const isKnown = [...deviations, before.moments.mean, now.moments.mean].every(Number.isFinite) && deviations[0] > 0;
  if (!isKnown) return feature;
  return { ...feature, shift: { ...shift, plain: { means: [before.moments.mean, now.moments.mean], deviations } } };
}

function deviationOf({ m2, count }: NonNullable<ColumnProfile['moments']>): number {
  return Math.sqrt(m2 / count);
}
