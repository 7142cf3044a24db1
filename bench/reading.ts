/**
 * Checks of captured records, seven of ten columns with numbers and the others with categories, against what else
 * reads them: the naive loop, and DuckDB on one thread. Every program runs as a process of its own, in turn, on the same files. Prints the smallest
 * processor time of each with its rows/s and MB/s, the shortest time between start and end, and the largest peak memory,
 * start-up included. The last row of reading has a thread for each processor, and the processor time of all of them: `--rows 2500000`
 * shows more of it, because a window of less than 512 MB is read by one.
 *
 *     npm run bench -- [--rows 500000] [--columns 20] [--rows-per-request 1] [--payload csv|base64|json|objects|parquet] [--rounds 3]
 *
 * Without `--payload`, `--columns` and `--rows-per-request`, it measures all kinds of payloads, requests of 50 rows, 1,000 columns, the join
 * with labels, a check of what has been read before, and the cold starts of the functions. Other load on the machine stretches the time
 * between start and end; processor time it distorts less.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MONITOR, PAYLOADS, type Payload, writeCaptures, writeLabels } from './reading/captures.ts';
import { measureColdStarts } from './reading/cold-start.ts';
import { Packaged, type Usage } from './reading/packaged.ts';
import { makePrograms, monitorOf, type Program, type Programs } from './reading/programs.ts';

/** What is captured. */
interface Captured {
  readonly payload: Payload;
  readonly rows: number;
  readonly columns: number;
  readonly rowsPerRequest: number;
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    columns: { type: 'string' },
    'rows-per-request': { type: 'string' },
    payload: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
});
const { columns: givenColumns, 'rows-per-request': givenRequest, payload: givenPayload } = values;
const isWhole = givenColumns === undefined && givenRequest === undefined && givenPayload === undefined;
const counts = [values.rows, givenColumns ?? '20', givenRequest ?? '1', values.rounds].map(Number);
if (!counts.every((count) => Number.isInteger(count) && count >= 1)) {
  throw new RangeError('--rows, --columns, --rows-per-request and --rounds are counts from 1');
}
const [rows, columns, rowsPerRequest, rounds] = counts;
const payloads = PAYLOADS.filter((payload) => givenPayload === undefined || payload === givenPayload);
if (payloads.length === 0) throw new RangeError(`--payload is one of ${PAYLOADS.join(', ')}`);

const WIDE = 1000;
/** As many cells as the others. */
const wideRows = Math.max(1, Math.round((rows * columns) / WIDE));

await Packaged.use(async (packaged) => {
  const programs = await makePrograms(packaged);
  for (const payload of payloads) await measureReading({ payload, rows, columns, rowsPerRequest }, packaged, programs);
  if (!isWhole) return;
  await measureReading({ payload: 'csv', rows, columns, rowsPerRequest: 50 }, packaged, programs);
  await measureReading({ payload: 'csv', rows: wideRows, columns: WIDE, rowsPerRequest: 1 }, packaged, programs);
  await measureJoin({ payload: 'csv', rows, columns, rowsPerRequest }, packaged, programs);
  measureColdStarts(join(packaged.folder, 'functions'));
});

async function measureReading(captured: Captured, packaged: Packaged, { readers }: Programs): Promise<void> {
  await inFolder(captured, packaged, (folder, bytes) => {
    const programs = readers(captured.payload, captured.columns);
    print(captured, bytes, measureInTurn(programs, folder, captured, packaged));
  });
}

async function measureJoin(captured: Captured, packaged: Packaged, { joins, again, first }: Programs): Promise<void> {
  await inFolder(captured, packaged, async (folder, bytes) => {
    await writeLabels(folder, captured.rows);
    const joined = measureInTurn(joins, folder, captured, packaged);
    packaged.run(first(folder, captured.payload));
    print(captured, bytes, [...joined, ...measureInTurn([again], folder, captured, packaged)], ' with a label each');
  });
}

/** Uses a folder with captures and the baseline of their monitor. */
async function inFolder(
  captured: Captured,
  packaged: Packaged,
  use: (folder: string, bytes: number) => Promise<void> | void,
): Promise<void> {
  const folder = join(packaged.folder, 'data');
  mkdirSync(folder);
  const bytes = await writeCaptures(folder, captured);
  packaged.run([...packaged.commandLine(join(folder, 'store')), 'baseline', monitorOf(folder)]);
  await use(folder, bytes);
  rmSync(folder, { recursive: true });
}

type Measured = readonly [name: string, usages: readonly Usage[]];

function measureInTurn(
  programs: readonly Program[],
  folder: string,
  { payload, rows: expected }: Captured,
  packaged: Packaged,
): readonly Measured[] {
  const usages = programs.map((): Usage[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { name, args, counts }] of programs.entries()) {
      const { output, usage } = packaged.run(args(folder, payload));
      const read = counts ? Number(output) : JSON.parse(output)[0].data.rows;
      if (read !== expected) throw new Error(`${name} read ${read} of ${expected} rows of ${MONITOR}`);
      usages[i].push(usage);
    }
  }
  return programs.map(({ name }, i) => [name, usages[i]]);
}

function print(captured: Captured, bytes: number, measured: readonly Measured[], more = ''): void {
  const { payload, rows, columns, rowsPerRequest } = captured;
  const kind = payload === 'parquet' ? 'Parquet files' : `${payload.toUpperCase()} payloads`;
  const requests =
    payload === 'parquet' ? '' : rowsPerRequest === 1 ? ', one row a request' : `, ${rowsPerRequest} rows a request`;
  const megabytes = bytes / 1e6;
  console.log(`\n${kind}: ${rows} rows of ${columns} columns${more}${requests}, ${megabytes.toFixed(0)} MB`);
  const best = measured.map(([, usages]) => Math.min(...usages.map(({ seconds }) => seconds)));
  console.table(
    Object.fromEntries(
      measured.map(([name, usages], i) => [
        name,
        {
          'processor s': best[i].toFixed(2),
          'of naive': (best[i] / best[0]).toFixed(2),
          'rows/s': Math.round(rows / best[i]),
          'MB/s': Math.round(megabytes / best[i]),
          'elapsed s': Math.min(...usages.map(({ elapsed }) => elapsed)).toFixed(2),
          'peak MB': Math.round(Math.max(...usages.map(({ megabytes }) => megabytes))),
        },
      ]),
    ),
  );
}
