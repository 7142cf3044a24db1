/**
 * Changes the code of a room in every way Stryker knows, one at a time, and counts how many of the changes the room's own
 * tests find. The report is `reports/mutation/ROOM.html`.
 *
 *     node test/mutation/run.ts [ROOM ...] [--jobs 1]
 */
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

const ROOMS: readonly string[] = ['statistics', 'drift', 'decision', 'performance', 'judge'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { jobs: { type: 'string', default: '1' } },
});
const rooms = positionals.length > 0 ? positionals : ROOMS;
const unknown = rooms.filter((room) => !ROOMS.includes(room));
if (unknown.length > 0) throw new RangeError(`${unknown.join(', ')}: the rooms are ${ROOMS.join(', ')}`);

for (const room of rooms) {
  const mutants = await new Stryker({
    mutate: [`lambdas/core/${room}/**/*.ts`],
    testRunner: 'vitest',
    vitest: { dir: `test/core/${room}`, related: false },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.jobs),
    reporters: ['clear-text', 'html', 'progress-append-only'],
    clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false, logTests: false },
    htmlReporter: { fileName: `reports/mutation/${room}.html` },
    ignorePatterns: ['cdk.out', 'coverage', 'demo/out', 'reports'],
    // It would be rewritten with an API that TypeScript 7 does not have; Vitest reads none of it.
    tsconfigFile: 'none.json',
  }).runMutationTest();
  const found = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const valid = mutants.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status)).length;
  console.log(`${room}: ${found} of ${valid} changes found, ${((100 * found) / valid).toFixed(1)} %`);
}
