import { meanOf, studentInterval } from '../../performance/intervals/mean.ts';
import { studentTSurvival } from '../../statistics/student-t.ts';
import type { PairedRegression } from '../paired-rows.ts';
import { type PairedOutcome, twoSided } from './difference.ts';

/**
 * Difference of two distances from zero, |bias of the candidate| - |bias of the live model|. With u = live - candidate and
 * v = live + candidate it is -min(|u|, |v|) · sign(u v), and the candidate is nearer to zero exactly when u and v have one
 * sign. So both have to be away from zero (an intersection-union test: Berger 1982, Technometrics 24:295), which stays valid
 * where a distance is 0 and no delta method or bootstrap of it is. The interval spans the values over both 95 % intervals.
 */
export function compareBias({ actual, candidate, live }: PairedRegression): PairedOutcome {
  const rows = actual.length;
  if (rows < 2) return { reason: 'one row has no spread' };
  const u = meanOf(actual.map((_, row) => live.predicted[row] - candidate.predicted[row]));
  const v = meanOf(actual.map((label, row) => live.predicted[row] - label + (candidate.predicted[row] - label)));
  const survival = (t: number) => studentTSurvival(t, rows - 1);
  const pValues = [u, v].map(({ mean, standardError }) => twoSided(mean, standardError, survival));
  const [{ lower: u1, upper: u2 }, { lower: v1, upper: v2 }] = [studentInterval(u), studentInterval(v)];
  // The nearness is monotone in u and in v, so its extremes are in the corners.
  const corners = [nearness(u1, v1), nearness(u1, v2), nearness(u2, v1), nearness(u2, v2)];
  const [lower, upper] = [-Math.max(...corners), -Math.min(...corners)];
  if (!Number.isFinite(upper - lower)) return { reason: 'the numbers are too large to compute it' };
  return { value: 0 - nearness(u.mean, v.mean), lower, upper, pValue: Math.max(...pValues), test: 'two paired t' };
}

/** How much nearer to zero the candidate is than the live model. */
function nearness(u: number, v: number): number {
  return Math.sign(u) * Math.sign(v) * Math.min(Math.abs(u), Math.abs(v));
}
