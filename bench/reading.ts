/**
 * A drift check of captured records with 14 numbers and 6 categories, against what else reads them: the naive loop, and
 * DuckDB on one thread. Every program runs as a process of its own, in turn, on the same files. Prints the smallest
 * processor time of each with its rows/s and MB/s, and the largest peak memory, start-up included.
 *
 *     npm run bench -- [--rows 500000] [--rows-per-request 1] [--payload csv|base64|json|objects] [--rounds 3]
 *
 * Without `--payload`, all kinds are measured. Other load on the machine stretches the time between start and end;
 * processor time it distorts less.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundlePrograms } from '../package/build/programs.ts';
import packageJson from '../package.json' with { type: 'json' };
import { MONITOR, PAYLOADS, type Payload, WINDOW, writeCaptures } from './reading/captures.ts';

const HERE = import.meta.dirname;
const CHECK = ['--kind', 'drift', '--window', WINDOW, '--dry-run', '--json'];

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    'rows-per-request': { type: 'string', default: '1' },
    payload: { type: 'string' },
    rounds: { type: 'string', default: '3' },
  },
});
const [rows, rowsPerRequest, rounds] = [values.rows, values['rows-per-request'], values.rounds].map(Number);
if (![rows, rowsPerRequest, rounds].every((count) => Number.isInteger(count) && count >= 1)) {
  throw new RangeError('--rows, --rows-per-request and --rounds are counts from 1');
}
const payloads = PAYLOADS.filter((payload) => values.payload === undefined || payload === values.payload);
if (payloads.length === 0) throw new RangeError(`--payload is one of ${PAYLOADS.join(', ')}`);

interface Usage {
  readonly seconds: number;
  readonly megabytes: number;
}

interface Program {
  readonly name: string;
  readonly args: (folder: string, payload: Payload) => readonly string[];
  /** Whether its output is the number of rows. */
  readonly counts: boolean;
}

// Below node_modules, where the bundles find DuckDB and the command line its root.
const cache = join(HERE, '../node_modules/.cache');
mkdirSync(cache, { recursive: true });
const work = mkdtempSync(join(cache, 'driftwarden-bench-'));
try {
  const programs = await makePrograms();
  for (const payload of payloads) await compare(programs, payload);
} finally {
  rmSync(work, { recursive: true });
}

/** They are bundled, and Driftwarden's command line is as in the package, so that none pays for stripping types. */
async function makePrograms(): Promise<readonly Program[]> {
  const command = join(work, 'dist');
  await bundlePrograms(command, packageJson.version);
  cpSync(join(HERE, '../bin/driftwarden.js'), join(work, 'bin/driftwarden.js'));
  // As in the package: without it, Node looks into each file for whether it is a module.
  writeFileSync(join(work, 'package.json'), JSON.stringify({ type: 'module' }));
  await build({
    entryPoints: ['naive', 'duckdb', 'profile'].map((name) => join(HERE, 'reading', `${name}.ts`)),
    outdir: join(work, 'programs'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@duckdb/node-api'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
    logLevel: 'error',
  });
  const script = (name: string, mode?: string) => (folder: string, payload: Payload) => [
    join(work, 'programs', `${name}.mjs`),
    folder,
    mode ?? payload,
  ];
  return [
    { name: 'naive loop', args: script('naive'), counts: true },
    { name: 'DuckDB, one thread', args: script('duckdb'), counts: true },
    { name: 'Driftwarden: general reader, profile', args: script('profile', 'general'), counts: true },
    { name: 'Driftwarden: direct reader, profile', args: script('profile', 'direct'), counts: true },
    {
      name: 'Driftwarden: check --kind drift',
      args: (folder) => [...commandLine(folder), 'check', monitorOf(folder), ...CHECK],
      counts: false,
    },
  ];
}

function commandLine(folder: string): readonly string[] {
  return [join(work, 'bin/driftwarden.js'), '--store', join(folder, 'store')];
}

function monitorOf(folder: string): string {
  return join(folder, `${MONITOR}.yaml`);
}

async function compare(programs: readonly Program[], payload: Payload): Promise<void> {
  const folder = join(work, payload);
  mkdirSync(folder);
  const bytes = await writeCaptures(folder, { rows, rowsPerRequest, payload });
  run([...commandLine(folder), 'baseline', monitorOf(folder)]);
  const usages = programs.map((): Usage[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, program] of programs.entries()) usages[i].push(measure(program, folder, payload));
  }
  rmSync(folder, { recursive: true });

  const megabytes = bytes / 1e6;
  const requests = rowsPerRequest === 1 ? 'one row a request' : `${rowsPerRequest} rows a request`;
  console.log(`\n${payload.toUpperCase()} payloads: ${rows} rows, ${requests}, ${megabytes.toFixed(0)} MB`);
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
          'peak MB': Math.round(Math.max(...usages[i].map(({ megabytes }) => megabytes))),
        },
      ]),
    ),
  );
}

function measure({ name, args, counts }: Program, folder: string, payload: Payload): Usage {
  const { output, usage } = run(args(folder, payload));
  const read = counts ? Number(output) : JSON.parse(output)[0].data.rows;
  if (read !== rows) throw new Error(`${name} read ${read} of ${rows} rows of ${MONITOR}`);
  return usage;
}

function run(args: readonly string[]): { readonly output: string; readonly usage: Usage } {
  const file = join(work, 'usage.json');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', join(HERE, 'reading/usage.ts'), ...args],
    { encoding: 'utf8', env: { ...process.env, BENCH_USAGE: file }, cwd: work, maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { output: stdout, usage: JSON.parse(readFileSync(file, 'utf8')) };
}
