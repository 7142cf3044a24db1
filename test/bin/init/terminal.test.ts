import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { csv, PREDICTIONS } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { textOf } from './run-init.ts';

const placeOf = (shop: Shop, name: string) => relative('.', join(shop.folder, name));
const withoutOutcome = () => PREDICTIONS.map(({ churned: _churned, ...row }) => row);

describe('init on a terminal', () => {
  const ask = (shop: Shop, typed: string, args: readonly string[] = [], columns: number | undefined = 100) => {
    shop.write('captures/day.csv', csv(withoutOutcome().map((row) => ({ ...row, score_b: row.p / 2 }))));
    return shop.run(['init', placeOf(shop, 'captures'), '--name', 'churn', ...args], {
      typed,
      ...(columns && { columns }),
    });
  };
  const chosen = (shop: Shop) => parse(textOf(shop)).capture.prediction.score;

  it('asks what it cannot know, on stderr, until the answer is one of the choices', async () => {
    const shop = openFolder();
    const { code, stdout, stderr } = await ask(shop, '7\n2\n');
    expect(stderr).toContain('Which of these is the prediction?\n  1  p\n  2  score_b\n');
    expect(stderr).toContain('  a number from 1 to 2\n');
    expect([code, chosen(shop)]).toEqual([0, 'score_b']);
    expect(stdout).not.toContain('is a guess');
  });

  it.each([
    ['an empty answer', '\n', false],
    ['the end of the input', '', true],
  ])('%s takes the first choice', async (_name, typed, isGuess) => {
    const shop = openFolder();
    const { stdout } = await ask(shop, typed);
    expect([chosen(shop), stdout.includes('is a guess')]).toEqual(['p', isGuess]);
  });

  it('asks nothing with --yes, or if stdout is a pipe', async () => {
    for (const run of [ask(openFolder(), '2\n', ['--yes']), ask(openFolder(), '2\n', [], 0)]) {
      expect(await run).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('p is a guess') });
    }
  });
});
