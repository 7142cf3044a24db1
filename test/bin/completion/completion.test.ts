import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMPLETION_FILE, completionFile } from '../../../bin/write-completion.ts';
import { run } from '../fake-process.ts';
import { openFolder, type Shop } from '../shop.ts';

type Shell = 'bash' | 'zsh' | 'fish';

/** What is typed, and what has to be offered, in any order. */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ['ch', ['check']],
  ['re', ['reject', 'report', 'resolve', 'retrain']],
  ['check ', ['churn', 'flight-delays']],
  ['check fl', ['flight-delays']],
  ['validate churn ', ['churn', 'flight-delays']],
  ['check --ki', ['--kind']],
  ['check --kind ', ['accuracy', 'drift']],
  ['check --kind=d', ['drift']],
  ['check churn --kind drift --fail', ['--fail-on']],
  ['compare a b --method j', ['jensen_shannon']],
  ['compare tr', ['training.csv']],
  ['--monitors other check ', ['fraud']],
  ['check --monitors other ', ['fraud']],
  ['check --monitors=other ', ['fraud']],
  ['status --monitors o', ['other']],
  ['retrain ', ['churn', 'flight-delays', 'list']],
  ['retrain list ', ['churn', 'flight-delays']],
  ['retrain list --f', ['--function']],
  ['help ret', ['retrain']],
  ['completion ', ['bash', 'fish', 'zsh']],
  ['acknowledge churn drift-1 --note ', []],
];

/** bash calls the function with the words of the line, of which "=" is one. */
const IN_BASH = `
source "$1"
for line in "\${@:2}"; do
  eval "COMP_WORDS=(driftwarden \${line//=/ = })"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _driftwarden
  echo "\${COMPREPLY[*]}"
done`;

const IN_FISH = `
source $argv[1]
for line in $argv[2..]
    echo (complete -C "driftwarden $line" | string replace -r '\\t.*' '' | string join ' ')
end`;

let folder: Shop;

beforeAll(async () => {
  folder = openFolder();
  for (const file of ['monitors/churn.yml', 'monitors/flight-delays.yaml', 'other/fraud.json', 'training.csv']) {
    folder.write(file, '');
  }
  // A name that a shell would run, and one that is none of a monitor.
  folder.write('monitors/$(touch owned).yaml', '');
  folder.write('monitors/Notes.yaml', '');
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout, stderr } = await run(['completion', shell]);
    expect([code, stderr]).toEqual([0, '']);
    writeFileSync(join(folder.folder, `script.${shell}`), stdout);
  }
});

/** What a shell offers after each line. */
function offered(shell: Shell, lines: readonly string[]): string[] {
  const script = `script.${shell}`;
  if (shell === 'bash') return printed(['bash', '-c', IN_BASH, 'bash', script, ...lines]);
  if (shell === 'fish') return printed(['fish', '--no-config', '-c', IN_FISH, script, ...lines]);
  const capture = join(import.meta.dirname, 'capture.zsh');
  const out = join(folder.folder, 'offered');
  const typed = lines.map((line) => `driftwarden ${line}`);
  printed(['zsh', '-f', capture, join(folder.folder, script), folder.folder, out, ...typed]);
  const found = readFileSync(out, 'utf8').split('(end)\n').slice(0, -1);
  return found.map((words) => words.trim().replaceAll('\n', ' '));
}

function printed([program, ...args]: readonly string[]): string[] {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: folder.folder, encoding: 'utf8' });
  if (error !== undefined) throw error;
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').slice(0, -1);
}

const inOrder = (words: string) =>
  words
    .split(' ')
    // fish offers an option with its value, and folders end with a slash.
    .map((word) => word.replace(/^--kind=|\/$/g, ''))
    .filter((word) => word !== '')
    .sort();

function testIn(shell: Shell): void {
  it('completes commands, options, values and monitors', () => {
    const words = offered(
      shell,
      CASES.map(([line]) => line),
    );
    expect(CASES.map(([line], i) => [line, [...new Set(inOrder(words[i]))]])).toEqual(CASES);
    expect(existsSync(join(folder.folder, 'owned'))).toBe(false);
  });
}

describe('the completion', () => {
  it('is that of the command line (npm run generate)', async () => {
    expect(readFileSync(COMPLETION_FILE, 'utf8')).toBe(await completionFile());
  });

  it('is not printed for other shells', async () => {
    const { code, stderr } = await run(['completion', 'tcsh']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are bash, zsh, fish.')]);
  });

  describe('in bash', () => testIn('bash'));
});

for (const shell of ['zsh', 'fish'] as const) {
  const isInstalled = spawnSync(shell, ['--version']).error === undefined;
  if (!isInstalled) process.stderr.write(`${shell} is not installed: its completion is not tested\n`);
  describe.skipIf(!isInstalled)(`the completion in ${shell}${isInstalled ? '' : ', which is not installed'}`, () => {
    testIn(shell);
  });
}
