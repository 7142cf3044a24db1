import { meanOfWindows } from './movement/movement-models.ts';
import { asMeasured } from './shifts/share-shift.ts';
import { keyOf, type Shift } from './shifts/shift.ts';

/** Where a shift was in the windows that a person declared normal, in standard deviations of the baseline. */
export interface Level {
  readonly mean: number;
  /** Standard error of the mean, usual movement between windows included. */
  readonly error: number;
}

/** What a column is compared with once a person has declared its present state normal. */
export interface NewNormal {
  /** The first of the windows that are the new normal. */
  readonly since: string;
  /** Its start, milliseconds since the epoch. */
  readonly start: number;
  /** Start of the last window on record when it was declared, milliseconds since the epoch: later ones are judged by it. */
  readonly until: number;
  /** How many windows the levels are the means of. */
  readonly windows: number;
  /** By the shift's key. */
  readonly levels: ReadonlyMap<string, Level>;
  /** Mean distance from the baseline, and the method that measured it; null where it is not defined. */
  readonly distance: number | null;
  readonly method: string;
}

/** Movement of two windows that are assumed besides those seen: two or three windows do not show how far a column moves. */
const ASSUMED_MOVEMENT = 0.05;
const ASSUMED_WINDOWS = 2;
/** Autocorrelation of movement from one window to the next, for the error of a mean: the middle of the models' values. */
const AUTOCORRELATION = 0.5;

/** The level of one shift over windows, one at least: the mean, with the error that their scatter and their rows leave. */
export function levelOf(windows: readonly { readonly effect: number; readonly error: number }[]): Level {
  const count = windows.length;
  const mean = windows.reduce((sum, { effect }) => sum + effect, 0) / count;
  const squares = windows.reduce((sum, { effect }) => sum + (effect - mean) ** 2, 0);
  const scatter = (ASSUMED_WINDOWS * ASSUMED_MOVEMENT ** 2 + squares) / (ASSUMED_WINDOWS + count - 1);
  const sampling = windows.reduce((sum, { error }) => sum + error ** 2, 0) / count ** 2;
  return { mean, error: Math.sqrt(Math.max(sampling, scatter * meanOfWindows(AUTOCORRELATION, count).variance)) };
}

/**
 * The shifts as measured from the new normal: their levels are subtracted, and the standard errors of the levels take the
 * place of the baseline's own, which is the same in all windows. A shift that the new normal does not know stays as it is. The
 * effect of a shape, which is a distance, can then be negative: nearer to the baseline than the new normal is.
 */
export function seenFrom(normal: NewNormal | null, shifts: readonly Shift[]): readonly Shift[] {
  if (normal === null) return shifts;
  // The means of numbers that spread more than the baseline's vary more, by the same factor.
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
 * An effect from the new normal as a distance, for limits that a person gave: as much for each standard deviation as the new
 * normal is away from the baseline for each of its own. null where that is not known.
 */
export function asDistance(effect: number, { distance, method, levels }: NewNormal, by: string): number | null {
  const farthest = Math.max(0, ...Array.from(levels.values(), ({ mean }) => Math.abs(mean)));
  if (distance === null || method !== by || !(distance > 0) || !(farthest > 0)) return null;
  return (Math.abs(effect) * distance) / farthest;
}
