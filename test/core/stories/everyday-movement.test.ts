import { describe, expect, it } from 'vitest';
import { csvFile, writeCaptures } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, morningAfter, StoryFixture } from './story-fixture.ts';

const ROWS = 4000;
/** Standard deviation of numbers spread evenly from 0 to 1. */
const SPREAD = Math.sqrt(1 / 12);

const even = (row: number) => (row + 0.5) / ROWS;

/** A monitor with one feature, spread evenly from 0 to 1. */
async function openPlain(drift = '{}'): Promise<StoryFixture> {
  const fixture = StoryFixture.open(`
model: plain
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [x] }
baseline: { uri: training.csv }
alerts: { repeatEvery: P30D }
drift: ${drift}
`);
  fixture.write(
    'training.csv',
    csvFile(
      ['x'],
      Array.from({ length: ROWS }, (_, row) => [even(row)]),
    ),
  );
  await fixture.buildBaseline();
  return fixture;
}

/**
 * A day whose numbers are the baseline's, all a little smaller: on average by `size` standard deviations, which is the
 * distance. Checks it.
 */
async function liveDay(fixture: StoryFixture, day: number, size: number) {
  const request = (_: unknown, row: number) => ({
    time: FIRST_DAY + day * DAY + row * 1000,
    rows: [[even(row) * (1 - 2 * size * SPREAD)]],
    answers: [1],
  });
  writeCaptures(fixture, Array.from({ length: ROWS }, request));
  const { drift, verdict } = await fixture.checkDrift(day);
  const [{ distance, drifted, shift }] = drift!.features;
  expect(distance).toBeCloseTo(size, 2);
  return { ...shift!, drifted, matches: verdict.dataMatches };
}

describe('everyday movement', () => {
  it('is not drift, even in the first week; a real jump is', async () => {
    const fixture = await openPlain();
    // From Thursday on: working days up to 0.08 standard deviations from the baseline, weekends 0.16.
    const weeks = [0.05, 0.06, 0.16, 0.16, 0.07, 0.04, 0.08, 0.06, 0.05, 0.16, 0.16, 0.5];

    const days = [];
    for (const [day, shift] of weeks.entries()) days.push(await liveDay(fixture, day, shift));

    expect(days.map(({ matches }) => matches)).toEqual([...Array(11).fill('yes'), 'no']);
    expect(days.map(({ historyWindows }) => historyWindows)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(days.slice(0, 8).map(({ limitSource }) => limitSource)).toEqual(Array(8).fill('first_windows'));
    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(11)}`]);
  });

  it('beyond what is plausible alerts on the first day; less is held back until enough windows are known', async () => {
    const large = await openPlain();
    const small = await openPlain();

    const first = await liveDay(large, 0, 0.5);
    const days = [];
    for (let day = 0; day < 28; day++) days.push(await liveDay(small, day, 0.2));

    expect(first.matches).toBe('no');
    expect(days[0].matches).toBe('yes');
    // From the window on in which it was flagged it stays flagged.
    const flagged = days.findIndex(({ drifted }) => drifted);
    expect(flagged).toBeGreaterThan(0);
    expect(days.slice(flagged).every(({ drifted }) => drifted)).toBe(true);
    expect(small.alertsSent()).toEqual([`drift open ${dayName(flagged)}`]);
  });

  it('is not learned from flagged windows: drift does not become normal, and is over when the data is back', async () => {
    const fixture = await openPlain();
    const quiet = [0.02, 0.01, 0.03, 0.02, 0.01, 0.02, 0.03, 0.01, 0.02, 0.01];

    for (const [day, shift] of quiet.entries()) await liveDay(fixture, day, shift);
    const days = [];
    for (let day = 10; day < 38; day++) days.push(await liveDay(fixture, day, 0.3));
    const back = await liveDay(fixture, 38, 0.02);

    expect(days.every(({ drifted, historyWindows }) => drifted && historyWindows === 10)).toBe(true);
    expect(days.slice(1).every(({ since }) => since === dayName(10))).toBe(true);
    expect(back.matches).toBe('yes');
    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(10)}`, `drift recovered ${dayName(38)}`]);
  });

  it('is not allowed for where the monitor file switches it off', async () => {
    const fixture = await openPlain('{ history: off }');

    const days = [];
    for (const [day, shift] of [0.01, 0.02, 0.01, 0.02, 0.01, 0.02, 0.01, 0.16].entries())
      days.push(await liveDay(fixture, day, shift));

    expect(days.map(({ limitSource, historyWindows }) => [limitSource, historyWindows])).toEqual(
      Array(8).fill(['chance', 0]),
    );
    expect(days.map(({ matches }) => matches)).toEqual([...Array(7).fill('yes'), 'no']);
  });

  it('is learned anew for a new baseline', async () => {
    const fixture = await openPlain();
    for (const [day, shift] of [0.05, 0.06, 0.07, 0.04, 0.08, 0.06, 0.05, 0.08].entries())
      await liveDay(fixture, day, shift);
    const { baseline } = await fixture.state();
    const learned = await liveDay(fixture, 8, 0.05);
    fixture.write('training.csv', csvFile(['x'], [...Array.from({ length: ROWS }, (_, row) => [even(row)]), [0.5]]));
    await fixture.buildBaseline(morningAfter(8) + 1);

    const { drift } = await fixture.checkDrift(8);

    expect((await fixture.state()).baseline).not.toBe(baseline);
    expect(learned.historyWindows).toBe(8);
    expect(drift!.features[0].shift).toMatchObject({ historyWindows: 0, limitSource: 'first_windows' });
  });

  it('of a day is learned from the days before it, whatever was checked since', async () => {
    const fixture = await openPlain();
    const shifts = [0.05, 0.06, 0.07, 0.04, 0.08, 0.06, 0.05, 0.08, 0.05];
    const days = [];
    for (const [day, shift] of shifts.entries()) days.push(await liveDay(fixture, day, shift));

    const { drift } = await fixture.checkDrift(2);

    expect(days[8].historyWindows).toBe(8);
    expect(drift!.features[0].shift!.historyWindows).toBe(2);
  });
});
