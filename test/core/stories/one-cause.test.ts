import { describe, expect, it } from 'vitest';
import { readStatus } from '../../../lambdas/core/operate/status.ts';
import { statusText } from '../../../lambdas/core/report/status-text.ts';
import { CrashingRun } from './crashing-run.ts';
import { openFive, serveDays, serveFive } from './moved-columns.ts';
import { openDepot, serveDay } from './parcels.ts';
import { dayName, morningAfter, type StoryFixture } from './story-fixture.ts';

const FIVE = { amount: 0.5, age: 0.6, distance: -0.7, duration: 0.4, price: 0.4 };

describe('one upstream change that moves five columns', () => {
  it('is one incident and one alert, which names all five as one cause, ranked', async () => {
    const fixture = await openFive();
    await serveDays(fixture, 0, 10);
    await serveDays(fixture, 10, 4, FIVE);

    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(10)}`]);
    const [head, ...lines] = fixture.alerts[0].text.split('\n');
    expect(head).toBe(`5 columns in window ${dayName(10)}, most likely one cause; limits: learned from 10 windows:`);
    expect(lines.slice(0, 5).map((line) => /^- (\w+): /.exec(line)?.[1])).toEqual([
      ...['distance', 'age', 'amount', 'duration', 'price'],
    ]);
    expect((await fixture.state()).incidents).toHaveLength(1);
  });

  it('takes in columns that move later, with one alert about them, and names the first window of each', async () => {
    const fixture = await openFive({ alerts: '{ repeatEvery: P4D }' });
    await serveDays(fixture, 0, 10);
    await serveDays(fixture, 10, 2, { amount: 0.5, age: 0.6 });
    await serveDays(fixture, 12, 3, { amount: 0.5, age: 0.6, price: 0.9 });

    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(10)}`, `drift open ${dayName(12)}`]);
    expect(fixture.alerts[1].title).toMatch(/^\[OPEN warning\] story: also price drifted: /);
    expect(fixture.alerts[1].newFindings).toEqual([expect.stringMatching(/^price drifted: /)]);
    const groups = (where: string) =>
      `2 columns since window ${dayName(10)}, most likely one cause.*:\n- age: .*\n- amount: .*\n1 column ${where}:\n- price: .*\n`;
    expect(fixture.alerts[1].text).toMatch(
      new RegExp(
        `^New in window ${dayName(12)}: price drifted: .*\n\nAll columns that drift:\n${groups(`in window ${dayName(12)}`)}The incident is open since window ${dayName(10)}: 3 windows, 3 days\\.\n`,
      ),
    );

    await serveDays(fixture, 15, 2, { amount: 0.5, age: 0.6, price: 0.9 });
    expect(fixture.alertsSent().slice(2)).toEqual([`drift still open ${dayName(16)}`]);
    expect(fixture.alerts[2].text).toMatch(
      new RegExp(`^${groups(`since window ${dayName(12)}`)}Since window ${dayName(10)}: 7 windows, 7 days\\.\n`),
    );
    const page = await fixture.pageOf('drift', 14);
    expect(page).toContain(`<p>2 columns since window ${dayName(10)}, most likely one cause`);
    expect(page).toContain(`<p>1 column since window ${dayName(12)}</p>`);
    expect(page).toContain(`npx driftwarden acknowledge story drift-${dayName(10)} --new-normal</code>`);
  });
});

describe('columns that drifted before the windows that are looked at', () => {
  it('are still grouped by the window in which each began to drift', async () => {
    const fixture = await openFive({ drift: '{ history: { windows: 4 } }' });
    await serveDays(fixture, 0, 5);
    await serveDays(fixture, 5, 2, { amount: 1.5 });
    const days = await serveDays(fixture, 7, 6, { amount: 1.5, price: 1.5 });

    const since = (name: string) => days.at(-1)!.drift!.features.find((feature) => feature.name === name)!.shift!.since;
    expect(since('amount')).toBe(dayName(5));
    expect(since('price')).toBe(dayName(7));
  });
});

