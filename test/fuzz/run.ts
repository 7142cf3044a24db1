/**
 * Reads mutated inputs for a while, each target in turn, and stops with status 1 after the first few that break a law.
 *
 *     node test/fuzz/run.ts [--seconds 60] [--seed 1] [--only data-capture] [--input 123]
 *
 * `--only` with `--input` reads one input again.
 */
import { parseArgs } from 'node:util';
import { type Finding, fuzzOnce } from './fuzz.ts';
import { TARGETS } from './targets/table.ts';

const MOST_FINDINGS = 5;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    input: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
const targets = TARGETS.filter(({ name }) => values.only === undefined || name === values.only);
if (!(seconds > 0) || !Number.isInteger(seed))
  throw new RangeError('--seconds is a positive number, --seed a whole one');
if (targets.length === 0) throw new RangeError(`--only is one of ${TARGETS.map(({ name }) => name).join(', ')}`);

const findings: Finding[] = [];
let inputs = 0;
if (values.input !== undefined) {
  for (const target of targets) note(await fuzzOnce(target, seed, Number(values.input)));
} else {
  const end = Date.now() + seconds * 1000;
  for (let input = 0; Date.now() < end && findings.length < MOST_FINDINGS; input++) {
    for (const target of targets) note(await fuzzOnce(target, seed, input));
  }
}
console.log(`${inputs} inputs of ${targets.length} kinds, seed ${seed}: ${findings.length} broke a law`);
process.exitCode = findings.length === 0 ? 0 : 1;

function note(finding: Finding | null): void {
  inputs++;
  if (finding === null) return;
  findings.push(finding);
  console.error(finding.error);
  console.error(`again: npm run fuzz -- --only ${finding.target} --seed ${finding.seed} --input ${finding.input}\n`);
}
