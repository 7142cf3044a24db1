import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const ROWS = 5000;
/** Kilometres to miles. */
const MILES = 1 / 1.609344;

const file = (section: string) => `
model: amounts
problem: regression
capture: { uri: captures, format: csv, time: at, features: [amount, x], prediction: { value: y } }
baseline: { uri: training.csv, value: y }
drift: { ${section} }
`;

/** Serves a day for each factor of the amounts, after training data without times. */
async function serve(factors: readonly number[], section = 'minimumRows: 100') {
  const fixture = StoryFixture.open(file(section));
  const random = new SeededRandom(1);
  const row = (at: number, factor: number) => [
    new Date(at).toISOString(),
    (100 * factor * Math.exp(random.normal())).toFixed(3),
    random.normal().toFixed(3),
    random.normal().toFixed(3),
  ];
  const names = ['at', 'amount', 'x', 'y'];
  const training = Array.from({ length: 4 * ROWS }, () => row(FIRST_DAY, 1).slice(1));
  fixture.write('training.csv', csvFile(names.slice(1), training));
  await fixture.buildBaseline();
  const days = [];
  for (const [day, factor] of factors.entries()) {
    const rows = Array.from({ length: ROWS }, (_, i) => row(FIRST_DAY + day * DAY + (i / ROWS) * DAY, factor));
    fixture.write(`captures/${dayName(day)}.csv`, csvFile(names, rows));
    const { quality, verdict } = await fixture.checkDrift(day);
    days.push({ units: quality.filter(({ check }) => check === 'scale_change'), next: verdict.nextStep });
  }
  return days;
}

/** Days that move by a factor, as traffic does: by 0.1 standard deviations of the amounts. */
const moving = (days: number) => {
  const random = new SeededRandom(9);
  return Array.from({ length: days }, () => 1 + 0.1 * 1.31 * random.normal());
};

describe('amounts that are multiplied by the factor of a unit', () => {
  it('are no other unit where days move as far: the page mentions it, and nobody is called', async () => {
    const days = await serve([...moving(14), MILES]);
    expect(days.flatMap(({ units }) => units.filter(({ breached }) => breached))).toEqual([]);
    const [unit] = days.at(-1)!.units;
    expect(unit).toMatchObject({ feature: 'amount', breached: false, value: expect.closeTo(MILES, 3) });
    expect(unit.message).toMatch(/; columns may move as far from one window to the next, so this is not yet counted/);
    expect(days.at(-1)!.next).toBe('continue');
  });

  it('are another unit where days are alike, on the same day', async () => {
    const days = await serve([...Array<number>(14).fill(1), MILES]);
    expect(days.slice(0, -1).flatMap(({ units }) => units)).toEqual([]);
    expect(days.at(-1)).toMatchObject({ next: 'fix-data', units: [{ feature: 'amount', breached: true }] });
    expect(days.at(-1)!.units[0].message).not.toContain('may move');
  });

  it('are another unit where only a limit of its own keeps the column from drifting', async () => {
    const days = await serve(
      [...Array<number>(3).fill(1), MILES],
      'minimumRows: 100, features: { amount: { method: psi, limit: 3 } }',
    );
    expect(days.at(-1)).toMatchObject({ units: [{ feature: 'amount', breached: true }] });
  });
});
