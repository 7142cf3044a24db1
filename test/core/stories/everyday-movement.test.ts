import { describe, expect, it } from 'vitest';
import { csvFile, writeCaptures } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, morningAfter, StoryWorld } from './world.ts';

const ROWS = 4000;
/** Standard deviation of numbers spread evenly from 0 to 1. */
const SPREAD = Math.sqrt(1 / 12);

const even = (row: number) => (row + 0.5) / ROWS;

/** A world with one feature, spread evenly from 0 to 1. */
async function openPlain(drift = '{}'): Promise<StoryWorld> {
  const world = StoryWorld.open(`
model: plain
problem: regression
capture: { uri: captures, prediction: { value: 0 }, features: [x] }
baseline: { uri: training.csv }
alerts: { repeatEvery: P30D }
drift: ${drift}
`);
  world.write(
    'training.csv',
    csvFile(
      ['x'],
      Array.from({ length: ROWS }, (_, row) => [even(row)]),
    ),
  );
  await world.buildBaseline();
  return world;
}

/**
 * A day whose numbers are the baseline's, all a little smaller: on average by `shift` standard deviations, which is the
 * distance. Checks it.
 */
async function liveDay(world: StoryWorld, day: number, shift: number) {
  const request = (_: unknown, row: number) => ({
    time: FIRST_DAY + day * DAY + row * 1000,
    rows: [[even(row) * (1 - 2 * shift * SPREAD)]],
    answers: [1],
  });
  writeCaptures(world, Array.from({ length: ROWS }, request));
  const { drift, verdict } = await world.checkDrift(day);
  const [{ distance, limit, drifted }] = drift!.features;
  expect(distance).toBeCloseTo(shift, 2);
  return { limit, drifted, matches: verdict.dataMatches };
}

describe('everyday movement', () => {
  it('is learned from seven quiet windows: the second weekend is no drift, a real jump is', async () => {
    const world = await openPlain();
    // From Thursday on: working days up to 0.08 standard deviations from the baseline, weekends 0.16. The limit is 0.1.
    const weeks = [0.05, 0.06, 0.16, 0.16, 0.07, 0.04, 0.08, 0.06, 0.05, 0.16, 0.16, 0.5];

    const days = [];
    for (const [day, shift] of weeks.entries()) days.push(await liveDay(world, day, shift));

    expect(days.map(({ matches }) => matches)).toEqual([
      ...['yes', 'yes', 'no', 'no', 'yes', 'yes', 'yes', 'yes', 'yes'],
      ...['yes', 'yes', 'no'],
    ]);
    expect(days.slice(0, 9).map(({ limit }) => limit)).toEqual(Array(9).fill(0.1));
    // Seven quiet days: median 0.06; on the log scale the median absolute deviation is ln 1.2 = 0.182, times 1.4826 and
    // the square root of 8/7: 0.289. Student's t for one in 250 with 6 degrees of freedom is 3.93: 0.06 e^(3.93 0.289) = 0.187.
    expect(days[9].limit).toBeCloseTo(0.187, 2);
    expect(world.told()).toEqual([
      `drift open ${dayName(2)}`,
      `drift recovered ${dayName(4)}`,
      `drift open ${dayName(11)}`,
    ]);
  });

  it('is not learned from windows that were flagged: what is wrong does not become normal', async () => {
    const world = await openPlain();

    const days = [];
    for (let day = 0; day < 12; day++) days.push(await liveDay(world, day, 0.3));

    expect(days).toEqual(Array(12).fill({ limit: 0.1, drifted: true, matches: 'no' }));
    expect(world.told()).toEqual([`drift open ${dayName(0)}`]);
  });

  it('is not learned where the monitor file switches it off', async () => {
    const world = await openPlain('{ history: off }');

    const days = [];
    for (const [day, shift] of [0.05, 0.06, 0.07, 0.04, 0.08, 0.06, 0.05, 0.16].entries())
      days.push(await liveDay(world, day, shift));

    expect(days.map(({ limit }) => limit)).toEqual(Array(8).fill(0.1));
    expect(days.at(-1)!.matches).toBe('no');
  });

  it('is learned anew for a new baseline', async () => {
    const world = await openPlain();
    for (const [day, shift] of [0.05, 0.06, 0.07, 0.04, 0.08, 0.06, 0.05, 0.08].entries())
      await liveDay(world, day, shift);
    const { baseline } = await world.state();
    const learned = await liveDay(world, 8, 0.05);
    world.write('training.csv', csvFile(['x'], [...Array.from({ length: ROWS }, (_, row) => [even(row)]), [0.5]]));
    await world.buildBaseline(morningAfter(8) + 1);

    const { drift } = await world.checkDrift(8);

    expect((await world.state()).baseline).not.toBe(baseline);
    expect(learned.limit).toBeGreaterThan(0.15);
    expect(drift!.features[0].limit).toBe(0.1);
  });

  it('of a day is learned from the days before it, whatever was checked since', async () => {
    const world = await openPlain();
    const shifts = [0.05, 0.06, 0.07, 0.04, 0.08, 0.06, 0.05, 0.08, 0.05];
    const days = [];
    for (const [day, shift] of shifts.entries()) days.push(await liveDay(world, day, shift));

    const { drift } = await world.checkDrift(2);

    expect(days[8].limit).toBeGreaterThan(0.15);
    expect(drift!.features[0].limit).toBe(0.1);
  });
});
