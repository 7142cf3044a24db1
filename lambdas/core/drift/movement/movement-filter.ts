import { scoreOfDeviation } from './deviation.ts';
import { BASELINE_PART, type MeanOfWindows, MOVEMENT_MODELS, PRIOR } from './movement-models.ts';
import type { Scale } from './scale.ts';

const MODELS = MOVEMENT_MODELS.length;

/**
 * The chance that another movement model holds from one window on: a column that has been still may move again. Without
 * it, weeks of stillness would exclude the movement that the weeks before showed (fixed share; M. Herbster and M.
 * Warmuth, 1998).
 */
export const CHANGES = 2e-5;

/** The models' variances and autocorrelations, in arrays for the loops below. */
const VARIANCE = Float64Array.from(MOVEMENT_MODELS, ({ sd }) => sd ** 2);
const AUTOCORRELATION = Float64Array.from(MOVEMENT_MODELS, ({ autocorrelation }) => autocorrelation);

/** A likelihood does not become smaller than this part of the largest one, so that none is 0. */
const LEAST_LIKELIHOOD = 1e-250;

/** Numbers kept for each model: relative likelihood, level and movement, their variances and their covariance. */
const LIKELIHOOD = 0;
const LEVEL = 1;
const MOVEMENT = 2;
const LEVEL_VARIANCE = 3;
const MOVEMENT_VARIANCE = 4;
const COVARIANCE = 5;
const SIZE = 6;

/** The mean effect of some windows. */
export interface MeanEffect {
  readonly effect: number;
  /** Variance of their sampling. */
  readonly sampling: number;
  /** See `Deviation`. */
  readonly scale: Scale | null;
}

/**
 * Follows one shift of one column through the windows under every model of usual movement. A window's effect is x = c +
 * u + e, with c the baseline's own error (constant), u the movement (autoregressive) and e the window's sampling error.
 * A Kalman filter of the two states c and u gives, for each model, the likelihood of the windows seen and the
 * prediction of the next one.
 */
export class MovementFilter {
  readonly #numbers: Float64Array;
  /** The log-likelihood of a model whose relative likelihood is 1. The largest one is 1. */
  #logScale: number;
  /** Windows that were learned from. */
  learned: number;

  /**
   * @param baselineError standard error of the baseline's side, in standard deviations of the baseline
   * @param offset standard deviation of an offset from the baseline that all windows share; 0: there is none
   * @param from another filter to start from, in place of these two
   */
  constructor(baselineError: number, offset = 0, from: MovementFilter | null = null) {
    this.#numbers = from === null ? new Float64Array(MODELS * SIZE) : from.#numbers.slice();
    this.#logScale = from === null ? 0 : from.#logScale;
    this.learned = from === null ? 0 : from.learned;
    if (from !== null) return;
    for (let i = 0; i < MODELS; i++) this.#numbers[i * SIZE + LIKELIHOOD] = 1;
    this.startAgain(baselineError, offset);
  }

  /** Keeps the models' likelihoods and forgets the level of the windows: those that follow are from another period. */
  startAgain(baselineError: number, offset = 0): void {
    for (let i = 0; i < MODELS; i++) {
      const at = i * SIZE;
      const variance = VARIANCE[i];
      this.#numbers[at + LEVEL] = 0;
      this.#numbers[at + MOVEMENT] = 0;
      this.#numbers[at + LEVEL_VARIANCE] = baselineError ** 2 + variance * BASELINE_PART[i] + offset ** 2;
      this.#numbers[at + MOVEMENT_VARIANCE] = variance;
      this.#numbers[at + COVARIANCE] = 0;
    }
  }

  /** Allows for a common offset of this standard deviation in all windows from here on. */
  mayBeMoved(offset: number): void {
    for (let i = 0; i < MODELS; i++) this.#numbers[i * SIZE + LEVEL_VARIANCE] += offset ** 2;
  }

  /** The filter as it is now. */
  copy(): MovementFilter {
    return new MovementFilter(0, 0, this);
  }

  logLikelihood(i: number): number {
    return this.#logScale + Math.log(this.relativeLikelihood(i));
  }

  /** The likelihood of model i as a part of the most likely model's. */
  relativeLikelihood(i: number): number {
    return this.#numbers[i * SIZE + LIKELIHOOD];
  }

  /** The log-likelihood of the most likely model. */
  get largestLogLikelihood(): number {
    return this.#logScale;
  }

