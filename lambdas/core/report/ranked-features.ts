import { descending, TypedTable } from '../columns/typed-table.ts';
import type { DriftResult } from '../result/schema.ts';
import { describeChange } from '../text/change-words.ts';
import { formatMeasure, formatValue } from '../text/numbers.ts';
import { formatSize, headShift } from '../text/shift-words.ts';

type Feature = DriftResult['features'][number];

/** Why a feature has no distance, in words. */
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    no_baseline_values: 'no values in the baseline',
    no_window_values: 'no values in the window',
    constant_baseline_changed: 'constant in the baseline, other values now',
    no_finite_numbers: 'every number is infinite',
    not_representable: 'the distance is too large to represent',
  }),
);

/** The features with the most conspicuous first. */
export function rankFeatures(features: readonly Feature[]): Feature[] {
  const ranked = TypedTable.of({ feature: features }).orderby(
    descending(({ feature }) => feature.drifted),
    descending(({ feature }) => isConspicuous(feature)),
    descending(({ feature }) => conspicuity(feature)),
  );
  return ranked.column('feature');
}

/** Drifted, or without values on one side: never left out of a table. */
export function isConspicuous({ drifted, reason }: Feature): boolean {
  return drifted || reason === 'no_baseline_values' || reason === 'no_window_values';
}

/** The name of a feature; it is empty for a column without a header. */
export function describeFeature({ name }: Pick<Feature, 'name'>): string {
  return name === '' ? '(empty name)' : name;
}

/** `DRIFTED`, what has moved, and why there is no distance; empty for a feature like the baseline. */
export function describeStanding({ drifted, reason, type, shift, change, ...measured }: Feature): string {
  const parts = [
    drifted ? 'DRIFTED' : describeChance(measured),
    drifted && shift ? headShift(shift) : '',
    drifted && change ? describeChange(change) : '',
    reason === null ? '' : describeReason(reason, type),
  ];
  return parts.filter((part) => part !== '').join(': ');
}

/**
 * The cells of the columns `shift` and `limit`, both in standard deviations of the baseline, and the p-value that
 * decides.
 */
export function describeMovement({ shift, limit, smallSampleAdjustedPValue }: Feature): {
  readonly moved: string;
  readonly limit: string;
  readonly pValue: number | null;
} {
  if (shift === undefined) return { moved: '', limit: formatValue(limit), pValue: smallSampleAdjustedPValue };
  if (shift === null) return { moved: '', limit: '', pValue: null };
  return {
    moved: `${formatEffect(shift.effect)} ${shift.kind}`,
    limit: formatSize(shift.limit),
    pValue: shift.pValue,
  };
}

/** Smaller effects are rounding errors: no window can show a millionth of a standard deviation. */
const ROUNDING = 1e-6;

function formatEffect(effect: number): string {
  if (Math.abs(effect) < ROUNDING) return '0';
  return `${effect < 0 ? '-' : '+'}${formatSize(Math.abs(effect))}`;
}

/** A number column may have texts in place of its numbers. */
function describeReason(reason: string, type: Feature['type']): string {
  const text = REASONS.get(reason) ?? reason;
  return type === 'number' ? text.replace('no values', 'no numbers') : text;
}

/** Why a distance above its limit does not count: chance, or a few outliers. */
function describeChance({
  method,
  distance,
  distanceBeyondChance,
  extreme,
  limit,
}: Pick<Feature, 'method' | 'distance' | 'distanceBeyondChance' | 'extreme' | 'limit'>): string {
  if (distance === null || distanceBeyondChance == null) return '';
  if (distance <= limit || distanceBeyondChance > limit) return '';
  const rest = formatMeasure(distanceBeyondChance);
  if (method !== 'wasserstein') return `chance explains all but ${rest}`;
  if (extreme === undefined) return `without the most extreme rows the distance is ${rest}`;
  const number = extreme.value === undefined ? '' : `, ${formatValue(extreme.value)},`;
  // Short, because table cells are cut.
  return extreme.side === 'window'
    ? `without the ${extreme.end} value${number} the distance is ${rest}`
    : `without the baseline's ${extreme.end}${number} it is ${rest}`;
}

/** How far a feature is from the baseline, as a multiple of its limit. */
export function extentOf({ effect, shift }: Feature): number | null {
  return shift ? Math.abs(shift.effect) / shift.limit : effect;
}

function conspicuity(feature: Feature): number {
  const { drifted, distance, distanceBeyondChance, shift, importance } = feature;
  const extent = extentOf(feature);
  if (extent === null) return drifted ? Number.POSITIVE_INFINITY : -1;
  const isPart = !shift && distance !== null && distance > 0 && distanceBeyondChance != null;
  return importance * (isPart ? extent * (distanceBeyondChance / distance) : extent);
}
