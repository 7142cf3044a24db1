/**
 * A drift check of captured records against Evidently, NannyML and whylogs on the same files: processor time and peak
 * memory of each whole process. Makes a virtual environment for each of them in node_modules/.cache, which needs Python
 * 3.11 and PyPI; whylogs profiles only.
 *
 *     npm run bench:peers -- [--rows 500000] [--columns 20] [--python python3]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MONITOR, WINDOW, writeCaptures } from './reading/captures.ts';
import { Packaged, type Usage } from './reading/packaged.ts';

/** Each in an environment of its own, because they need different versions of pandas and numpy. */
const PEERS = {
  evidently: ['evidently==0.7.23', 'pandas<3'],
  nannyml: ['nannyml==0.13.1', 'statsmodels'],
  whylogs: ['whylogs==1.6.4', 'pandas<3', 'numpy<2'],
} as const;

const ENVIRONMENTS = join(import.meta.dirname, '../node_modules/.cache/driftwarden-peers');

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    columns: { type: 'string', default: '20' },
    python: { type: 'string', default: 'python3' },
  },
});
const [rows, columns] = [values.rows, values.columns].map(Number);

await Packaged.use(async (packaged) => {
  const pythons = Object.entries(PEERS).map(([name, packages]) => ({ name, python: environment(name, packages) }));
  const folder = join(packaged.folder, 'data');
  mkdirSync(folder);
  const bytes = await writeCaptures(folder, { rows, columns, rowsPerRequest: 1, payload: 'csv' });
  const monitor = join(folder, `${MONITOR}.yaml`);
  const commandLine = packaged.commandLine(join(folder, 'store'));
  packaged.run([...commandLine, 'baseline', monitor]);
  const options = ['--kind', 'drift', '--window', WINDOW, '--dry-run', '--json', '--jobs', '1'];
  const check = [...commandLine, 'check', monitor, ...options];
  const { output, usage } = packaged.run(check);
  const read = JSON.parse(output)[0].data.rows;
  if (read !== rows) throw new Error(`the check read ${read} of ${rows} rows`);

  console.log(`\n${rows} rows of ${columns} columns, one row a request, ${Math.round(bytes / 1e6)} MB`);
  const measured = pythons.map(({ name, python }) => [name, measure(python, name, folder)] as const);
  console.table(
    Object.fromEntries(
      [['Driftwarden: check --kind drift', usage] as const, ...measured].map(([name, { seconds, megabytes }]) => [
        name,
        {
          'processor s': seconds.toFixed(1),
          'of ours': (seconds / usage.seconds).toFixed(1),
          'peak MB': Math.round(megabytes),
          'of ours, MB': (megabytes / usage.megabytes).toFixed(1),
        },
      ]),
    ),
  );
});

/** The Python of a virtual environment with these packages. */
function environment(name: string, packages: readonly string[]): string {
  const folder = join(ENVIRONMENTS, `${name}-${packages[0].split('==')[1]}`);
  const python = join(folder, 'bin/python');
  if (existsSync(join(folder, 'complete'))) return python;
  console.log(`installs ${packages.join(', ')}`);
  call(values.python, ['-m', 'venv', folder]);
  call(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  call(python, ['-c', `open(${JSON.stringify(join(folder, 'complete'))}, 'w')`]);
  return python;
}

function measure(python: string, name: string, folder: string): Usage {
  const { rows: read, ...usage } = JSON.parse(
    call(python, [join(import.meta.dirname, 'peers/drift.py'), name, folder]),
  );
  if (read !== rows) throw new Error(`${name} read ${read} of ${rows} rows`);
  return usage;
}

/** Returns the last line that the program wrote. */
function call(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw new Error(`${program} cannot be started: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`);
  return stdout.trimEnd().split('\n').at(-1) ?? '';
}
