import { normalQuantile } from '../../statistics/normal.ts';
import { chanceOfWindow, chancesOfWindow, type Origin } from './mean-chance.ts';
import { usualVarianceOf, weighModels } from './model-weights.ts';
import { MovementFilter } from './movement-filter.ts';
import { PRIOR } from './movement-models.ts';
import type { Scale } from './scale.ts';
import { findSeason, NO_SEASON, type Season, type Seasonal, withoutSeason } from './seasons.ts';
import { startsSpan } from './spans.ts';

/**
 * One window's shift of one column, in standard deviations of the baseline: a signed effect, the normal score of the shift
 * times its standard error, and the standard error of the window's side.
 */
export type Observation = Seasonal;

/** What a window shows of one shift, given the windows before. */
export interface Evidence {
  /** The chance of such a shift under usual movement, corrected for all tests of it. */
  readonly pValue: number;
  /** How many windows show it together. */
  readonly windows: number;
  /** The mean effect over them. */
  readonly effect: number;
}

/**
 * The baseline's own windows are measured against their mean, which says nothing about their level: it is taken as unknown
 * (residual maximum likelihood, H. Patterson and R. Thompson, 1971), as an offset of this standard deviation.
 */
export const UNKNOWN_LEVEL = 10;

/**
 * Windows that are less probable than this under usual movement are left out: where they lie is not learned from. Without
 * movement that is a quiet window in a thousand, so little is lost.
 */
const LEFT_OUT_BELOW = 0.001;
/** The same as a normal score: nearer windows are learned from, whatever the movement. */
const LEARNED_WITHIN = normalQuantile(1 - LEFT_OUT_BELOW / 2);
/**
 * The share of windows that are assumed to be outliers, which say nothing about movement. So one left-out window makes no
 * model more than 1,000 times as probable, compared with another.
 */
const OUTLIERS = 0.001;

/** The windows of one shift of one column before the assessed one, oldest first, and what is learned from them. */
export class Series implements Origin {
  /** Without their season. */
  readonly earlier: readonly Observation[];
  readonly baselineError: number;
  readonly scale: Scale | null;
  /** How many of the earlier windows are the baseline's own; they come first. */
  readonly ofBaseline: number;
  readonly season: Season;
  readonly #cycle: number;
  /** The filter as it was before the last 0, 1, 2, … windows, where a span begins there. */
  readonly #before: MovementFilter[] = [];
  /** The filter before the first live window. */
  readonly #fresh: MovementFilter;
  /** The first window of a run of left-out ones that may be a lasting shift: none since lay on the other side of the baseline. */
  #leftOutRun: { readonly effect: number; readonly chances: Float64Array } | null = null;
  /** Whether each live window was learned from. */
  readonly #isLearned: boolean[] = [];

  /**
   * @param windows the earlier ones, oldest first, those of the baseline before the others
   * @param cycle windows in a whole cycle: with fewer it is not known how they follow each other, as before the first weekend
   * @param scale another one on which the column may move evenly; null: there is none
   */
  constructor(windows: readonly Observation[], baselineError: number, cycle = 8, scale: Scale | null = null) {
    this.#cycle = cycle;
    this.scale = scale;
    this.season = findSeason(windows);
    this.earlier = this.season === NO_SEASON ? windows : windows.map((window) => withoutSeason(window, this.season));
    const live = windows.findIndex(({ inBaseline }) => !inBaseline);
    this.ofBaseline = live < 0 ? windows.length : live;
    this.baselineError = Math.hypot(baselineError, this.#offsetOfBaseline());
    const filter = new MovementFilter(baselineError, this.ofBaseline > 0 ? UNKNOWN_LEVEL : 0);
    for (const { effect, error, flagged } of this.earlier.slice(0, this.ofBaseline)) {
      filter.step(flagged ? null : effect, error);
    }
    filter.startAgain(this.baselineError);
    this.#fresh = filter.copy();
    for (let i = this.ofBaseline; i < windows.length; i++) {
      const following = windows.length - i;
      if (startsSpan(following)) this.#before[following] = filter.copy();
      this.#isLearned.push(this.#learn(this.earlier[i], filter));
    }
    this.#before[0] = filter;
  }

  /**
   * How far the baseline's usual windows lie from the whole, on average. It is not 0 where outliers are left out or not all
   * windows are measured. A live window like them may be as far away.
   */
  #offsetOfBaseline(): number {
    const usual = this.earlier.slice(0, this.ofBaseline).filter(({ flagged }) => !flagged);
    return usual.reduce((sum, { effect }) => sum + effect, 0) / Math.max(1, usual.length);
  }

