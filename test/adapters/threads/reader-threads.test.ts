import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLocation } from '../../../lambdas/adapters/local/open-location.ts';
import { readerThreads } from '../../../lambdas/adapters/threads/reader-threads.ts';
import type { CapturedFile } from '../../../lambdas/core/capture/known-file.ts';
import { SHARD_BYTES } from '../../../lambdas/core/check/reading/shards/divide-sources.ts';
import type { ReadingPlan } from '../../../lambdas/core/check/reading/shards/shard.ts';
import type { DataSource, Readers } from '../../../lambdas/core/ports.ts';
import { listSources } from '../../../lambdas/core/sources.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { endpointFile, SPEC } from '../../core/capture/direct-reading.ts';
import { failingSource, sourceOf } from '../../core/capture/memory-source.ts';
import { planOf, readFound } from '../../core/check/reading/dividing.ts';
import { parquetOf } from './parquet-of.ts';

const random = new SeededRandom(14);
const filesOf = (count: number) => Array.from({ length: count }, (_, i) => endpointFile(random, `file-${i}-`));
const plan = await planOf(random, SPEC, filesOf(2));
const files = filesOf(12);
// A record that is delivered twice, in shards far from each other.
files[10] = Buffer.concat([files[10], Buffer.from('\n'), files[1]]);
const sources = files.map((bytes, i) => sourceOf(bytes, { uri: `memory:2026/11/23/00/${i}`, piece: 500 }));
const divided = { shardBytes: 4000, threadsFromBytes: 0 };

const reading = (given: readonly DataSource[], threads: number, entry?: URL) =>
  readFound(plan, given, { ...divided, readers: readerThreads(threads, entry) });

describe('threads that read shards', () => {
  it('find the same to the bit, however many there are', async () => {
    const alone = await readFound(plan, sources, divided);
    expect(alone.found.data.repeats).toBeGreaterThan(0);
    for (const threads of [1, 2, 3]) expect(await reading(sources, threads)).toStrictEqual(alone);
  });

  it('read files by ranges of bytes too', async () => {
    const capture = { ...SPEC, format: 'parquet', time: 't', features: ['a'], prediction: { threshold: 0.5 } } as const;
    const tables: ReadingPlan = { ...plan, capture, features: {}, answers: {} };
    const given = [0, 1, 2].map((i) => sourceOf(parquetOf(i), { uri: `memory:${i}.parquet` }));
    const alone = await readFound(tables, given, { shardBytes: 1 });
    expect(alone.features.rows).toBe(300);
    const readers = readerThreads(2);
    expect(await readFound(tables, given, { shardBytes: 1, threadsFromBytes: 0, readers })).toStrictEqual(alone);
  });

  it('count a file that is known to lie outside the window, and do not open it', async () => {
    const outside = { span: [0, 1], records: 7, rows: 7, rejected: null, columns: [['t', 'b']] } as const;
    const given = sources.toSpliced(5, 0, {
      ...failingSource('', new Error('opened'), 'memory:known'),
      outside,
    } as CapturedFile);
    const found = await reading(given, 2);
    const without = await reading(sources, 2);
    expect(found.found.columns).toContainEqual(['t', 'b']);
    expect(found.found.data).toMatchObject({
      rows: without.found.data.rows,
      rowsOutsideWindow: without.found.data.rowsOutsideWindow + 7,
      objects: 13,
    });
  });

  it('read the files of a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shards-'));
    try {
      for (const [i, bytes] of files.entries()) writeFileSync(join(folder, `${i}.jsonl`), bytes);
      const stored = await Array.fromAsync(listSources(openLocation(folder, '/')));
      expect(await reading(stored, 2)).toStrictEqual(await readFound(plan, stored, divided));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('fail with the error of the source itself', async () => {
    const error = new TypeError('the disk is gone');
    const given = [...sources.slice(0, 5), failingSource(files[5], error, 'memory:broken'), ...sources.slice(6)];
    await expect(reading(given, 2)).rejects.toBe(error);
  });

  it('fail with any other error and the name of the file', async () => {
    const format = 'unknown' as 'csv';
    const broken: ReadingPlan = { ...plan, capture: { ...plan.capture, format } };
    const readers = readerThreads(2).start(broken);
    await expect(readers.read(sources, null)).rejects.toThrow(/^memory:2026\/11\/23\/00\/0: Cannot read properties/);
    await readers.close();
  });

  it('fail with the names of the files when a thread ends by itself, and what waits for it does too', async () => {
    const entry = new URL('./exit-at-once.ts', import.meta.url);
    const ended =
      /^a thread that read memory:2026\/11\/23\/00\/\d+ to memory:2026\/11\/23\/00\/\d+ ended: its exit code was 3$/;
    await expect(
      readFound(plan, sources, { ...divided, shardBytes: 20_000, readers: readerThreads(2, entry) }),
    ).rejects.toThrow(ended);
  });

  it('start nothing after they were ended', async () => {
    const readers = readerThreads(3).start(plan);
    const parts = [0, 1, 2, 3, 4].map((i) => readers.read([sources[i]], null));
    // Three are being read, and the others wait.
    const waiting = Promise.allSettled(parts.slice(3));
    await readers.close();
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(readers.read(sources, null)).rejects.toThrow('reading has ended');
  });

  it('are started from 512 MB of files on', async () => {
    const start: Readers['start'] = () => {
      throw new Error('started');
    };
    const readers: Readers = { megabytes: 0, start };
    // Twelve files that say so of their sizes: 504 MB and 516 MB.
    const sized = (megabytes: number) => sources.map((source) => ({ ...source, size: megabytes * 2 ** 20 }));
    const { features } = await readFound(plan, sized(42), { readers });
    expect(features.rows).toBeGreaterThan(0);
    await expect(readFound(plan, sized(43), { readers })).rejects.toThrow('started');
  });

  it('stop when they are ended, whatever they read', async () => {
    let open = 0;
    let pieces = 0;
    const endless: DataSource = {
      uri: 'memory:endless',
      size: SHARD_BYTES,
      async *stream() {
        open++;
        try {
          // One line that never ends.
          for (; ; pieces++) yield Buffer.from('x'.repeat(1000));
        } finally {
          open--;
        }
      },
      slice: () => Promise.reject(new Error('captures are streamed')),
    };
    const readers = readerThreads(2).start(plan);
    const part = readers.read([endless, ...sources], null);
    part.catch(() => {});
    while (pieces < 100) await new Promise(setImmediate);
    await readers.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const atEnd = pieces;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([open, pieces]).toEqual([0, atEnd]);
  });
});
