/**
 * A drift check of captured records, seven of ten columns with numbers and the others with categories, against what else
 * reads them: the naive loop, and DuckDB on one thread. Every program runs as a process of its own, in turn, on the same files. Prints the smallest
 * processor time of each with its rows/s and MB/s, the shortest time between start and end, and the largest peak memory,
 * start-up included. The last row has a thread for each processor, and the processor time of all of them: `--rows 2500000`
 * shows more of it, because a window of less than 512 MB is read by one.
 *
 *     npm run bench -- [--rows 500000] [--columns 20] [--rows-per-request 1] [--payload csv|base64|json|objects] [--rounds 3]
 *
 * Without `--payload`, all kinds are measured. Other load on the machine stretches the time between start and end;
 * processor time it distorts less.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { MONITOR, PAYLOADS, type Payload, WINDOW, writeCaptures } from './reading/captures.ts';
import { Packaged, type Usage } from './reading/packaged.ts';

const HERE = import.meta.dirname;
const CHECK = ['--kind', 'drift', '--window', WINDOW, '--dry-run', '--json'];

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    columns: { type: 'string', default: '20' },
    'rows-per-request': { type: 'string', default: '1' },
    payload: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
});
const counts = [values.rows, values.columns, values['rows-per-request'], values.rounds].map(Number);
if (!counts.every((count) => Number.isInteger(count) && count >= 1)) {
  throw new RangeError('--rows, --columns, --rows-per-request and --rounds are counts from 1');
}
const [rows, columns, rowsPerRequest, rounds] = counts;
const payloads = PAYLOADS.filter((payload) => values.payload === undefined || payload === values.payload);
if (payloads.length === 0) throw new RangeError(`--payload is one of ${PAYLOADS.join(', ')}`);

interface Program {
  readonly name: string;
  readonly args: (folder: string, payload: Payload) => readonly string[];
  /** Whether its output is the number of rows. */
  readonly counts: boolean;
}

await Packaged.use(async (packaged) => {
  const programs = await makePrograms(packaged);
  for (const payload of payloads) await compare(packaged, programs, payload);
});

/** They are bundled, as Driftwarden's command line is in the package, so that none pays for stripping types. */
async function makePrograms(packaged: Packaged): Promise<readonly Program[]> {
  const folder = join(packaged.folder, 'programs');
  await build({
    entryPoints: ['naive', 'duckdb', 'profile'].map((name) => join(HERE, 'reading', `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@duckdb/node-api'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
    logLevel: 'error',
  });
  const script = (name: string, mode?: string) => (data: string, payload: Payload) => [
    join(folder, `${name}.mjs`),
    data,
    mode ?? payload,
    String(columns),
  ];
  return [
    { name: 'naive loop', args: script('naive'), counts: true },
    { name: 'DuckDB, one thread', args: script('duckdb'), counts: true },
    { name: 'Driftwarden: general reader, profile', args: script('profile', 'general'), counts: true },
    { name: 'Driftwarden: direct reader, profile', args: script('profile', 'direct'), counts: true },
    {
      name: 'Driftwarden: check --kind drift',
      args: (data) => [...packaged.commandLine(join(data, 'store')), 'check', monitorOf(data), ...CHECK, '--jobs', '1'],
      counts: false,
    },
    {
      name: `the same, --jobs ${availableParallelism()}`,
      args: (data) => [...packaged.commandLine(join(data, 'store')), 'check', monitorOf(data), ...CHECK],
      counts: false,
    },
  ];
}

function monitorOf(folder: string): string {
  return join(folder, `${MONITOR}.yaml`);
}

async function compare(packaged: Packaged, programs: readonly Program[], payload: Payload): Promise<void> {
  const folder = join(packaged.folder, payload);
  mkdirSync(folder);
  const bytes = await writeCaptures(folder, { rows, columns, rowsPerRequest, payload });
  packaged.run([...packaged.commandLine(join(folder, 'store')), 'baseline', monitorOf(folder)]);
  const usages = programs.map((): Usage[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, program] of programs.entries()) usages[i].push(measure(packaged, program, folder, payload));
  }
  rmSync(folder, { recursive: true });

  const megabytes = bytes / 1e6;
  const requests = rowsPerRequest === 1 ? 'one row a request' : `${rowsPerRequest} rows a request`;
  console.log(
    `\n${payload.toUpperCase()} payloads: ${rows} rows of ${columns} columns, ${requests}, ${megabytes.toFixed(0)} MB`,
  );
  const best = usages.map((each) => Math.min(...each.map(({ seconds }) => seconds)));
  console.table(
    Object.fromEntries(
      programs.map(({ name }, i) => [
        name,
        {
          'processor s': best[i].toFixed(2),
          'of naive': (best[i] / best[0]).toFixed(2),
          'rows/s': Math.round(rows / best[i]),
          'MB/s': Math.round(megabytes / best[i]),
          'elapsed s': Math.min(...usages[i].map(({ elapsed }) => elapsed)).toFixed(2),
          'peak MB': Math.round(Math.max(...usages[i].map(({ megabytes }) => megabytes))),
        },
      ]),
    ),
  );
}

function measure(packaged: Packaged, { name, args, counts }: Program, folder: string, payload: Payload): Usage {
  const { output, usage } = packaged.run(args(folder, payload));
  const read = counts ? Number(output) : JSON.parse(output)[0].data.rows;
  if (read !== rows) throw new Error(`${name} read ${read} of ${rows} rows of ${MONITOR}`);
  return usage;
}
