import { describe, expect, it } from 'vitest';
import { loadBaseline } from '../../../lambdas/core/baseline/document.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { windowAt } from '../../../lambdas/core/monitor/windows.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { csvFile } from './fixtures.ts';
import { DAY, dayName, FIRST_DAY, StoryFixture } from './story-fixture.ts';

const ROWS = 5000;
const BASELINE_DAYS = 28;

interface Day {
  /** Mean of x, whose standard deviation within a day is 1. */
  readonly mean?: number;
  /** Share of the colour blue. */
  readonly blue?: number;
  /** Mean of the model's answer. */
  readonly answer?: number;
}

/** Rows of a day by number, counted from the first served one. */
function dayRows(random: SeededRandom, day: number, { mean = 0, blue = 0.1, answer = 0 }: Day): (string | number)[][] {
  return Array.from({ length: ROWS }, (_, row) => [
    new Date(FIRST_DAY + day * DAY + Math.floor((row / ROWS) * DAY)).toISOString(),
    (mean + random.normal()).toFixed(4),
    random.uniform() < blue ? 'blue' : random.uniform() < 0.5 ? 'red' : 'green',
    (answer + random.normal()).toFixed(4),
  ]);
}

/** A month of training data up to the first served day. */
async function openFixture(seed: number, dayOf: (day: number) => Day, { time = 'time: at', rows = ROWS } = {}) {
  const fixture = StoryFixture.open(`
model: timed
problem: regression
capture: { uri: captures, format: csv, time: at, features: [x, colour], prediction: { value: y } }
baseline: { uri: training.csv, value: y, ${time} }
drift: { minimumRows: ${rows < ROWS ? ROWS : 100} }
`);
  const random = new SeededRandom(seed);
  const training: (string | number)[][] = [];
  for (let day = -BASELINE_DAYS; day < 0; day++) training.push(...dayRows(random, day, dayOf(day)).slice(0, rows));
  fixture.write('training.csv', csvFile(['at', 'x', 'colour', 'y'], training));
  const built = await fixture.buildBaseline();
  const serve = async (day: number, as: Day) => {
    fixture.write(`captures/${dayName(day)}.csv`, csvFile(['at', 'x', 'colour', 'y'], dayRows(random, day, as)));
    const { verdict, drift, predictionDrift } = await fixture.checkDrift(day);
    return { matches: verdict.dataMatches, features: drift!.features, answers: predictionDrift!.features };
  };
  return { fixture, built, serve };
}

const quiet = () => ({});

