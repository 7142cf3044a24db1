import { normalQuantile, normalSurvival } from '../../statistics/normal.ts';
import { logEvidence, MovementFilter, weighModels } from './movement-filter.ts';
import {
  BASELINE_PART,
  type MeanOfWindows,
  MOVEMENT_MODELS,
  meanOfWindows,
  scoreOfDeviation,
} from './movement-models.ts';
import type { Scale } from './scale.ts';
import { findSeason, NO_SEASON, type Season, type Seasonal, withoutSeason } from './seasons.ts';

const MODELS = MOVEMENT_MODELS.length;

/**
 * One window's shift of one column, in standard deviations of the baseline: a signed effect, the normal score of the shift
 * times its standard error, and the standard error of the window's side.
 */
export type Observation = Seasonal;

/**
 * The baseline's own windows are measured against their mean, which says nothing about their level: it is taken as unknown
 * (residual maximum likelihood, H. Patterson and R. Thompson, 1971), as an offset of this standard deviation.
 */
const UNKNOWN_LEVEL = 10;

/** A shift is looked for in the mean of the last windows, of these numbers, each with its share of the chance of a false alarm. */
const SPANS = [
  { windows: 1, share: 0.55 },
  ...[2, 3, 5, 7, 14, 28].map((windows) => ({ windows, share: 0.3 / 6 })),
].map(({ windows, share }) => ({ windows, share, used: windows < 3 ? windows : windows - 1 }));

/** The tests of an offset that all windows share, or all of a span: the size of the offset, and the tests' shares of the chance. */
const OFFSET = 0.2;
const OFFSET_SHARE = 0.05;
const STEP_SHARE = 0.1 / 6;
/** In standard errors. */
const LEAST_OFFSET = 3;

/** By span and model. From three windows on the one farthest out is left out, so that one odd window cannot pass for a lasting shift. */
const MEANS: readonly (readonly MeanOfWindows[])[] = SPANS.map(({ used }) =>
  MOVEMENT_MODELS.map(({ autocorrelation }) => meanOfWindows(autocorrelation, used)),
);
const LONGEST = SPANS[SPANS.length - 1].windows;

/** Models less probable than this cannot change a verdict. */
const NEGLIGIBLE = 1e-12;

/** Windows less probable than this under usual movement are not learned from. */
const LEARNED_FROM = 0.001;
const LEARNED_WITHIN = normalQuantile(1 - LEARNED_FROM / 2);
const LARGEST_LIMIT = 20;
/** Halvings of the bracket: two digits are shown. */
const LIMIT_STEPS = 8;
const SMALLEST_BRACKET = 0.1;

const PRIOR: readonly number[] = MOVEMENT_MODELS.map(({ prior }) => prior);

/** The weights of models where nothing may move. */
export const ONLY_CHANCE: Float64Array = Float64Array.from(MOVEMENT_MODELS, ({ sd }) => Number(sd === 0));

/** What a window shows of one shift, given the windows before. */
export interface Evidence {
  /** p-value: the chance of such a shift under usual movement, corrected for all tests of it. */
  readonly pValue: number;
  /** How many windows show it together. */
  readonly windows: number;
  /** The mean effect over them. */
  readonly effect: number;
}

/** The windows of one shift of one column before the judged one, oldest first. */
export class Series {
  readonly #earlier: readonly Observation[];
  readonly #baselineError: number;
  readonly #cycle: number;
  readonly #scale: Scale | null;
  /** The filter as it was before the last 0, 1, 2, … windows, where a span begins there. */
  readonly #before: MovementFilter[] = [];
  /** The filter before the first live window. */
  readonly #fresh: MovementFilter;
  /** Whether each live window was learned from. */
  readonly #isLearned: boolean[] = [];
  /** How many of the earlier windows are the baseline's own. */
  readonly #ofBaseline: number;
  readonly season: Season;

