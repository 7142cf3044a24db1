import { usualVarianceOf, weighModels } from '../drift/movement/model-weights.ts';
import { MovementFilter } from '../drift/movement/movement-filter.ts';
import { isBack } from '../drift/movement/recovery.ts';
import { findSeason, NO_SEASON, type Season, withoutSeason } from '../drift/movement/seasons.ts';
import { UNKNOWN_LEVEL } from '../drift/movement/series.ts';
import { findMetricEvidence } from './metric-evidence.ts';
import { METRIC_PRIOR } from './usual-movement.ts';

/** One window's metric minus the baseline's, in standard deviations of a row. */
export interface SeriesWindow {
  readonly effect: number;
  /** Standard error of the window's side. */
  readonly error: number;
  /** Its group in every cycle, such as the weekday. */
  readonly groups: readonly number[];
  /** Whether usual movement is learned from it: not from a window that needed an action. */
  readonly isUsual: boolean;
}

/** The comparison of the model with its baseline in one window. */
export interface WindowStanding {
  /** The chance of such a difference without a change, by itself or with the windows before. */
  readonly pValue: number;
  /** 1: above the baseline, −1: below, 0: not beyond chance and usual movement. */
  readonly side: -1 | 0 | 1;
  /** How many windows show the difference together, this one included. */
  readonly windows: number;
  /** How many earlier windows usual movement is learned from. */
  readonly learned: number;
}

/** The chance that a quiet window is found above or below the baseline; windows after it may keep its side. */
const CHANCE = 0.005;

/** Fewer windows do not show how far windows usually move. */
export const ENOUGH_WINDOWS = 8;

/**
 * The season is searched again once there are this many times as many windows; then movement is learned anew from all
 * of them.
 */
const SEASON_KEPT = 9 / 8;

/** What earlier windows show of usual movement. */
interface Knowledge {
  /** The probabilities of the models. */
  readonly weights: Float64Array;
  /** How many windows these are learned from. */
  readonly learned: number;
}

interface Kept extends SeriesWindow {
  /** Found above or below the baseline: nothing is learned from it. */
  readonly flagged: boolean;
}

/**
 * One metric through the windows, in the order of time. Each window is compared given those before it: by how
 * improbable the mean of the last windows is where only usual movement makes it differ from the baseline. Once above or
 * below the baseline, the metric stays so until it has recovered, like a drifted column.
 */
export class MetricSeries {
  readonly #baselineError: number;
  readonly #windows: Kept[] = [];
  /**
   * The windows since the metric was found above or below, the first one with the mean that showed it; empty while it
   * is neither.
   */
  #run: Kept[] = [];
  #side: WindowStanding['side'] = 0;
  /** How many windows before the run are part of the mean of its first window. */
  #before = 0;

  #season: Season = NO_SEASON;
  #filter: MovementFilter;
  /** The windows without their season. */
  #plain: Kept[] = [];
  /** Before each window. */
  #known: Knowledge[] = [];
  /** The number of windows at which the season is searched again. */
  #seasonDue = 0;

  /** @param baselineError standard error of the baseline's side, in standard deviations of a row */
  constructor(baselineError: number) {
    this.#baselineError = baselineError;
    this.#filter = this.#newFilter();
  }

  /**
   * Usual movement is learned from how windows differ from each other, not from the baseline: their level is unknown. So a
   * model that is worse than its baseline in every window does not make that usual.
   */
  #newFilter(): MovementFilter {
    return new MovementFilter(this.#baselineError, UNKNOWN_LEVEL);
  }

  /**
   * Compares the next window and keeps it.
   *
   * @param before the side that the metric was already on, where the windows that showed it are cut off
   */
  next(window: SeriesWindow, before: WindowStanding['side'] = 0): WindowStanding {
    const current = withoutSeason({ ...window, flagged: false }, this.#season);
    const known = this.#knowledge();
    this.#known.push(known);
    const { pValue, effect, windows } = findMetricEvidence([...this.#plain, current], this.#baselineError, (last) =>
      this.#weightsBefore(last),
    );
    if (this.#isHeld(current, known.weights)) this.#run.push(current);
    else if (before !== 0) this.#begin(current, before, 1);
    else if (pValue > CHANCE) this.#begin(current, 0, 1);
    else this.#begin({ ...current, effect }, effect > 0 ? 1 : -1, windows);
    this.#keep({ ...window, flagged: this.#side !== 0 });
    return {
      pValue,
      side: this.#side,
      windows: this.#side === 0 ? 1 : this.#before + this.#run.length,
      learned: known.learned,
    };
  }

  #begin(window: Kept, side: WindowStanding['side'], windows: number): void {
    this.#side = side;
    this.#run = side === 0 ? [] : [window];
    this.#before = windows - 1;
  }

  #isHeld(current: Kept, weights: Float64Array): boolean {
    if (this.#side === 0) return false;
    return !isBack([...this.#run, current], this.#baselineError ** 2 + usualVarianceOf(weights), 0);
  }

  #keep(window: Kept): void {
    this.#windows.push(window);
    const isDue = this.#windows.length >= this.#seasonDue;
    const season = isDue ? this.#findSeason() : this.#season;
    if (!isDue || (season === NO_SEASON && this.#season === NO_SEASON)) {
      const plain = withoutSeason(window, season);
      this.#plain.push(plain);
      this.#learn(plain);
      return;
    }
    this.#season = season;
    this.#plain = this.#windows.map((one) => withoutSeason(one, season));
    this.#filter = this.#newFilter();
    this.#known = this.#plain.map((one) => {
      const known = this.#knowledge();
      this.#learn(one);
      return known;
    });
  }

  #findSeason(): Season {
    this.#seasonDue = Math.ceil(SEASON_KEPT * (this.#windows.length + 1));
    return findSeason(this.#windows.map((window) => ({ ...window, flagged: window.flagged || !window.isUsual })));
  }

  #knowledge(): Knowledge {
    return { weights: weighModels(this.#filter, METRIC_PRIOR), learned: this.#filter.learned };
  }

  #learn({ effect, error, flagged, isUsual }: Kept): void {
    this.#filter.step(flagged || !isUsual ? null : effect, error);
  }

  /** The weights known before the last windows, or the present ones where too little was known before them. */
  #weightsBefore(windows: number): Float64Array {
    const then = this.#known[this.#known.length - windows];
    return then.learned < ENOUGH_WINDOWS ? this.#known[this.#known.length - 1].weights : then.weights;
  }
}
