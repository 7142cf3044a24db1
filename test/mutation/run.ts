/**
 * Changes the code of a room in every way that Stryker knows, one at a time, and counts the changes that the room's own
 * tests find. The report is `reports/mutation/ROOM.html`.
 *
 *     node test/mutation/run.ts [ROOM | ROOM/FOLDER | ROOM/FILE.ts …] [--jobs 1]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { type InProcessOptions, RUNNER } from './in-process-runner.ts';

const ROOMS: readonly string[] = ['statistics', 'drift', 'decision', 'performance', 'judge'];

/**
 * Parts of the names of tests that draw thousands of samples, to see how often an interval holds the true value or a quiet column is
 * flagged. Repeated for each change they would take days, and what they find the reference values find too. They do not count here.
 */
const SAMPLED = [
  'coverage.test.ts',
  'needed-rows.test.ts',
  'days-that-move.test.ts',
  'shifts/no-change.test.ts',
  'of independent rows have the variance',
  'laws.test.ts $problem: $metric',
  'rarely calls one of fifty equal segments worse',
  'a daily stream of 1,000',
  'is an e-value',
  'quiet windows of 100 columns',
  'quiet samples of rare values',
  'no more often than promised',
  'a small shift that only several windows show',
  // Of exact p-values those of the most rows, which take seconds each under instrumentation; hundreds of others stay.
  'one sample > %d rows, d = %d: scipy [27',
  'one sample > %d rows, d = %d: scipy [28',
  'two samples > %d steps, %d and %d rows: scipy exact [7',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { jobs: { type: 'string', default: '1' } },
});
const targets = (positionals.length > 0 ? positionals : ROOMS).map((path) => ({ path, room: path.split('/')[0] }));
const unknown = targets.filter(({ room }) => !ROOMS.includes(room)).map(({ path }) => path);
if (unknown.length > 0) throw new RangeError(`${unknown.join(', ')}: the rooms are ${ROOMS.join(', ')}`);

for (const { path, room } of targets) {
  const mutants = await new Stryker({
    mutate: [`lambdas/core/${path}${path.endsWith('.ts') ? '' : '/**/*.ts'}`],
    plugins: [join(import.meta.dirname, 'in-process-runner.ts')],
    testRunner: RUNNER,
    inProcess: { tests: `test/core/${room}`, without: SAMPLED } satisfies InProcessOptions,
    coverageAnalysis: 'perTest',
    // Each change of what happens at import would need a process of its own: hours for a room. They do not count.
    ignoreStatic: true,
    concurrency: Number(values.jobs),
    // A change that runs out of time counts as found, and on a busy machine tests take many times as long as in the first run.
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 30,
    warnings: false,
    reporters: ['clear-text', 'html', 'progress-append-only'],
    clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false, logTests: false },
    htmlReporter: { fileName: `reports/mutation/${path.replaceAll('/', '-')}.html` },
    ignorePatterns: ['cdk.out', 'coverage', 'demo/out', 'reports'],
    // Stryker would rewrite tsconfig.json with an API that TypeScript 7 does not have. Vitest does not need the file.
    tsconfigFile: 'none.json',
  }).runMutationTest();
  const found = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const valid = mutants.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status)).length;
  console.log(`${path}: ${found} of ${valid} changes found, ${((100 * found) / valid).toFixed(1)} %`);
}