  /** How many windows were learned from. */
  get learned(): number {
    return this.#before[0].learned;
  }

  /** Whether enough windows are known to expect the next one from them. */
  get knowsCycle(): boolean {
    return this.coversCycle(this.#before[0]);
  }

  /** Whether a filter has learned from a whole cycle of windows. */
  coversCycle({ learned }: MovementFilter): boolean {
    return learned >= this.#cycle;
  }

  withoutSeason(window: Observation): Observation {
    return withoutSeason(window, this.season);
  }

  /** How probable each model of movement is. */
  posterior(prior: ArrayLike<number> = PRIOR): Float64Array {
    return weighModels(this.#before[0], prior);
  }

  /** Variance of the usual movement, including the part that is in the baseline's own mean. */
  usualVariance(prior: ArrayLike<number> = PRIOR): number {
    return usualVarianceOf(this.posterior(prior));
  }

  /** The filter as it was before the last windows, which begin a span. Callers copy it before they change it. */
  filterBefore(lastWindows: number): MovementFilter {
    return this.#before[lastWindows];
  }

  /** A filter that knows the models but none of the live windows. */
  freshFilter(): MovementFilter {
    const fresh = this.#fresh.copy();
    fresh.startAgain(this.baselineError);
    return fresh;
  }

  /**
   * Lets a filter take in the windows from `first` on, also left-out ones on this side, because they tell one level from another.
   * The farthest of these stays left out: one outlier must not hide a lasting shift.
   */
  replay(filter: MovementFilter, first: number, side: number): void {
    const windows = this.earlier.slice(first);
    const isLeftOut = windows.map(({ flagged }, i) => !flagged && !this.#isLearned[first + i - this.ofBaseline]);
    const sizes = windows.map(({ effect }, i) => (isLeftOut[i] ? side * effect : 0));
    const farthest = sizes.indexOf(Math.max(...sizes));
    for (const [i, { effect, error, flagged }] of windows.entries()) {
      const isUsed = isLeftOut[i] ? sizes[i] > 0 && i !== farthest : !flagged;
      filter.step(isUsed ? effect : null, error);
    }
  }

  /**
   * Lets the filter take in a live window. One that is left out still counts as far out, or the usual movement would be
   * underestimated; but only once the windows after it show that no lasting shift began there.
   *
   * @returns whether where it lies was learned from
   */
  #learn({ effect, error, flagged }: Observation, filter: MovementFilter): boolean {
    if (flagged) {
      // The run may be how the drift began.
      this.#leftOutRun = null;
      filter.step(null, error);
      return false;
    }
    const run = this.#leftOutRun;
    if (run !== null && effect * run.effect <= 0) {
      filter.learnOutlying(run.chances, OUTLIERS);
      this.#leftOutRun = null;
    }
    const variance = error ** 2;
    // Movement never makes an effect less probable than it is without movement.
    if (effect ** 2 > LEARNED_WITHIN ** 2 * (variance + this.baselineError ** 2)) {
      if (chanceOfWindow(effect, variance, weighModels(filter, PRIOR), this) <= LEFT_OUT_BELOW) {
        this.#leftOutRun ??= { effect, chances: chancesOfWindow(effect, variance, this) };
        filter.step(null, error);
        return false;
      }
    }
    filter.step(effect, error);
    return true;
  }
}
