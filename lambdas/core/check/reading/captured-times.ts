import { readCapture } from '../../capture/read-capture.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import type { RunContext } from '../../context.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { listSources } from '../../sources.ts';

/** When captured rows happened, milliseconds since the epoch. */
export interface CapturedTimes {
  readonly first: number;
  readonly last: number;
  /** The latest before `before`; null without one. */
  readonly lastBefore: number | null;
}

/**
 * Reads the times of what was captured. By hand only: plain tables, whose names say nothing about time, are read from the first
 * row to the last.
 *
 * @param before See `lastBefore`. @param below Prefixes below the place of the captures, such as an hour; `['']` is all of it.
 * @returns null where no row has a time
 */
export async function capturedTimes(
  { capture }: Monitor,
  { open, onProgress }: Pick<RunContext, 'open' | 'onProgress'>,
  {
    before = Number.POSITIVE_INFINITY,
    below = [''],
  }: { readonly before?: number; readonly below?: readonly string[] } = {},
): Promise<CapturedTimes | null> {
  let [first, last, lastBefore, rows] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
  ];
  const options = { window: null, ids: false, features: 'none', log: new RejectionLog() } as const;
  for await (const chunk of readCapture(listSources(open(capture.uri), below), capture, options)) {
    for (let row = 0; row < chunk.rows; row++) {
      const time = chunk.times[row];
      if (time < first) first = time;
      if (time > last) last = time;
      if (time < before && time > lastBefore) lastBefore = time;
    }
    rows += chunk.rows;
    onProgress?.(rows);
  }
  if (first > last) return null;
  return { first, last, lastBefore: lastBefore > Number.NEGATIVE_INFINITY ? lastBefore : null };
}
