import type { Scale } from './scale.ts';

/** Degrees of freedom of Student's t: real windows sometimes move further than a normal distribution allows. */
export const TAIL_DEGREES = 60;

/**
 * The part of a deviation that another scale may explain, at most, in standard deviations: a mean that falls to nearly
 * zero is drift.
 */
const MOST_BY_SCALE = 0.25;

/** A difference between an effect and what a model expects of it. */
export interface Deviation {
  /** Signed. */
  readonly size: number;
  /** Variance of the difference under the model. */
  readonly variance: number;
  /** The part of the variance that comes from usual movement. */
  readonly movement: number;
  /** The expected effect. */
  readonly from: number;
  /** Another scale on which the column may move evenly; null: there is none. */
  readonly scale: Scale | null;
}

/** The normal score of a deviation, on both scales on which the column may move. */
export function scoreOfDeviation(deviation: Deviation): number {
  const { size, variance, movement, scale } = deviation;
  if (movement <= 0) return size / Math.sqrt(variance);
  const own = scoreOf(size, deviation);
  if (scale === null) return own;
  const other = scoreOf(size - explainedBy(scale, deviation), deviation);
  if (scale.probability === 1) return other;
  // The mean of both chances, with tails that fall like those of normal distributions.
  const chance = scale.probability + (1 - scale.probability) * Math.exp((other ** 2 - own ** 2) / 2);
  return Math.sign(size) * Math.sqrt(other ** 2 - 2 * Math.log(chance));
}

/**
 * By Student's t. The degrees of freedom of the sum of movement and sampling, which has normal tails, are
 * Satterthwaite's; the normal score is Wallace's (1959).
 */
function scoreOf(size: number, { variance, movement }: Deviation): number {
  const distance = size / Math.sqrt(variance);
  const degrees = TAIL_DEGREES * (variance / movement) ** 2;
  const wallace = (8 * degrees + 1) / (8 * degrees + 3);
  return Math.sign(distance) * wallace * Math.sqrt(degrees * Math.log1p(distance ** 2 / degrees));
}

/**
 * By how much a deviation is smaller on the other scale; 0 where it is larger. Only the movement's part of it is on
 * that scale, the sampling's is not.
 */
function explainedBy({ placeOf }: Scale, { size, variance, movement, from }: Deviation): number {
  const moved = (size * movement) / variance;
  const onScale = placeOf(from + moved) - placeOf(from);
  return Math.sign(moved) * Math.max(0, Math.min(MOST_BY_SCALE, Math.abs(moved) - Math.abs(onScale)));
}
