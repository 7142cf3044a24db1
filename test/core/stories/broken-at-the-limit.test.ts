import { describe, expect, it } from 'vitest';
import { csvFile, writeCaptures } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const ROWS = 500;
const number = (row: number, day: number) => ((row * 37 + day * 11) % ROWS) / ROWS;

async function openTwo(): Promise<StoryFixture> {
  const fixture = StoryFixture.open(`
model: two
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [amount, age] }
baseline: { uri: training.csv }
alerts: { repeatEvery: P4D }
`);
  const rows = Array.from({ length: 20 * ROWS }, (_, row) => [number(row, 0), number(row, 3)]);
  fixture.write('training.csv', csvFile(['amount', 'age'], rows));
  await fixture.buildBaseline();
  return fixture;
}

/** Serves and checks a day with some of its 500 amounts missing, and with higher ages. */
async function serve(fixture: StoryFixture, day: number, missing: number, older = 0) {
  const request = (_: unknown, row: number) => ({
    time: FIRST_DAY + day * DAY + row * 1000,
    rows: [[row < missing ? null : number(row, day), older + (1 - older) * number(row, day + 3)]],
    answers: [1],
  });
  writeCaptures(fixture, Array.from({ length: ROWS }, request));
  return fixture.checkDrift(day);
}

const serveAll = async (fixture: StoryFixture, first: number, missing: readonly number[]) => {
  for (const [i, count] of missing.entries()) await serve(fixture, first + i, count);
};

describe('a share of missing values that lies at its limit, five points', () => {
  it('is one incident of broken data for as long as it lasts, with the usual reminders and one end', async () => {
    const fixture = await openTwo();
    await serveAll(fixture, 0, [0, 0, 0, 0, 0]);
    await serveAll(fixture, 5, [29, 24, 26, 22, 20, 27, 23]);
    await serveAll(fixture, 12, [0, 0]);

    expect(fixture.alertsSent()).toEqual([
      `data-quality open ${dayName(5)}`,
      `data-quality still open ${dayName(9)}`,
      `data-quality recovered ${dayName(12)}`,
    ]);
    expect(fixture.alerts[1].title).toContain('not back to normal');
    expect(fixture.alerts[1].text).toContain('amount');
    expect((await fixture.state()).incidents.map(({ id }) => id)).toEqual([`data-quality-${dayName(5)}`]);
  });

  it('that was drift before it was beyond the limit opens two incidents and no more', async () => {
    const fixture = await openTwo();
    await serveAll(fixture, 0, [0, 0, 0, 0, 0]);
    await serveAll(fixture, 5, [21, 28, 22, 29, 20, 24]);
    await serveAll(fixture, 11, [0, 0, 0]);

    expect(fixture.alertsSent()).toEqual([
      `drift open ${dayName(5)}`,
      `data-quality open ${dayName(6)}`,
      `data-quality still open ${dayName(10)}`,
      expect.stringMatching(/^data-quality recovered/),
      expect.stringMatching(/^drift recovered/),
    ]);
  });

  it('opens no incident of broken data where it has not been beyond the limit: that is drift', async () => {
    const fixture = await openTwo();
    await serveAll(fixture, 0, [0, 0, 0, 0, 0]);
    await serveAll(fixture, 5, [20, 20]);

    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(5)}`]);
  });

  it('is over when less than half of it is left; drift from then on is an incident of its own', async () => {
    const fixture = await openTwo();
    await serveAll(fixture, 0, [0, 0, 0, 0, 0]);
    await serveAll(fixture, 5, [40]);
    await serve(fixture, 6, 5, 0.4);

    expect(fixture.alertsSent()).toEqual([
      `data-quality open ${dayName(5)}`,
      ...[`data-quality recovered ${dayName(6)}`, `drift open ${dayName(6)}`].sort(),
    ]);
  });
});
