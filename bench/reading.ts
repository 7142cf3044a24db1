/**
 * Reads SageMaker captures from memory, 14 numbers and 6 categories a row, then reads and profiles them as a drift check
 * does, and prints rows/s, MB/s and the peak memory.
 *
 *     node bench/reading.ts [--rows 300000] [--rows-per-request 1] [--json]
 *
 * `--json` writes requests as {"instances": […]} instead of CSV. Data is made in pieces, seeded, while it is read; making it
 * is measured and left out. Seconds are processor seconds, so a busy machine does not distort them.
 */
import { parseArgs } from 'node:util';
import { readCapture } from '../lambdas/core/capture/read-capture.ts';
import { RejectionLog } from '../lambdas/core/capture/rejections.ts';
import type { CaptureSpec } from '../lambdas/core/capture/spec.ts';
import type { TableChunk } from '../lambdas/core/columns/column.ts';
import type { DataSource } from '../lambdas/core/ports.ts';
import { buildBaselineProfile } from '../lambdas/core/profile/baseline.ts';
import { Profiler } from '../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../lambdas/core/profile/schema.ts';
import { SeededRandom } from '../lambdas/core/statistics/random.ts';

const NUMBERS = 14;
const CATEGORIES = 6;
/** Rows of the baseline that windows are profiled against. */
const BASELINE_ROWS = 20_000;
const PIECE_BYTES = 64 * 1024;
const START = Date.UTC(2001, 0, 1);

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '300000' },
    'rows-per-request': { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const rowsPerRequest = Number(values['rows-per-request']);
if (!(rows >= 1) || !(rowsPerRequest >= 1)) throw new RangeError('--rows and --rows-per-request are counts from 1');

const features = Array.from({ length: NUMBERS + CATEGORIES }, (_, i) =>
  i < NUMBERS ? `number_${i}` : `category_${i}`,
);
const spec: CaptureSpec = {
  format: 'sagemaker-data-capture',
  features,
  prediction: { score: 0, threshold: 0.5 },
  missing: [],
};
let bytes = 0;
let makingSeconds = 0;

const sourceOf = (rows: number): DataSource => ({
  uri: 'memory:capture.jsonl',
  size: 0,
  slice: () => Promise.reject(new Error('captures are streamed')),
  async *stream() {
    const random = new SeededRandom(1);
    let made = 0;
    while (made < rows) {
      const started = cpuSeconds();
      let text = '';
      while (text.length < PIECE_BYTES && made < rows) {
        const count = Math.min(rowsPerRequest, rows - made);
        text += captureLine(made, count, random);
        made += count;
      }
      const piece = Buffer.from(text);
      bytes += piece.length;
      makingSeconds += cpuSeconds() - started;
      yield piece;
    }
  },
});

/** A baseline of the first rows: windows are counted in its grids and categories. */
const baseline = await buildBaselineProfile(async function* () {
  for await (const chunk of readCapture([sourceOf(Math.min(rows, BASELINE_ROWS))], spec, options(new RejectionLog()))) {
    yield chunk;
  }
});
await measure('reading', () => {});
const profiler = new Profiler({ schema: schemaOf(baseline) });
await measure('reading and profiling', (chunk) => profiler.add(chunk));
if (profiler.finish().rows !== rows) throw new Error('the profile lost rows');

function options(log: RejectionLog) {
  return { window: { name: '2001-01-01', start: START, end: START + 86_400_000 }, ids: false, log };
}

async function measure(what: string, use: (chunk: TableChunk) => void): Promise<void> {
  const log = new RejectionLog();
  bytes = 0;
  makingSeconds = 0;
  const started = cpuSeconds();
  let cells = 0;
  for await (const chunk of readCapture([sourceOf(rows)], spec, options(log))) {
    cells += chunk.rows * chunk.columns.size;
    use(chunk);
  }
  const seconds = cpuSeconds() - started - makingSeconds;
  if (log.rows !== rows || log.rejected > 0 || cells !== rows * features.length) {
    throw new Error(`read ${log.rows} of ${rows} rows, rejected ${log.rejected}`);
  }
  const megabytes = bytes / 1e6;
  console.log(
    `${what}: ${rows} rows, ${megabytes.toFixed(0)} MB in ${seconds.toFixed(2)} s of processor time: ` +
      `${Math.round(rows / seconds)} rows/s, ${(megabytes / seconds).toFixed(1)} MB/s, ` +
      `peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}

function captureLine(first: number, count: number, random: SeededRandom): string {
  const requests: string[][] = [];
  const scores: string[] = [];
  for (let i = 0; i < count; i++) {
    requests.push(features.map((_, column) => cellText(column, random)));
    scores.push(random.uniform().toFixed(6));
  }
  const time = new Date(START + (first % 86_400) * 1000).toISOString().replace('.000', '');
  const input = values.json
    ? {
        observedContentType: 'application/json',
        mode: 'INPUT',
        data: JSON.stringify({
          instances: requests.map((row) => row.map((cell, column) => (column < NUMBERS ? Number(cell) : cell))),
        }),
        encoding: 'JSON',
      }
    : { observedContentType: 'text/csv', mode: 'INPUT', data: requests.join('\n'), encoding: 'CSV' };
  const record = {
    captureData: {
      endpointInput: input,
      endpointOutput: { observedContentType: 'text/csv', mode: 'OUTPUT', data: scores.join('\n'), encoding: 'CSV' },
    },
    eventMetadata: { eventId: `event-${first}`, inferenceTime: time },
    eventVersion: '0',
  };
  return `${JSON.stringify(record)}\n`;
}

/** Numbers of 1 to 17 digits as models get them, categories of 4 to 50 values. */
function cellText(column: number, random: SeededRandom): string {
  if (column >= NUMBERS) return `c${Math.floor(random.uniform() * (4 + (column - NUMBERS) * 9))}`;
  if (column % 3 === 0) return String(Math.floor(random.uniform() * 1000));
  return column % 3 === 1 ? (random.uniform() * 100).toFixed(3) : String(random.uniform() * 10);
}

/** Seconds of processor time this process has used, garbage collection included: other load on the machine does not count. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
