import type { Aligned } from '../../../lambdas/core/drift/aligned.ts';
import { assessDriftInStream } from '../../../lambdas/core/drift/assess-in-stream.ts';
import type { ColumnHistory, Stream, StreamedFeature } from '../../../lambdas/core/drift/stream.ts';
import { normalQuantile } from '../../../lambdas/core/statistics/normal.ts';
import { numbers } from './align-samples.ts';
import { NO_HISTORY } from './no-history.ts';

export const ALPHA = 1e-4;
export const ROWS = 2000;
/** So many numbers that lie exactly as a normal distribution says. */
export const normal = (rows: number, by = 0, factor = 1) =>
  Array.from({ length: rows }, (_, i) => factor * normalQuantile((i + 0.5) / rows) + by);
export const BASELINE = normal(4000);

export const quiet = numbers(BASELINE, normal(ROWS));
export const moved = (by: number) => numbers(BASELINE, normal(ROWS, by));
export const feature = (aligned: Aligned, more: Partial<StreamedFeature> = {}): StreamedFeature => ({
  name: 'x',
  aligned,
  hasOwnLimit: false,
  ...more,
});

export function stream(more: Partial<Stream> = {}): Stream {
  const plain = { window: '2024-02-01', groups: [0, 4, 1], cycle: 8, mostKnown: 98, moves: true };
  return { ...plain, historyOf: () => NO_HISTORY, ...more };
}

/** Earlier windows of a location, as far from the baseline as given. */
export function history(effects: readonly number[], flagged: ColumnHistory['flagged'] = null): Partial<Stream> {
  const runs = flagged?.windows ?? 0;
  const location = effects.map((effect, i) => ({
    effect,
    error: 1 / Math.sqrt(ROWS),
    flagged: i >= effects.length - runs,
    groups: [0, 0, 0],
  }));
  return { historyOf: () => ({ ...NO_HISTORY, shifts: new Map([['location', location]]), flagged, normal: null }) };
}

export const assess = (aligned: Aligned, more: Partial<Stream> = {}, wanted: Partial<StreamedFeature> = {}) =>
  assessDriftInStream([feature(aligned, wanted)], ALPHA, stream(more)).features[0];
