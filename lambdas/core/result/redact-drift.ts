import { keyOf } from '../drift/shifts/shift.ts';
import { FEW_ROWS, type Redactor } from '../text/redactor.ts';
import type { DriftResult } from './schema.ts';

const NONE: ReadonlySet<string> = new Set();

/** The start of the key of a category's share; the category follows. */
const SHARE = keyOf({ kind: 'share', category: '' });

/**
 * Drift as results show it: categories as they may be shown, and no single outlying number unless values are shown. The keys of
 * shares, by which later windows are compared, name categories by stand-ins.
 *
 * @param declared Categories that the settings name: they are no secrets.
 */
export function shownDrift(drift: DriftResult, redactor: Redactor, declared: ReadonlySet<string> = NONE): DriftResult {
  if (redactor.shows) return drift;
  return { ...drift, features: drift.features.map((feature) => shownFeature(feature, redactor, declared)) };
}

function shownFeature(
  { extreme, shift, shifts, change, flaggedBy, ...feature }: DriftResult['features'][number],
  redactor: Redactor,
  declared: ReadonlySet<string>,
): DriftResult['features'][number] {
  const keyed = (key: string) => shownKey(key, redactor, declared);
  return {
    ...feature,
    ...(extreme && { extreme: { side: extreme.side, end: extreme.end } }),
    ...(shift !== undefined && { shift: shift && shownShift(shift, redactor, declared) }),
    ...(change && { change: shownChange(change, feature, redactor) }),
    ...(shifts && { shifts: shifts.map(([key, ...facts]) => [keyed(key), ...facts]) }),
    ...(flaggedBy !== undefined && { flaggedBy: keyed(flaggedBy) }),
  };
}

type Change = NonNullable<DriftResult['features'][number]['change']>;

/** A value, the ends of a range and a median are single values; a mean or a spread of few rows nearly is one. */
function shownChange(
  { value: _value, range: _range, category, measure, baseline, window, ...change }: Change,
  { baselineRows, windowRows }: Pick<DriftResult['features'][number], 'baselineRows' | 'windowRows'>,
  redactor: Redactor,
): Change {
  const isOfMany = measure !== undefined && measure !== 'median' && Math.min(baselineRows, windowRows) >= FEW_ROWS;
  return {
    ...change,
    ...(category !== undefined && { category: redactor.text(category) }),
    // Without it, sizes would count as those of ranks.
    ...(measure !== undefined && { measure }),
    ...(isOfMany && { baseline, window }),
  };
}

type ShownShift = NonNullable<DriftResult['features'][number]['shift']>;

function shownShift({ category, ...shift }: ShownShift, redactor: Redactor, declared: ReadonlySet<string>): ShownShift {
  if (category === undefined) return shift;
  return { ...shift, category: declared.has(category) ? category : redactor.text(category) };
}

/** The key of a shift with a stand-in for its category. */
export function shownKey(key: string, redactor: Redactor, declared: ReadonlySet<string> = NONE): string {
  if (!key.startsWith(SHARE)) return key;
  const category = key.slice(SHARE.length);
  return declared.has(category) ? key : `${SHARE}${redactor.token(category)}`;
}

/** The category's part of the key of a share; null for other shifts. */
export function categoryOfKey(key: string): string | null {
  return key.startsWith(SHARE) ? key.slice(SHARE.length) : null;
}
