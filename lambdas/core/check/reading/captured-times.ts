import type { KnownFile } from '../../capture/known-file.ts';
import { KnownFiles } from '../../capture/known-files.ts';
import { isInHours } from '../../capture/prefixes.ts';
import { readCapture } from '../../capture/read-capture.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import type { RunContext } from '../../context.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { DataSource } from '../../ports.ts';
import { listSources } from '../../sources.ts';
import { footersOf, knownFilesOf } from './stored-files.ts';

export type TimesContext = Pick<RunContext, 'open' | 'dryRun' | 'knownFiles' | 'onProgress'> &
  Partial<Pick<RunContext, 'results'>>;

/** When captured rows happened, milliseconds since the epoch. */
export interface CapturedTimes {
  readonly first: number;
  readonly last: number;
  /** The latest before `before`; null without one. */
  readonly lastBefore: number | null;
  /** The earliest at `from` or later, and before `before`; null without one. */
  readonly firstFrom: number | null;
}

/**
 * Reads the times of what was captured. By hand only: plain tables, whose names say nothing about time, are read from the first
 * row to the last, but for the files whose times drift checks know.
 *
 * @param context Without `results`, nothing is known of the files before.
 * @param before, from See `lastBefore` and `firstFrom`. @param below Prefixes below the place of the captures, such as an hour; `['']` is all of it.
 * @returns null where no row has a time
 */
export async function capturedTimes(
  monitor: Monitor,
  context: TimesContext,
  {
    before = Number.POSITIVE_INFINITY,
    from = Number.NEGATIVE_INFINITY,
    below = [''],
  }: { readonly before?: number; readonly from?: number; readonly below?: readonly string[] } = {},
): Promise<CapturedTimes | null> {
  const { capture } = monitor;
  const times = new TimesBefore(before, from);
  const known = isInHours(capture) ? null : await knownOf(monitor, context);
  const look = footersOf(capture, 'drift');
  async function* unknown(files: AsyncIterable<DataSource>): AsyncGenerator<DataSource> {
    for await (const file of files) {
      const found = known && (known.of(file) ?? (await look?.(file)) ?? null);
      if (found === null || !times.addFile(found)) yield file;
    }
  }
  const options = { window: null, ids: false, features: 'none', log: new RejectionLog() } as const;
  let rows = 0;
  for await (const chunk of readCapture(unknown(listSources(context.open(capture.uri), below)), capture, options)) {
    for (let row = 0; row < chunk.rows; row++) times.add(chunk.times[row]);
    rows += chunk.rows;
    context.onProgress?.(rows);
  }
  return times.found;
}

async function knownOf(monitor: Monitor, { results, ...context }: TimesContext): Promise<KnownFiles> {
  return results === undefined ? new KnownFiles([]) : knownFilesOf(monitor, 'drift', { ...context, results });
}

class TimesBefore {
  readonly #before: number;
  readonly #from: number;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #lastBefore = Number.NEGATIVE_INFINITY;
  #firstFrom = Number.POSITIVE_INFINITY;

  constructor(before: number, from: number) {
    this.#before = before;
    this.#from = from;
  }

  add(time: number): void {
    if (time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
    if (time < this.#before && time > this.#lastBefore) this.#lastBefore = time;
    if (time >= this.#from && time < this.#before && time < this.#firstFrom) this.#firstFrom = time;
  }

  /** Adds what is known of a file. False: it has to be read, because it has rows on both sides of a bound, or rows of unknown times. */
  addFile({ span, rejected }: KnownFile): boolean {
    if (rejected !== null) return false;
    if (span === null) return true;
    const [first, last] = span;
    if ([this.#before, this.#from].some((bound) => first < bound && last >= bound)) return false;
    this.add(first);
    this.add(last);
    return true;
  }

  get found(): CapturedTimes | null {
    if (this.#first > this.#last) return null;
    const lastBefore = this.#lastBefore > Number.NEGATIVE_INFINITY ? this.#lastBefore : null;
    const firstFrom = this.#firstFrom < Number.POSITIVE_INFINITY ? this.#firstFrom : null;
    return { first: this.#first, last: this.#last, lastBefore, firstFrom };
  }
}
