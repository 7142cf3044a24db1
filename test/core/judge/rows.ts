import type { PairedBinary, PairedRegression, SegmentColumn } from '../../../lambdas/core/judge/paired-rows.ts';
import type { JudgeSettings } from '../../../lambdas/core/judge/settings.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

export interface BinaryRow {
  readonly actual: number;
  readonly candidate: number;
  readonly live: number;
  readonly candidateScore: number;
  readonly liveScore: number;
  readonly segment: number;
}

export function binaryRows(
  rows: readonly Partial<BinaryRow>[],
): PairedBinary & { segments: Map<string, SegmentColumn> } {
  const codes = (name: keyof BinaryRow) => Uint8Array.from(rows, (row) => row[name] ?? 0);
  const numbers = (name: keyof BinaryRow, otherwise: keyof BinaryRow) =>
    Float64Array.from(rows, (row) => row[name] ?? row[otherwise] ?? 0);
  return {
    problem: 'binary-classification',
    actual: codes('actual'),
    candidate: { predicted: codes('candidate'), score: numbers('candidateScore', 'candidate') },
    live: { predicted: codes('live'), score: numbers('liveScore', 'live') },
    segments: new Map([
      ['origin', { codes: Int32Array.from(rows, (row) => row.segment ?? 0), texts: ['JFK', 'LGA', 'E\u202eWR'] }],
    ]),
  };
}

/** Rows by what each model got right: `both`, only the candidate, only the live model, neither. Labels alternate. */
export function rowsOf(both: number, candidateOnly: number, liveOnly: number, neither: number, segment = 0) {
  const kinds = [
    [both, true, true],
    [candidateOnly, true, false],
    [liveOnly, false, true],
    [neither, false, false],
  ] as const;
  return kinds.flatMap(([rows, candidate, live]) =>
    Array.from({ length: rows }, (_, i) => {
      const actual = i % 2;
      return { actual, candidate: candidate ? actual : 1 - actual, live: live ? actual : 1 - actual, segment };
    }),
  );
}

export function settings(metric: MetricName, others: Partial<JudgeSettings> = {}): JudgeSettings {
  return { metric, margin: 0, minimumRows: 1, ...others };
}

/** Regression rows from errors. */
export function regressionRows(candidate: readonly number[], live: readonly number[]): PairedRegression {
  const actual = Float64Array.from(candidate, (_, row) => row % 17);
  const plus = (errors: readonly number[]) => ({ predicted: actual.map((label, row) => label + errors[row]) });
  return { problem: 'regression', actual, candidate: plus(candidate), live: plus(live) };
}

/** Two models that see the same rows through noise of their own; equal noise makes equal models. */
export function drawBinary(random: SeededRandom, rows: number, noise: { candidate: number; live: number }) {
  const logistic = (z: number) => 1 / (1 + Math.exp(-z));
  return binaryRows(
    Array.from({ length: rows }, () => {
      const signal = 1.5 * random.normal();
      const [candidateScore, liveScore] = [noise.candidate, noise.live].map((spread) =>
        logistic(signal + spread * random.normal()),
      );
      return {
        actual: random.uniform() < logistic(signal) ? 1 : 0,
        candidate: candidateScore >= 0.5 ? 1 : 0,
        live: liveScore >= 0.5 ? 1 : 0,
        candidateScore,
        liveScore,
        segment: random.integer(3),
      };
    }),
  );
}

/** Errors of 200 numbers, up to `size` on both sides. */
export function errorsOf(size: number): number[] {
  return Array.from({ length: 200 }, (_, i) => size * Math.sin(i));
}
