import { afterEach, describe, expect, it } from 'vitest';
import { run } from '../fake-process.ts';
import { csv, PREDICTIONS } from '../made-data.ts';
import { openFolder, type Shop } from '../shop.ts';
import { init } from './run-init.ts';

const home = process.cwd();
afterEach(() => process.chdir(home));

const DAY = 86_400_000;
const TRAINING = ['--training', 'training.csv'];
const shifted = (days: number) =>
  PREDICTIONS.map(({ churned: _, ...row }) => ({
    ...row,
    at: new Date(Date.parse(row.at) + days * DAY).toISOString(),
    request_id: `${days}-${row.request_id}`,
  }));

/** Captures from 2026-03-02 on, and on the days after it. @param trained The days after it that training data is of; null: it has no times. */
function write(shop: Shop, days: readonly number[], trained: readonly number[] | null = null): void {
  shop.write('captures/all.csv', csv(days.flatMap(shifted)));
  const training = PREDICTIONS.map(({ at: _at, request_id: _id, ...row }) => row);
  const timed = (trained ?? []).flatMap((day) => shifted(day).map(({ at }, i) => ({ ...training[i], at })));
  shop.write('training.csv', csv(trained === null ? training : timed));
}

const checkOf = (stdout: string) => /^ {2}.*(check churn.*)$/m.exec(stdout)?.[1];

describe('the check that init proposes', () => {
  it.each<[string, number[], number[] | null, string]>([
    ['all windows, where the training data has no times', [0, 1, 2], null, 'check churn --from 2026-03-02'],
    ['those after the training data', [-3, -2, 0, 2, 3], [-3, -2, 0], 'check churn --from 2026-03-04'],
    ['the only one', [0, 1], [-1, 0], 'check churn'],
    ['the latest, where training data goes as far', [0, 1], [0, 1], 'check churn'],
  ])('is of %s', async (_, days, trained, command) => {
    const shop = openFolder();
    write(shop, days, trained);
    const { stdout } = await init(shop, ...TRAINING);
    expect(checkOf(stdout)).toBe(command);
  });

  it('runs as it is printed', async () => {
    const shop = openFolder();
    write(shop, [0, 1]);
    const { stdout } = await init(shop, ...TRAINING);
    const lines = Array.from(stdout.matchAll(/^ {2}node \S+ ((?:baseline|check) churn.*)$/gm), ([, line]) => line);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect((await run(line.split(' '))).code).toBe(0);
  });
});
