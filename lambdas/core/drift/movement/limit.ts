import { chanceInSpan, chanceOfDistance } from './evidence.ts';
import { PRIOR } from './movement-models.ts';
import type { Series } from './series.ts';
import { SPANS } from './spans.ts';

/** The limit is searched below this effect first, then below twice as much, and so on. */
const FIRST_BRACKET = 0.1;
/** The search ends here, far above any effect that windows with more than a few rows need. */
const LARGEST_LIMIT = 20;
/** Halvings of the bracket: results show two digits. */
const LIMIT_STEPS = 8;

/** The side on which an effect lies. */
export interface LimitSide {
  /** Standard error of the window's side. */
  readonly error: number;
  /** @default 1 */
  readonly sign?: number;
  /** Whether the shift is a distance: then this window alone decides, with the whole chance. @default false */
  readonly isUnsigned?: boolean;
}

/** The effect beyond which a window by itself is less probable than `chance`, given the windows before. */
export function limitOf(
  series: Series,
  { error, sign = 1, isUnsigned = false }: LimitSide,
  chance: number,
  prior: ArrayLike<number> = PRIOR,
): number {
  const weights = series.posterior(prior);
  const wanted = isUnsigned ? chance : chance * SPANS[0].share;
  const chanceOf = (size: number) =>
    isUnsigned
      ? chanceOfDistance(series, size, error, weights)
      : chanceInSpan(series, SPANS[0], { effect: sign < 0 ? -size : size, sampling: error ** 2 }, weights);
  let low = 0;
  let high = FIRST_BRACKET;
  while (high < LARGEST_LIMIT && chanceOf(high) > wanted) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < LIMIT_STEPS; step++) {
    const middle = (low + high) / 2;
    if (chanceOf(middle) > wanted) low = middle;
    else high = middle;
  }
  return high;
}
