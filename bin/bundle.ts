import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RETRAINING_VARIABLES, VARIABLES } from '../lambdas/runtime/settings.ts';
import { bundleLambda } from '../lib/bundle-lambda.ts';
import { LAMBDAS } from '../lib/lambda-names.ts';

/** Number of cold imports of each bundle; the median is printed. */
const STARTS = 9;

/** Builds the bundles of all functions into `dist/lambdas`, and prints their size and the time of a cold import. */
for (const name of LAMBDAS) {
  const folder = join('dist/lambdas', name);
  mkdirSync(join(folder, 'monitors'), { recursive: true });
  const { file } = bundleLambda(name, folder);
  const times = Array.from({ length: STARTS }, () => coldImport(file)).sort((a, b) => a - b);
  const median = Math.round(times[STARTS >> 1]);
  console.log(
    `${name}: ${statSync(file).size.toLocaleString('en-US')} bytes, cold import ${median} ms (median of ${STARTS})`,
  );
}

/** Milliseconds that a fresh process takes to import the bundle. */
function coldImport(file: string): number {
  const script = `const start = performance.now(); await import(${JSON.stringify(join(process.cwd(), file))}); console.log(performance.now() - start);`;
  const settings = Object.values({ ...VARIABLES, ...RETRAINING_VARIABLES }).map((variable): [string, string] => [
    variable,
    'unused',
  ]);
  const environment = { ...process.env, ...Object.fromEntries(settings), AWS_REGION: 'us-east-1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: environment,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file} cannot be imported: ${stderr}`);
  return Number(stdout);
}
