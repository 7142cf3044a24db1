/**
 * Cells a second on one core: the profiler against the straightforward way, a Map a column with one look-up a cell, on the same chunks.
 * Run: node bench/profiling.ts [rows]
 */
import { Column, type TableChunk } from '../lambdas/core/columns/column.ts';
import { buildBaselineProfile } from '../lambdas/core/profile/baseline.ts';
import { Profiler } from '../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../lambdas/core/profile/schema.ts';

const CHUNK_ROWS = 10_000;
const ROUNDS = 5;

/** xorshift32 in (0, 1): the benchmark is the same on every run. */
let state = 2463534242;
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return ((state >>> 0) + 0.5) / 2 ** 32;
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

function numberColumn(draw: () => number): Column {
  return new Column(CHUNK_ROWS, Float64Array.from({ length: CHUNK_ROWS }, draw), null);
}

function textColumn(categories: number): Column {
  const dictionary = Array.from({ length: categories }, (_, i) => `category ${i}`);
  const codes = Int32Array.from({ length: CHUNK_ROWS }, () => Math.floor(random() * random() * categories));
  return new Column(CHUNK_ROWS, null, codes, dictionary);
}

const COLUMNS: readonly (readonly [kind: string, make: () => Column])[] = [
  ['normal', () => numberColumn(normal)],
  ['log-normal', () => numberColumn(() => Math.exp(2 * normal()))],
  ['integers below 500', () => numberColumn(() => Math.floor(500 * random()))],
  ['texts, 50 categories', () => textColumn(50)],
  ['texts, 5,000 categories', () => textColumn(5000)],
];

function profileNaively(chunks: readonly TableChunk[]): void {
  const columns = new Map<string, Map<unknown, number>>();
  for (const chunk of chunks) {
    for (const [name, column] of chunk.columns) {
      const counts = columns.get(name) ?? new Map<unknown, number>();
      columns.set(name, counts);
      for (let row = 0; row < chunk.rows; row++) {
        const value = column.at(row);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
  }
}

/** The best of a few rounds, in seconds. */
function time(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    run();
    best = Math.min(best, (performance.now() - start) / 1000);
  }
  return best;
}

const rows = Number(process.argv[2] ?? 1_000_000);
const rates: string[][] = [];
for (const [kind, make] of COLUMNS) {
  const chunks: TableChunk[] = Array.from({ length: Math.ceil(rows / CHUNK_ROWS) }, () => ({
    rows: CHUNK_ROWS,
    columns: new Map([['x', make()]]),
  }));
  const cells = chunks.length * CHUNK_ROWS;
  const profile = (schema: ReturnType<typeof schemaOf> | null) => {
    const profiler = new Profiler({ schema });
    for (const chunk of chunks) profiler.add(chunk);
    return profiler.finish();
  };
  const baseline = await buildBaselineProfile(async function* () {
    yield* chunks.slice(0, 20);
  });
  const schema = schemaOf(baseline);
  const rate = (seconds: number) => (cells / seconds / 1e6).toFixed(1);
  rates.push([
    kind,
    rate(time(() => profileNaively(chunks))),
    rate(time(() => profile(null))),
    rate(time(() => profile(schema))),
  ]);
}

console.log(`million cells a second, ${rows} rows in chunks of ${CHUNK_ROWS}, best of ${ROUNDS}`);
console.log(`${''.padEnd(26)}${['Map a cell', 'no baseline', 'window'].map((name) => name.padStart(13)).join('')}`);
for (const [kind, ...values] of rates) {
  console.log(kind.padEnd(26) + values.map((value) => value.padStart(13)).join(''));
}
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
