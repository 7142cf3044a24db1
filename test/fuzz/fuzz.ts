import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import type { Target } from './target.ts';

/** An input that broke a law, and how to make it again. */
export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly input: number;
  readonly error: unknown;
}

/** Reads input number `input` of a target: the same for the same seed, whatever was read before. Returns null when all laws hold. */
export async function fuzzOnce(target: Target, seed: number, input: number): Promise<Finding | null> {
  try {
    await target.run(new SeededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(input + 1, 0x85ebca6b)));
    return null;
  } catch (error) {
    return { target: target.name, seed, input, error };
  }
}
