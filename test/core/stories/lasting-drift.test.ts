import { expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile, writeCaptures } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const WEEK = 7;
const ROWS = 1_000;
/** FIRST_DAY is a Thursday; weeks start on Mondays. */
const FIRST_MONDAY = 4;

/** A loan application; `for good` as after prices rose and small loans were given up. */
function loan(random: SeededRandom, isShifted: boolean): (number | string)[] {
  const income = random.uniform();
  return [
    Math.round(30_000 + 8_000 * (random.normal() + (isShifted ? 0.9 : 0))),
    isShifted && random.uniform() < 0.4 ? '60K+' : income < 0.3 ? '0-20K' : income < 0.7 ? '20-40K' : '60K+',
    Math.round(20 + 4 * (random.normal() + (isShifted ? 0.5 : 0))),
    random.uniform() < (isShifted ? 0.75 : 0.5) ? 'true' : 'false',
    Math.round(100 * random.normal()) / 100,
  ];
}

it('four columns that shift for good are flagged every week from then on and not before, and none recovers', async () => {
  const random = new SeededRandom(5);
  const features = ['value', 'income', 'length', 'repaid', 'tenure'];
  const fixture = StoryFixture.open(`
model: loans
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [${features.join(', ')}] }
baseline: { uri: training.csv }
schedule: { window: P7D }
alerts: { repeatEvery: P365D }
`);
  fixture.write(
    'training.csv',
    csvFile(
      features,
      Array.from({ length: 10_000 }, () => loan(random, false)),
    ),
  );
  await fixture.buildBaseline();

  const weeks = [];
  for (let week = 0; week < 24; week++) {
    const isShifted = week >= 8 && week < 20;
    const monday = FIRST_MONDAY + week * WEEK;
    writeCaptures(
      fixture,
      Array.from({ length: ROWS }, (_, row) => ({
        time: FIRST_DAY + monday * DAY + row * 60_000,
        rows: [loan(random, isShifted)],
        answers: [1],
      })),
    );
    const { drift } = await fixture.checkDrift(monday);
    const flagged = drift!.features.filter(({ drifted }) => drifted).map(({ name }) => name);
    weeks.push(flagged);
    for (const { distance, limit } of drift!.features) {
      expect(distance).toBeLessThan(2);
      expect(limit).toBeLessThanOrEqual(0.1);
    }
  }

  const moved = ['value', 'income', 'length', 'repaid'];
  expect(weeks).toEqual([...Array(8).fill([]), ...Array(12).fill(moved), ...Array(4).fill([])]);
  expect(fixture.alertsSent()).toEqual([
    `drift open ${dayName(FIRST_MONDAY + 8 * WEEK)}`,
    `drift recovered ${dayName(FIRST_MONDAY + 20 * WEEK)}`,
  ]);
});
