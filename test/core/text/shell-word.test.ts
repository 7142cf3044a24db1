import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { printable } from '../../../lambdas/core/text/printable.ts';
import { shellWord } from '../../../lambdas/core/text/shell-word.ts';

const WORDS = [
  'monitors',
  '../store/a-b_c.yaml',
  '-x',
  'two words',
  "it's",
  '$(touch /tmp/x) `id` "$HOME" \\n ; & | < > * ? ~ !',
  'line\nfeed and\ttab',
  '\u001b[2J\u202e',
  'Zürich 東京',
  '{"monitor":"churn","window":"2026-03-02"}',
  '',
];

describe('a word of a shell command', () => {
  it.each(WORDS)('%j is what the shell hands on', (text) => {
    const { stdout } = spawnSync('sh', ['-c', `printf '%s' ${shellWord(text)}`], { encoding: 'utf8' });
    expect(stdout).toBe(text);
  });

  it.each(WORDS)('%j is printed as it runs', (text) => {
    const word = shellWord(text);
    expect(printable(word, 10_000)).toBe(word);
  });

  it('is bare where it can be', () => {
    expect(shellWord('../store/a-b_c.yaml')).toBe('../store/a-b_c.yaml');
    expect(shellWord('two words')).toBe("'two words'");
  });
});