describe('a baseline with a time column', () => {
  it('knows how columns move from day to day: the first week that moves as much is quiet, a jump is not', async () => {
    const wobble = new SeededRandom(7);
    const moving = () => ({ mean: 0.1 * wobble.normal(), answer: 0.1 * wobble.normal() });
    const trained = Array.from({ length: 28 }, moving);
    const { fixture, built, serve } = await openFixture(1, (day) => trained[day + 28]);

    const week = [];
    for (let day = 0; day < 7; day++) week.push(await serve(day, moving()));
    const jump = await serve(7, { mean: 0.6 });

    expect(built.times).toMatchObject({ column: 'at', named: true, windows: 28, large: 28, measured: 28 });
    expect(week.map(({ matches }) => matches)).toEqual(Array(7).fill('yes'));
    for (const [day, { features, answers }] of week.entries()) {
      for (const { shift } of [...features, ...answers]) {
        expect(shift!.historyWindows).toBe(28 + day);
      }
    }
    // What is stored is by how much each day's mean was off that of all days, whose spread is close to 1.
    const { effects } = built.baseline.movement!.features[0].shifts.find(({ key }) => key === 'location')!;
    const average = trained.reduce((sum, day) => sum + day.mean, 0) / 28;
    for (const [day, effect] of effects.entries()) {
      expect(Math.abs(effect! - (trained[day].mean - average))).toBeLessThan(0.06);
    }
    expect(jump.matches).toBe('no');
    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(7)}`]);
  });

  it.each<[string, Day, string]>([
    ['a mean 0.3 standard deviations higher', { mean: 0.3 }, 'x'],
    ['a category of 14 % in place of 10 %', { blue: 0.14 }, 'colour'],
    ['answers 0.3 standard deviations higher', { answer: 0.3 }, 'y'],
  ])('of quiet days: %s is reported on the first day, and not without times', async (_, change, name) => {
    const timed = await openFixture(2, quiet);
    const untimed = await openFixture(2, quiet, { time: 'time: off' });

    const day = await timed.serve(0, change);
    const other = await untimed.serve(0, change);

    const drifted = [...day.features, ...day.answers.map((answer) => ({ ...answer, name: 'y' }))].filter(
      (column) => column.drifted,
    );
    expect(drifted.map((column) => column.name)).toEqual([name]);
    expect(day.matches).toBe('no');
    expect(timed.built.times.measured).toBe(28);
    expect(untimed.built.times).toMatchObject({ off: true, measured: 0 });
    expect(untimed.built.baseline.movement).toBeNull();
    expect(other.matches).toBe('yes');
  });

  it('of quiet days is quiet when nothing changes', async () => {
    const { serve } = await openFixture(3, quiet);

    const days = [];
    for (let day = 0; day < 5; day++) days.push((await serve(day, {})).matches);

    expect(days).toEqual(Array(5).fill('yes'));
  });

  it('has weekdays: the first weekend is usual, a working day like a weekend is drift', async () => {
    const weekly = (day: number) => ({ mean: isWeekend(day) ? 0.3 : 0 });
    const { serve } = await openFixture(4, weekly);

    const days = [];
    for (let day = 0; day < 7; day++) days.push(await serve(day, weekly(day)));
    const odd = await serve(7, { mean: 0.3 });

    expect([2, 3].every(isWeekend)).toBe(true);
    expect(days.map(({ matches }) => matches)).toEqual(Array(7).fill('yes'));
    expect(odd.matches).toBe('no');
  });

  it('does not learn from one broken day of the month', async () => {
    const { serve } = await openFixture(5, (day) => ({ mean: day === -10 ? 2 : 0 }));

    expect((await serve(0, {})).matches).toBe('yes');
    expect((await serve(1, { mean: 0.3 })).matches).toBe('no');
  });

  it('is found and reported where it is the only column of times that is not a feature', async () => {
    const { built } = await openFixture(6, quiet, { time: '' });

    expect(built.times).toMatchObject({ column: 'at', named: false, measured: 28 });
  });

  it('whose days have too few rows is treated as one without times', async () => {
    const { fixture, built } = await openFixture(6, quiet, { rows: 200 });

    expect(built.times).toMatchObject({ column: 'at', windows: 28, large: 0, measured: 0, fewestRows: ROWS });
    expect(built.baseline.movement).toBeNull();
    expect((await loadBaseline(fixture.store, 'story', built.baseline.id)).movement).toBeNull();
  });

  it('is stored, and read back unchanged', async () => {
    const { fixture, built } = await openFixture(8, quiet);
    const { movement } = built.baseline;

    const loaded = await loadBaseline(fixture.store, 'story', built.baseline.id);

    expect(loaded.movement).toEqual(movement);
    expect(movement!.windows.map(({ rows }) => rows)).toEqual(Array(28).fill(ROWS));
    expect(movement!.windows[0].start).toBe(new Date(FIRST_DAY - 28 * DAY).toISOString().replace('.000', ''));
    expect(movement!.features.map(({ name }) => name)).toEqual(['x', 'colour']);
    expect(movement!.answers.map(({ name }) => name)).toEqual(['value']);
    const keys = movement!.features.flatMap(({ shifts }) => shifts.map(({ key }) => key));
    expect(keys).toEqual(expect.arrayContaining(['location', 'spread', 'missing', 'share:blue', 'unseen']));
    expect(keys).not.toContain('shape');
    const text = JSON.stringify(movement);
    expect(text).not.toMatch(/\d\.\d{9}/);
  });
});

describe('the movement of a baseline', () => {
  async function stored() {
    const { fixture, built } = await openFixture(8, quiet, { rows: ROWS });
    const folder = `story/baselines/${built.baseline.id}/`;
    const read = async (name: string) => new TextDecoder().decode((await fixture.store.get(folder + name))!.bytes);
    const write = (name: string, text: string) => fixture.store.put(folder + name, new TextEncoder().encode(text));
    const load = () => loadBaseline(fixture.store, 'story', built.baseline.id);
    return { fixture, read, write, load };
  }

  it('is none in baselines of earlier releases, which are read as before', async () => {
    const { read, write, load } = await stored();
    const { movementWindows, ...head } = JSON.parse(await read('baseline.json'));
    await write('baseline.json', JSON.stringify(head));

    expect(movementWindows).toBe(28);
    expect(await load()).toMatchObject({ movement: null, id: head.id });
  });

  it('that is broken or of another version is refused, with the command to build it again', async () => {
    const { fixture, read, write, load } = await stored();
    const movement = JSON.parse(await read('movement.json'));
    const shorter = { ...movement, windows: movement.windows.slice(1) };
    for (const text of [JSON.stringify({ ...movement, version: 2 }), JSON.stringify(shorter)]) {
      await write('movement.json', text);
      await expect(load()).rejects.toThrow(/movement\.json is not of version 1$/);
    }
    await write('movement.json', '{');
    await expect(load()).rejects.toThrow(/movement\.json is not JSON$/);
    await expect(fixture.checkDrift(8)).rejects.toThrow(
      /movement\.json is not JSON: run npx driftwarden baseline story$/,
    );
  });

  it('is not used where the schedule of windows has changed', async () => {
    const { fixture } = await stored();
    const checkWith = async (schedule: object) => {
      const monitor = { ...fixture.monitor, schedule: { ...fixture.monitor.schedule, ...schedule } };
      const random = new SeededRandom(1);
      fixture.write('captures/day.csv', csvFile(['at', 'x', 'colour', 'y'], dayRows(random, 0, {})));
      const window = windowAt(monitor.schedule, FIRST_DAY + DAY / 2);
      const { drift } = await checkDrift(monitor, window, fixture.at(FIRST_DAY + 9 * DAY, { dryRun: true }));
      return drift!.features.some(({ shift }) => shift!.historyWindows > 0);
    };

    expect(await checkWith({})).toBe(true);
    expect(await checkWith({ timeZone: 'Europe/Zurich' })).toBe(false);
    expect(await checkWith({ window: { minutes: 720 } })).toBe(false);
  });
});

function isWeekend(day: number): boolean {
  return [0, 6].includes(new Date(FIRST_DAY + day * DAY).getUTCDay());
}
