import { expect } from 'vitest';
import { KnownFiles } from '../../../../lambdas/core/capture/known-files.ts';
import type { CaptureSpec } from '../../../../lambdas/core/capture/spec.ts';
import { dataRead } from '../../../../lambdas/core/check/reading/read-window.ts';
import { readInShards, type ShardsOptions } from '../../../../lambdas/core/check/reading/shards/read-in-shards.ts';
import type { CaptureShard, ReadingPlan } from '../../../../lambdas/core/check/reading/shards/shard.ts';
import { readShard, WindowReading } from '../../../../lambdas/core/check/reading/shards/window-reading.ts';
import type { DataSource, PartReaders, Readers } from '../../../../lambdas/core/ports.ts';
import { schemaOf } from '../../../../lambdas/core/profile/schema.ts';
import type { Profile } from '../../../../lambdas/core/profile/types.ts';
import { SourceCounter } from '../../../../lambdas/core/sources.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { below, chance, pick } from '../../../fuzz/mutate.ts';
import { DAY, endpointFile, SPEC } from '../../capture/direct-reading.ts';
import { sourceOf } from '../../capture/memory-source.ts';

/** Everything that reading files in shards of so many bytes finds, as text. */
export async function readFound(
  plan: ReadingPlan,
  sources: readonly DataSource[],
  options: Omit<ShardsOptions, 'counter'>,
) {
  const counter = new SourceCounter();
  const reading = await readInShards(plan, sources, { ...options, counter });
  const { features, answers, misplaced, columns } = reading.finish();
  const found = {
    data: dataRead(counter, reading.log),
    digest: String(counter.digest),
    misplaced: [...misplaced],
    columns: columns.sets,
    seen: reading.seen.size,
  };
  return { features, answers, found };
}

/** Shards pass as copies, as between threads, and those that are asked for together end in another order. */
export const elsewhere: Readers = { megabytes: 0, start: startElsewhere };

function startElsewhere<Part, Known>(given: unknown): PartReaders<Part, Known> {
  const plan = structuredClone(given) as ReadingPlan;
  const random = new SeededRandom(1);
  return {
    ahead: 3,
    read: async (sources: readonly DataSource[], known: Known | null) => {
      for (let ticks = below(random, 5); ticks > 0; ticks--) await new Promise(setImmediate);
      const shard = await readShard(plan, sources, structuredClone(known) as CaptureShard['seen'] | null);
      return structuredClone(shard) as Part;
    },
    close: async () => {},
  };
}

/** Without what depends on how rows are divided: means and sums in their last bits, and which numbers a sketch keeps. */
function withoutSums({ rows, columns }: Profile): unknown {
  return {
    rows,
    columns: columns.map(({ moments, numbers, formed, ...column }) => ({
      ...column,
      moments: moments && { count: moments.count, min: moments.min, max: moments.max },
      numbers: countsOf(numbers),
      formed: formed?.map((values) => ({
        ...values,
        moments: values.moments.count,
        numbers: countsOf(values.numbers),
      })),
    })),
  };
}

function countsOf(numbers: Profile['columns'][number]['numbers']): unknown {
  if (numbers?.kind === 'sketch') return { kind: numbers.kind, count: numbers.count };
  return numbers?.kind === 'grid' ? { ...numbers, sums: numbers.sums.length } : numbers;
}

/** Sums of the same numbers in another order. */
function expectSameSums(a: Profile, b: Profile): void {
  for (const [i, { moments, numbers }] of a.columns.entries()) {
    const other = b.columns[i];
    if (moments !== null) {
      const { min, max, count } = moments;
      const size = Math.max(Math.abs(min), Math.abs(max));
      expect(Math.abs(moments.mean - other.moments!.mean)).toBeLessThanOrEqual(1e-12 * size);
      expect(Math.abs(moments.m2 - other.moments!.m2)).toBeLessThanOrEqual(1e-11 * count * size * size);
    }
    if (numbers?.kind !== 'grid' || other.numbers?.kind !== 'grid') continue;
    const sums = other.numbers.sums;
    for (const [cell, sum] of numbers.sums.entries()) {
      const size = Math.abs(sum) + numbers.counts[cell] * Math.max(...numbers.edges.map(Math.abs));
      expect(Math.abs(sum - sums[cell])).toBeLessThanOrEqual(1e-12 * size);
    }
  }
}

async function expectAnyDivision(random: SeededRandom, plan: ReadingPlan, files: readonly Uint8Array[]): Promise<void> {
  const sources = files.map((bytes, i) => ({
    ...sourceOf(bytes, { uri: `memory:2026/11/23/00/${i}`, piece: 1000 }),
    etag: '1',
  }));
  const shardBytes = 1 + below(random, 4 * Math.max(...files.map(({ length }) => length), 1));
  const whole = await readFound(plan, sources, { shardBytes: Number.POSITIVE_INFINITY });
  const divided = await readFound(plan, sources, { shardBytes });
  const merged = await readFound(plan, sources, { shardBytes, readers: elsewhere, threadsFromBytes: 0 });
  // In every bit.
  expect(merged).toStrictEqual(divided);
  expect(divided.found).toStrictEqual(whole.found);
  for (const side of ['features', 'answers'] as const) {
    expect(withoutSums(divided[side])).toStrictEqual(withoutSums(whole[side]));
    expectSameSums(divided[side], whole[side]);
  }
  // Files without a record of the window may be known instead of read.
  const known = new KnownFiles();
  known.learn((await readInShards(plan, sources, { counter: new SourceCounter() })).learned);
  const marked = await Array.fromAsync(known.mark(sources, plan.window));
  expect(await readFound(plan, marked, { shardBytes })).toStrictEqual(divided);
  expect(await readFound(plan, marked, { shardBytes, readers: elsewhere, threadsFromBytes: 0 })).toStrictEqual(divided);
}

