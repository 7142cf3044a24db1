import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleLambda } from '../../lib/bundle-lambda.ts';
import { LAMBDAS } from '../../lib/lambda-names.ts';

const RUNS = 9;

/** Imports a bundle as Lambda does when a function starts, and prints the milliseconds of processor time that this takes. */
const IMPORT = `
  const before = process.cpuUsage();
  await import(process.argv[1]).catch((error) => { if (error.name !== 'SettingsError') throw error; });
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
`;

/** Prints the size of each function's bundle, and the median processor time of importing it. */
export function measureColdStarts(folder: string): void {
  const rows = LAMBDAS.map((name) => {
    const target = join(folder, name);
    mkdirSync(target, { recursive: true });
    const { file } = bundleLambda(name, target);
    const times = Array.from({ length: RUNS }, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', IMPORT, file], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] },
      });
      if (status !== 0) throw new Error(`${name} cannot be imported: ${stderr}`);
      return Number(stdout);
    });
    const median = times.sort((a, b) => a - b)[RUNS >> 1];
    return [name, { kB: Math.round(statSync(file).size / 1000), 'import, processor ms': Math.round(median) }] as const;
  });
  console.log(`\nCold starts: the import of each function's bundle, median of ${RUNS}`);
  console.table(Object.fromEntries(rows));
}