  /** How far a mean of the next windows lies from the prediction of model i, as a normal score. */
  surprise(i: number, { effect, sampling, scale }: MeanEffect, { carried, added }: MeanOfWindows): number {
    const at = i * SIZE;
    const numbers = this.#numbers;
    const mean = numbers[at + LEVEL] + carried * numbers[at + MOVEMENT];
    const variance =
      numbers[at + LEVEL_VARIANCE] +
      carried ** 2 * numbers[at + MOVEMENT_VARIANCE] +
      2 * carried * numbers[at + COVARIANCE] +
      added * VARIANCE[i] +
      sampling;
    const movement = VARIANCE[i] === 0 ? 0 : variance - sampling;
    return scoreOfDeviation({ size: effect - mean, variance, movement, from: mean, scale });
  }

  /** Takes in the next window. With null, for a window that is not learned from, only time passes. */
  step(effect: number | null, error: number): void {
    if (effect !== null) {
      this.learned++;
      this.#observe(effect, error);
      this.#share();
    }
    const numbers = this.#numbers;
    for (let i = 0; i < MODELS; i++) {
      const at = i * SIZE;
      const autocorrelation = AUTOCORRELATION[i];
      const kept = autocorrelation * autocorrelation;
      numbers[at + MOVEMENT] *= autocorrelation;
      numbers[at + COVARIANCE] *= autocorrelation;
      numbers[at + MOVEMENT_VARIANCE] = kept * numbers[at + MOVEMENT_VARIANCE] + (1 - kept) * VARIANCE[i];
    }
  }

  /**
   * Learns that a window was far out, but not where it was.
   *
   * @param chances of a window that far out, by model
   * @param outlier chance of an outlier, whatever the model: the odds of two models change by at most 1 / outlier
   */
  learnOutlying(chances: ArrayLike<number>, outlier: number): void {
    for (let i = 0; i < MODELS; i++) this.#numbers[i * SIZE + LIKELIHOOD] *= outlier + (1 - outlier) * chances[i];
    this.#rescale();
  }

  /**
   * Lets every model change into any other, with the chance {@link CHANGES} and in proportion to their prior
   * probabilities.
   */
  #share(): void {
    const numbers = this.#numbers;
    let sum = 0;
    for (let i = 0; i < MODELS; i++) sum += PRIOR[i] * numbers[i * SIZE + LIKELIHOOD];
    for (let i = 0; i < MODELS; i++) {
      const at = i * SIZE + LIKELIHOOD;
      numbers[at] = (1 - CHANGES) * numbers[at] + CHANGES * sum;
    }
  }

  /** Makes the largest likelihood 1. */
  #rescale(): void {
    const numbers = this.#numbers;
    let largest = 0;
    for (let i = 0; i < MODELS; i++) largest = Math.max(largest, numbers[i * SIZE + LIKELIHOOD]);
    for (let i = 0; i < MODELS; i++) {
      const at = i * SIZE + LIKELIHOOD;
      numbers[at] = Math.max(LEAST_LIKELIHOOD, numbers[at] / largest);
    }
    this.#logScale += Math.log(largest);
  }

  #observe(effect: number, error: number): void {
    const numbers = this.#numbers;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < MODELS; i++) {
      const at = i * SIZE;
      const withLevel = numbers[at + LEVEL_VARIANCE] + numbers[at + COVARIANCE];
      const withMovement = numbers[at + MOVEMENT_VARIANCE] + numbers[at + COVARIANCE];
      const variance = withLevel + withMovement + error * error;
      const surprise = effect - numbers[at + LEVEL] - numbers[at + MOVEMENT];
      const exponent = (surprise * surprise) / variance;
      exponents[i] = exponent;
      least = Math.min(least, exponent);
      numbers[at + LIKELIHOOD] /= Math.sqrt(variance);
      numbers[at + LEVEL] += (withLevel / variance) * surprise;
      numbers[at + MOVEMENT] += (withMovement / variance) * surprise;
      numbers[at + LEVEL_VARIANCE] -= (withLevel * withLevel) / variance;
      numbers[at + MOVEMENT_VARIANCE] -= (withMovement * withMovement) / variance;
      numbers[at + COVARIANCE] -= (withLevel * withMovement) / variance;
    }
    // Relative to the least surprised model, so that a window far from all of them does not make every likelihood 0.
    for (let i = 0; i < MODELS; i++) numbers[i * SIZE + LIKELIHOOD] *= Math.exp(-0.5 * (exponents[i] - least));
    this.#logScale -= 0.5 * least;
    this.#rescale();
  }
}

/** Written and read within one call of `#observe`. */
const exponents = new Float64Array(MODELS);