/** A plan whose baseline is what some files hold, with limits that a few rows reach. */
export async function planOf(
  random: SeededRandom,
  capture: CaptureSpec,
  trained: readonly Uint8Array[],
): Promise<ReadingPlan> {
  const limits = {
    distinctNumbers: pick(random, [2, 4, 1024]),
    categories: pick(random, [1, 3, 1000]),
    sketchSize: 200,
  };
  const plan = { capture, window: DAY, features: { limits, nanIsMissing: true }, answers: { limits } };
  const training = new WindowReading(plan);
  await training.read(sourcesOf(trained));
  const { features, answers } = training.finish();
  const schema = (profile: Profile) => {
    // As a baseline has it: grids in place of sketches.
    const columns = profile.columns
      .filter(() => chance(random, 0.8))
      .map((column) =>
        column.numbers?.kind === 'sketch'
          ? { ...column, numbers: { kind: 'grid' as const, edges: [0, 1, 6.5, 31, 1000], counts: [], sums: [] } }
          : column,
      );
    return schemaOf({ ...profile, columns });
  };
  return {
    ...plan,
    features: { ...plan.features, schema: schema(features) },
    answers: { limits, schema: schema(answers), types: new Map([['score', 'number']]) },
  };
}

async function* sourcesOf(files: readonly Uint8Array[]): AsyncGenerator<DataSource> {
  for (const bytes of files) yield sourceOf(bytes);
}

/** Files of an endpoint; few or many of their records have ids of other files. */
export async function checkEndpointShards(seed: number): Promise<void> {
  const random = new SeededRandom(seed);
  const isShared = chance(random, 0.3);
  const filesOf = (count: number) =>
    Array.from({ length: count }, (_, i) => endpointFile(random, isShared ? undefined : `file-${i}-`));
  const files = filesOf(1 + below(random, 6));
  if (chance(random, 0.4)) files.splice(below(random, files.length), 0, files[below(random, files.length)]);
  const prediction = pick(random, [SPEC.prediction, { threshold: 0.5 }, { score: 1, label: 0, threshold: 0.5 }]);
  const features = pick(random, [SPEC.features, SPEC.features, undefined]);
  const plan = await planOf(random, { ...SPEC, prediction, features }, filesOf(2));
  await expectAnyDivision(random, plan, files);
}

/** Plain tables, in which several rows may share an id. */
export async function checkTableShards(seed: number): Promise<void> {
  const random = new SeededRandom(seed);
  const format = pick(random, ['csv', 'jsonl'] as const);
  const ids = pick(random, [3, 20, 10_000]);
  const plain = ['1', '2', '0.1', 'x', ''];
  const fileOf = (numbers: readonly string[]) => {
    const header = pick(random, ['t,key,a,b,p', 't,key,a,b,p', 't,key,b,a,p', 't,key,a,c,p']);
    const days = pick(random, [[3, 3, 3, 4], [3, 3, 3, 4], [4]]);
    const lines = Array.from({ length: below(random, 30) }, (_, i) => {
      const hour = `2026-11-2${pick(random, days)}T0${i % 10}:00:00Z`;
      const a = chance(random, 0.2) ? String(random.uniform()) : pick(random, numbers);
      const cells = [hour, `id-${below(random, ids)}`, a, pick(random, ['u', 'v', 'w', '']), '0.5'];
      if (format === 'csv') return chance(random, 0.05) ? 'x' : cells.join(',');
      const names = header.split(',');
      return chance(random, 0.05)
        ? '{"cut'
        : JSON.stringify(Object.fromEntries(cells.map((cell, at) => [names[at], cell])));
    });
    return Buffer.from([...(format === 'csv' ? [header] : []), ...lines].join('\n'));
  };
  const capture: CaptureSpec = {
    format,
    time: 't',
    id: 'key',
    features: pick(random, [['a', 'b'], undefined]),
    prediction: { score: 'p', threshold: 0.5 },
    missing: [],
  };
  const plan = await planOf(random, capture, [fileOf(plain), fileOf(plain)]);
  // Some are within rounding of a baseline's value.
  const near = [...plain, '0.10000000149011612', '0.1000000001', '2.0000001'];
  const files = Array.from({ length: 1 + below(random, 6) }, () => fileOf(near));
  if (chance(random, 0.3)) files.push(files[0]);
  await expectAnyDivision(random, plan, files);
}
