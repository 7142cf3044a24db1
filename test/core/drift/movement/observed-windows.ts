import { type Observation, Series } from '../../../../lambdas/core/drift/movement/series.ts';

export const ERROR = 0.02;
export const BASELINE_ERROR = 0.005;
export const CHANCE = Math.hypot(ERROR, BASELINE_ERROR);

export const window = (effect: number, flagged = false): Observation => ({ effect, error: ERROR, flagged, groups: [] });
export const windows = (...effects: number[]) => effects.map((effect) => window(effect));
export const repeat = (count: number, effect: number) => windows(...new Array<number>(count).fill(effect));
export const series = (earlier: readonly Observation[]) => new Series(earlier, BASELINE_ERROR);
