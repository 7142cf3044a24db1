import { meanOfWindows } from './movement/movement-models.ts';
import { asMeasured } from './shifts/share-shift.ts';
import { keyOf, type Shift } from './shifts/shift.ts';

/** Level of a shift in the windows that an operator declared normal, in standard deviations of the baseline. */
export interface Level {
  readonly mean: number;
  /** Standard error of the mean, including usual movement between windows. */
  readonly error: number;
}

/** What a column is compared with once an operator has declared its present state normal. */
export interface NewNormal {
  /** The first of the windows that are the new normal. */
  readonly since: string;
  /** Its start, milliseconds since the epoch. */
  readonly start: number;
  /**
   * Start of the last window on record at the time of the declaration, milliseconds since the epoch. Later windows are
   * compared with the new normal.
   */
  readonly until: number;
  /** How many windows the levels are averaged over. */
  readonly windows: number;
  /** By the shift's key. */
  readonly levels: ReadonlyMap<string, Level>;
  /** Mean distance from the baseline, and the method that measured it; null where it is not defined. */
  readonly distance: number | null;
  readonly method: string;
}

/**
 * Two windows of this movement are assumed in addition to those seen: two or three windows do not show how far a column
 * moves.
 */
const ASSUMED_MOVEMENT = 0.05;
const ASSUMED_WINDOWS = 2;
/** Autocorrelation of movement from one window to the next, for the error of a mean: the middle of the models' values. */
const AUTOCORRELATION = 0.5;

/** The level of one shift over one or more windows: the mean, with the error from their scatter and their rows. */
export function levelOf(windows: readonly { readonly effect: number; readonly error: number }[]): Level {
  const count = windows.length;
  const mean = windows.reduce((sum, { effect }) => sum + effect, 0) / count;
  const squares = windows.reduce((sum, { effect }) => sum + (effect - mean) ** 2, 0);
  const scatter = (ASSUMED_WINDOWS * ASSUMED_MOVEMENT ** 2 + squares) / (ASSUMED_WINDOWS + count - 1);
  const sampling = windows.reduce((sum, { error }) => sum + error ** 2, 0) / count ** 2;
  return { mean, error: Math.sqrt(Math.max(sampling, scatter * meanOfWindows(AUTOCORRELATION, count).variance)) };
}

/**
 * The shifts measured from the new normal: their levels are subtracted, and the standard errors of the levels replace
 * the baseline's own, which is the same in all windows. A shift without a level stays as it is. The effect of a shape,
 * which is a distance, can become negative: nearer to the baseline than the new normal is.
 */
export function seenFrom(normal: NewNormal | null, shifts: readonly Shift[]): readonly Shift[] {
  if (normal === null) return shifts;
  // Means of numbers that spread more than the baseline's vary more, by the same factor.
  const spread = Math.max(1, shifts.find(({ kind }) => kind === 'spread')?.ratio ?? 1);
  return shifts.map((shift) => {
    const level = normal.levels.get(keyOf(shift));
    if (level === undefined) return shift;
    const error = shift.kind === 'location' ? shift.error * spread : shift.error;
    const odds = shift.odds && { ...shift.odds, share: asMeasured(shift.odds.share + shift.odds.unit * level.mean) };
    return { ...shift, effect: shift.effect - level.mean, error, baselineError: level.error, ...(odds && { odds }) };
  });
}

/**
 * Converts an effect from the new normal into a distance, for limits that the monitor file sets, at the rate of the new
 * normal itself: its distance from the baseline per standard deviation of its largest level. null where that rate is
 * not known.
 */
export function asDistance(effect: number, { distance, method, levels }: NewNormal, by: string): number | null {
  const farthest = Math.max(0, ...Array.from(levels.values(), ({ mean }) => Math.abs(mean)));
  if (distance === null || method !== by || !(distance > 0) || !(farthest > 0)) return null;
  return (Math.abs(effect) * distance) / farthest;
}