describe('a single outlier window', () => {
  it('is reported once, with what happens next, and ends without a message', async () => {
    const fixture = await openFive();
    await serveDays(fixture, 0, 10);
    await serveFive(fixture, 10, FIVE);
    await serveDays(fixture, 11, 2);

    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(10)}`]);
    expect(fixture.alerts[0]).toMatchObject({ severity: 'warning' });
    expect(fixture.alerts[0].text).toContain(
      `\nNew in window ${dayName(10)}.\nOne window so far: if the next one shows no drift, the incident closes without another alert.\n`,
    );
    expect(await fixture.pageOf('drift', 10)).toContain(
      'One window so far: if the next one shows no drift, the incident closes without another alert',
    );
    expect(await fixture.pageOf('drift', 11)).toContain(
      `<p>Closed: drift in window ${dayName(10)} only, a single outlier window (drift-${dayName(10)}).</p>`,
    );
    expect(await fixture.pageOf('drift', 12)).toContain(`title="${dayName(10)}: drift, a single outlier window"`);
    const status = await readStatus(fixture.monitor, 30, { results: fixture.store, now: morningAfter(12) });
    expect(status.incidents).toEqual([]);
    expect(status.singleWindows.map(({ id }) => id)).toEqual([`drift-${dayName(10)}`]);
    expect(statusText(status, { condensed: true, next: { buildBaseline: '', check: '' } })).toMatch(
      new RegExp(
        `no open incidents\n[^]*${dayName(10)} +no +not known +alert +a single outlier window: distance drifted`,
      ),
    );
  });

  it('stays a single outlier when it is checked again later, and the next drift alert mentions it', async () => {
    const fixture = await openFive();
    await serveDays(fixture, 0, 10);
    await serveFive(fixture, 10, FIVE);
    await serveDays(fixture, 11, 2);
    await serveFive(fixture, 10, { ...FIVE, price: 0.9 });
    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(10)}`]);

    await serveFive(fixture, 13, { amount: 0.5 });

    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(10)}`, `drift open ${dayName(13)}`]);
    expect(fixture.alerts[1].text).toMatch(
      new RegExp(`^previous +drift in window ${dayName(10)} only, a single outlier window`, 'm'),
    );
  });

  it('ends in the same way whatever crashes', async () => {
    const fixture = await openFive();
    await serveDays(fixture, 0, 3);
    await serveFive(fixture, 3, FIVE);
    await serveFive(fixture, 4, undefined);
    const { incidents } = await fixture.state();

    for (let n = 1; ; n++) {
      const other = await openBeforeTheEnd();
      const crashing = new CrashingRun(other, n, 'after');
      const passed = await other.checkDrift(4, crashing.changes()).then(
        () => true,
        () => false,
      );
      if (passed) {
        // Result, page, history, state and metrics at least.
        expect(n).toBeGreaterThan(5);
        break;
      }
      await other.checkDrift(4, { runId: 'crashing' });
      expect((await other.state()).incidents).toEqual(incidents);
      expect(other.alertsSent()).toEqual([]);
    }
  });
});

/** A drift of one window is open, and the window after it is captured but not checked; no alert was sent. */
async function openBeforeTheEnd(): Promise<StoryFixture> {
  const fixture = await openFive();
  await serveDays(fixture, 0, 3);
  await serveFive(fixture, 3, FIVE);
  const forked = await fixture.fork();
  await serveFive(fixture, 4);
  return forked;
}

describe('the first windows', () => {
  it('say that they are learning, in the result, on the page and in the message', async () => {
    const fixture = await openFive();
    const [first, second] = await serveDays(fixture, 0, 2);
    await serveFive(fixture, 2, { price: 0.6 });

    const [price] = first.drift!.features;
    expect(price.shift).toMatchObject({ limitSource: 'first_windows', historyWindows: 0 });
    expect(second.drift!.features[0].shift).toMatchObject({ limitSource: 'first_windows', historyWindows: 1 });
    expect(await fixture.pageOf('drift', 0)).toContain(
      'Usual movement is still being learned: this is the first window',
    );
    expect(await fixture.pageOf('drift', 1)).toContain('Usual movement is still being learned: 1 window is known');
    expect(fixture.alerts[0].text).toMatch(/^usual movement +still being learned: 2 windows are known/m);
    expect(fixture.alerts[0].text).toContain('usual movement is still being learned from 2 windows');
  });

  it('say why windows before them do not count', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0, (parcel) => ({ ...parcel, weight: 'heavy' }));
    serveDay(fixture, 1, (parcel) => parcel, 20);
    for (const day of [3, 4]) serveDay(fixture, day);
    for (let day = 0; day < 5; day++) await fixture.checkDrift(day);

    const left = '(1 with broken data, 1 with too few rows, 1 without rows)';
    expect(await fixture.pageOf('drift', 3)).toContain(
      `Usual movement is still being learned: 3 earlier windows do not count ${left}`,
    );
    expect(await fixture.pageOf('drift', 4)).toContain(
      `Usual movement is still being learned: 1 window is known, 3 more do not count ${left}`,
    );
  });
});