  /**
   * @param windows the earlier ones, oldest first, those of the baseline before the others
   * @param cycle windows in a whole cycle: with fewer it is not known how they follow each other, as before the first weekend
   * @param scale another one on which the column may move evenly; null: there is none
   */
  constructor(windows: readonly Observation[], baselineError: number, cycle = 8, scale: Scale | null = null) {
    this.#cycle = cycle;
    this.#scale = scale;
    this.season = findSeason(windows);
    this.#earlier = this.season === NO_SEASON ? windows : windows.map((window) => withoutSeason(window, this.season));
    const live = windows.findIndex(({ inBaseline }) => !inBaseline);
    this.#ofBaseline = live < 0 ? windows.length : live;
    this.#baselineError = Math.hypot(baselineError, this.#offsetOfBaseline());
    const filter = new MovementFilter(baselineError, this.#ofBaseline > 0 ? UNKNOWN_LEVEL : 0);
    for (const { effect, error, flagged } of this.#earlier.slice(0, this.#ofBaseline)) {
      filter.step(flagged ? null : effect, error);
    }
    filter.startAgain(this.#baselineError);
    this.#fresh = filter.copy();
    for (let i = this.#ofBaseline; i < windows.length; i++) {
      const following = windows.length - i;
      if (following < LONGEST && SPANS.some((span) => span.windows === following + 1)) {
        this.#before[following] = filter.copy();
      }
      const { effect, error, flagged } = this.#earlier[i];
      const isLearned = !flagged && this.#isUsual(effect, error ** 2, filter);
      this.#isLearned.push(isLearned);
      filter.step(isLearned ? effect : null, error);
    }
    this.#before[0] = filter;
  }

  /**
   * How far the baseline's usual windows lie from the whole, on average. It is not 0 where odd windows are left out or not all
   * windows are measured. A live window like them may be as far away.
   */
  #offsetOfBaseline(): number {
    const usual = this.#earlier.slice(0, this.#ofBaseline).filter(({ flagged }) => !flagged);
    return usual.reduce((sum, { effect }) => sum + effect, 0) / Math.max(1, usual.length);
  }

  /** Windows that were learned from. */
  get learned(): number {
    return this.#before[0].learned;
  }

  /** Whether enough windows are known to expect the next one from them. */
  get knowsCycle(): boolean {
    return this.learned >= this.#cycle;
  }

  withoutSeason(window: Observation): Observation {
    return withoutSeason(window, this.season);
  }

  /** Variance of the usual movement, what it left in the baseline included. */
  usualVariance(prior: ArrayLike<number> = PRIOR): number {
    const posterior = this.posterior(prior);
    let sum = 0;
    for (let i = 0; i < MODELS; i++) sum += posterior[i] * MOVEMENT_MODELS[i].sd ** 2 * (1 + BASELINE_PART[i]);
    return sum;
  }

  /**
   * The effect beyond which a window by itself is less probable than `chance`, on one side of the baseline and given the
   * windows before. A shift without a sign is judged by where it stands alone, with the whole chance.
   */
  limitOf(
    {
      error,
      sign = 1,
      isUnsigned = false,
    }: { readonly error: number; readonly sign?: number; readonly isUnsigned?: boolean },
    chance: number,
    prior: ArrayLike<number> = PRIOR,
  ): number {
    const posterior = this.posterior(prior);
    const wanted = isUnsigned ? chance : chance * SPANS[0].share;
    const chanceOf = (effect: number) =>
      isUnsigned
        ? this.#standsBy(this.#farther(effect), error ** 2, posterior)
        : this.#pValue(sign < 0 ? -effect : effect, error ** 2, MEANS[0], this.#before[0], posterior);
    let low = 0;
    let high = SMALLEST_BRACKET;
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

  #standsBy(effect: number, variance: number, posterior: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < MODELS; i++) {
      if (posterior[i] < NEGLIGIBLE) continue;
      sum += posterior[i] * 2 * normalSurvival(this.#stands(i, effect, variance, 1));
    }
    return sum;
  }

  /** How probable each model of movement is. */
  posterior(prior: ArrayLike<number> = PRIOR): Float64Array {
    return weighModels(this.#before[0], prior);
  }

  /** What the window shows, with the windows before. */
  assess(window: Observation, prior: ArrayLike<number> = PRIOR): Evidence {
    const current = withoutSeason(window, this.season);
    let best: Evidence = { pValue: 1, windows: 1, effect: current.effect };
    const consider = (evidence: Evidence | null) => {
      if (evidence !== null && evidence.pValue < best.pValue) best = evidence;
    };
    for (let span = 0; span < SPANS.length; span++) {
      consider(this.#judgeSpan(span, current, prior));
      consider(this.#judgeStep(span, current, prior));
    }
    consider(this.#judgeOffset(current, prior));
    return best;
  }

  /** For a shift without a sign: what the window shows by where it stands alone, with its whole chance. */
  assessStanding({ effect: size, error, groups }: Observation, prior: ArrayLike<number> = PRIOR): Evidence {
    // A seasonal shift may also change the shape, in either direction.
    const season = Math.abs(withoutSeason({ effect: 0, error, groups, flagged: false }, this.season).effect);
    // Seen from a new normal a distance can be shorter, too.
    const effect = Math.sign(size) * Math.max(0, Math.abs(size) - season);
    const pValue = this.#standsBy(this.#farther(Math.abs(effect)), error ** 2, this.posterior(prior));
    return { pValue: Math.min(1, pValue), windows: 1, effect };
  }

  /** A distance does not say on which side the column is; it is taken to be on the one to which the column moves further. */
  #farther(distance: number): number {
    const scale = this.#scale;
    return scale !== null && Math.abs(scale.placeOf(-distance)) < Math.abs(scale.placeOf(distance))
      ? -distance
      : distance;
  }

  /**
   * Whether all windows lie off the baseline by as much: the likelihood of that over the one of usual movement alone is an
   * e-value (P. Grünwald, R. de Heide and W. Koolen, "Safe testing", 2024), at most one on average without an offset, and its inverse a
   * p-value however often it is computed. So it finds later what the first windows could not distinguish from movement.
   */
  #judgeOffset(current: Observation, prior: ArrayLike<number>): Evidence | null {
    if (!this.knowsCycle) return null;
    const fresh = this.#fresh.copy();
    fresh.startAgain(this.#baselineError);
    return this.#judgeMoved(fresh, this.#ofBaseline, current, { share: OFFSET_SHARE, prior });
  }

  /**
   * The same for the windows of a span: whether all of them lie off the windows before by as much. Usual movement of that size
   * would scatter them more, which a test of their mean does not see.
   */
  #judgeStep(span: number, current: Observation, prior: ArrayLike<number>): Evidence | null {
    const { windows } = SPANS[span];
    const first = this.#earlier.length - windows + 1;
    const before = this.#before[windows - 1];
    if (windows < 2 || first < this.#ofBaseline || before.learned < this.#cycle) return null;
    if (this.#earlier.slice(first).some(({ flagged }) => flagged)) return null;
    return this.#judgeMoved(before.copy(), first, current, { share: STEP_SHARE, prior });
  }

  /** @param before the filter as it was before the window `first`; this changes it */
  #judgeMoved(
    before: MovementFilter,
    first: number,
    current: Observation,
    { share, prior }: { readonly share: number; readonly prior: ArrayLike<number> },
  ): Evidence | null {
    const since = this.#earlier.slice(first);
    const used = since.filter(({ flagged }) => !flagged);
    const windows = used.length + 1;
    const effect = used.reduce((sum, window) => sum + window.effect, current.effect) / windows;
    const variance = used.reduce((sum, { error }) => sum + error ** 2, current.error ** 2) / windows ** 2;
    // Nothing to test unless the effect is improbable without any movement.
    if (effect ** 2 < LEAST_OFFSET ** 2 * (variance + this.#baselineError ** 2)) return null;
    if (effect * current.effect <= 0 || Math.abs(current.effect) < Math.abs(effect) / 2) return null;
    const some = before;
    some.mayBeMoved(OFFSET);
    for (const [i, window] of since.entries()) {
      some.step(this.#isLearned[first - this.#ofBaseline + i] ? window.effect : null, window.error);
    }
    const none = this.#before[0].copy();
    none.step(current.effect, current.error);
    some.step(current.effect, current.error);
    const pValue = Math.exp(logEvidence(none, prior) - logEvidence(some, prior));
    return { pValue: Math.min(1, pValue / share), windows, effect };
  }

  #judgeSpan(span: number, current: Observation, prior: ArrayLike<number>): Evidence | null {
    const { windows, used, share } = SPANS[span];
    const first = this.#earlier.length - windows + 1;
    if (first < this.#ofBaseline) return null;
    const sign = Math.sign(current.effect);
    let sum = current.effect;
    let variance = current.error ** 2;
    let farthest = current;
    for (let i = first; i < this.#earlier.length; i++) {
      const observation = this.#earlier[i];
      if (observation.flagged) return null;
      sum += observation.effect;
      variance += observation.error ** 2;
      if (sign * observation.effect > sign * farthest.effect) farthest = observation;
    }
    if (used < windows) {
      sum -= farthest.effect;
      variance -= farthest.error ** 2;
    }
    const effect = sum / used;
    // A shift that is over is not a lasting one.
    if (effect * sign <= 0 || Math.abs(current.effect) < Math.abs(effect) / 2) return null;
    const filter = this.#before[windows - 1];
    const pValue = this.#pValue(effect, variance / used ** 2, MEANS[span], filter, weighModels(filter, prior));
    return { pValue: Math.min(1, pValue / share), windows, effect };
  }

  /**
   * The chance of such a mean. Each model gives two: of where the mean stands, and of how it got there from the windows
   * before. The smaller counts, doubled.
   */
  #pValue(
    effect: number,
    variance: number,
    means: readonly MeanOfWindows[],
    filter: MovementFilter,
    posterior: Float64Array,
  ): number {
    const known = filter.learned >= this.#cycle;
    const sign = Math.sign(effect);
    let sum = 0;
    for (let i = 0; i < MODELS; i++) {
      if (posterior[i] < NEGLIGIBLE) continue;
      const stands = this.#stands(i, effect, variance, means[i].variance);
      if (!known) {
        sum += posterior[i] * 2 * normalSurvival(stands);
        continue;
      }
      const moved = sign * filter.surprise(i, { effect, sampling: variance, scale: this.#scale }, means[i]);
      sum += posterior[i] * Math.min(1, 4 * normalSurvival(Math.max(stands, moved)));
    }
    return sum;
  }

  /** How far a mean of windows stands from the baseline under model i, as a normal score. */
  #stands(i: number, effect: number, sampling: number, ofMean: number): number {
    const movement = MOVEMENT_MODELS[i].sd ** 2 * (BASELINE_PART[i] + ofMean);
    const variance = sampling + this.#baselineError ** 2 + movement;
    return Math.abs(scoreOfDeviation({ size: effect, variance, movement, from: 0, scale: this.#scale }));
  }

  #isUsual(effect: number, variance: number, filter: MovementFilter): boolean {
    // Movement never makes an effect less probable than it is without movement.
    if (effect ** 2 <= LEARNED_WITHIN ** 2 * (variance + this.#baselineError ** 2)) return true;
    return this.#standsBy(effect, variance, weighModels(filter, PRIOR)) > LEARNED_FROM;
  }
}

/** The weights of the models that explain all series together (expectation-maximisation); no model is excluded. */
export function poolModels(series: readonly Series[]): Float64Array {
  let weights = Float64Array.from(PRIOR);
  for (let round = 0; round < ROUNDS; round++) {
    const next = Float64Array.from(PRIOR);
    for (const one of series) {
      const posterior = one.posterior(weights);
      for (let i = 0; i < MODELS; i++) next[i] += posterior[i];
    }
    for (let i = 0; i < MODELS; i++) next[i] /= 1 + series.length;
    weights = next;
  }
  return weights;
}

const ROUNDS = 5;
