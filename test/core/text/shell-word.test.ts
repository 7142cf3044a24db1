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

describe('shellWord', () => {
  it.each(WORDS)('the shell passes on %j', (text) => {
    const { stdout } = spawnSync('sh', ['-c', `printf '%s' ${shellWord(text)}`], { encoding: 'utf8' });
    expect(stdout).toBe(text);
  });

  it.each(WORDS)('the shell prints %j unchanged', (text) => {
    const word = shellWord(text);
    expect(printable(word, 10_000)).toBe(word);
  });

  it('does not quote plain words', () => {
    expect(shellWord('../store/a-b_c.yaml')).toBe('../store/a-b_c.yaml');
    expect(shellWord('two words')).toBe("'two words'");
  });
});
