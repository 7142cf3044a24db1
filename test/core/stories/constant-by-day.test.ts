import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const ROWS = 300;
const BASELINE_DAYS = 56;
const HEADER = ['at', 'amount', 'holiday', 'batch', 'shop', 'y'];

/** Rows of a day by number, counted from the first served one. Every seventh day is a holiday. */
function dayRows(random: SeededRandom, day: number, shop: (row: number) => string): (string | number)[][] {
  return Array.from({ length: ROWS }, (_, row) => [
    new Date(FIRST_DAY + day * DAY + Math.floor((row / ROWS) * DAY)).toISOString(),
    random.normal().toFixed(4),
    day % 7 === 0 ? 1 : 0,
    `batch ${day}`,
    shop(row),
    random.normal().toFixed(4),
  ]);
}

const anyShop = (row: number) => ['north', 'south'][row % 2];

/** Training data of eight weeks up to the first served day. */
async function openFixture(time: string) {
  const fixture = StoryFixture.open(`
model: holidays
problem: regression
capture: { uri: captures, format: csv, time: at, features: [amount, holiday, batch, shop], prediction: { value: y } }
baseline: { uri: training.csv, value: y, time: ${time} }
drift: { minimumRows: 100 }
`);
  const random = new SeededRandom(3);
  const training = Array.from({ length: BASELINE_DAYS }, (_, i) => dayRows(random, i - BASELINE_DAYS, anyShop));
  fixture.write('training.csv', csvFile(HEADER, training.flat()));
  await fixture.buildBaseline();
  return async (day: number, shop = anyShop) => {
    fixture.write(`captures/${dayName(day)}.csv`, csvFile(HEADER, dayRows(random, day, shop)));
    const { quality, verdict, drift, incidents } = await fixture.checkDrift(day);
    const constant = quality.filter(({ check, feature }) => check === 'constant_column' && feature !== 'batch');
    return {
      verdict,
      drift,
      constant,
      incidents,
      unseen: quality.filter(({ check }) => check === 'unseen_categories'),
    };
  };
}

describe('a column with one value a day', () => {
  it('is not broken, because the days of the baseline have one value too', async () => {
    const serve = await openFixture('at');
    // The last day is a holiday.
    for (let day = 1; day <= 7; day++) {
      const { verdict, constant, drift, unseen } = await serve(day);
      expect([verdict.dataMatches, verdict.nextStep]).toEqual(['yes', 'continue']);
      expect(constant).toMatchObject([{ feature: 'holiday', breached: false }]);
      expect(constant[0].message).toMatch(
        /; so it is in 56 of 56 windows of the baseline, and its drift is not judged$/,
      );
      expect(unseen).toMatchObject([{ feature: 'batch', breached: false, explained: true }]);
      expect(drift!.features.map(({ name }) => name).sort()).toEqual(['amount', 'shop']);
    }
  });

  it('does not hide another column whose source has stopped, nor keep its incident open', async () => {
    const serve = await openFixture('at');
    const { verdict, constant } = await serve(1, () => 'north');
    expect((await serve(2)).incidents).toEqual([]);
    expect(verdict.nextStep).toBe('fix-data');
    expect(constant.filter(({ breached }) => breached)).toMatchObject([{ feature: 'shop' }]);
  });

  it('is reported where nothing is known of the days of the baseline, with what to do', async () => {
    const serve = await openFixture('off');
    const { constant } = await serve(1);
    expect(constant).toMatchObject([{ feature: 'holiday', breached: true }]);
    expect(constant[0].message).toContain('drift.ignore');
  });
});
