import { describe, expect, it } from 'vitest';
import { latestWindowWithData, windowsWithData } from '../../../lambdas/core/check/latest-window.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { writeCaptures } from './fixtures.ts';
import { openDepot, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

const capture = (uri: string, rest = '') =>
  `{ uri: ${uri}, features: [weight, distance, depot], prediction: { score: 0 }${rest} }`;

const record = '{"not":"read"}\n';

/** The first reason of a check of day 9. */
async function reasonOf(fixture: StoryFixture, changed: Partial<RunContext> = { byHand: true }): Promise<string> {
  const { verdict } = await fixture.checkDrift(9, changed);
  return verdict.reasons[0];
}

describe('a check of a window without data names the data that exists', () => {
  const CASES: [string, files: string[], uri: string, reason: string][] = [
    [
      'data of other days',
      ['captures/2001/02/01/10/a.jsonl', 'captures/2001/02/03/07/b.jsonl', 'captures/2001/02/03/07/c.jsonl'],
      'captures',
      'nothing below captures/2001/02/10; 3 files from 2001-02-01 to 2001-02-03 below captures',
    ],
    [
      'one file',
      ['captures/2001/02/01/10/a.jsonl'],
      'captures/',
      'nothing below captures/2001/02/10; 1 file of 2001-02-01 below captures',
    ],
    [
      'the variant below the endpoint',
      ['captures/AllTraffic/2001/02/10/10/a.jsonl'],
      'captures',
      'nothing below captures/2001/02/10; there is data below captures/AllTraffic: add the variant to capture.uri',
    ],
    [
      'two variants',
      [
        'captures/blue/2001/02/10/10/a.jsonl',
        'captures/green/2001/02/10/10/a.jsonl',
        'captures/empty/2001/02/10/10/.a',
      ],
      'captures',
      'nothing below captures/2001/02/10; there is data below captures/blue and captures/green: add the variant to capture.uri',
    ],
    [
      'endpoint and variant below the bucket',
      ['captures/churn/AllTraffic/2001/02/10/10/a.jsonl'],
      'captures',
      'nothing below captures/2001/02/10; there is data below captures/churn/AllTraffic: add the endpoint and the variant to capture.uri',
    ],
    [
      'another variant',
      ['captures/churn/blue/readme', 'captures/churn/green/2001/02/10/10/a.jsonl'],
      'captures/churn/red',
      'nothing below captures/churn/red/2001/02/10; there is data below captures/churn/green: add the variant to capture.uri',
    ],
    [
      'another endpoint',
      ['captures/price/AllTraffic/2001/02/10/10/a.jsonl'],
      'captures/churn/AllTraffic',
      'nothing below captures/churn/AllTraffic/2001/02/10; there is data below captures/price/AllTraffic: add the endpoint and the variant to capture.uri',
    ],
    [
      'a uri that is too deep',
      ['captures/AllTraffic/2001/02/09/10/a.jsonl'],
      'captures/AllTraffic/2001',
      'nothing below captures/AllTraffic/2001/2001/02/10; there is data below captures/AllTraffic: set capture.uri to that folder',
    ],
    [
      'files without hours',
      ['captures/a.jsonl', 'captures/b.jsonl'],
      'captures',
      'nothing below captures/2001/02/10; 2 files below captures, but none in folders of hours, yyyy/mm/dd/hh',
    ],
    ['nothing at all', [], 'captures', 'nothing below captures/2001/02/10'],
    [
      'a file',
      ['captures/a.jsonl'],
      'captures/a.jsonl',
      'captures/a.jsonl is one file; sagemaker-data-capture is read from a folder of hours, yyyy/mm/dd/hh',
    ],
  ];

  it.each(CASES)('%s', async (_what, files, uri, reason) => {
    const fixture = await openDepot({ capture: capture(uri) });
    for (const file of files) fixture.write(file, record);
    if (uri.endsWith('red')) fixture.write('captures/churn/red/.keep', '');
    if (uri.endsWith('churn/AllTraffic')) fixture.write('captures/churn/AllTraffic/.keep', '');
    expect(await reasonOf(fixture)).toBe(`no data was captured: ${reason}`);
    expect(fixture.alerts).toEqual([]);
  });

  it.each(CASES)('%s, and so does the accuracy check', async (_what, files, uri, reason) => {
    const fixture = await openDepot({ capture: capture(uri) });
    for (const file of files) fixture.write(file, record);
    if (uri.endsWith('red')) fixture.write('captures/churn/red/.keep', '');
    if (uri.endsWith('churn/AllTraffic')) fixture.write('captures/churn/AllTraffic/.keep', '');
    const result = await fixture.checkAccuracy(9, undefined, { byHand: true });
    const said = `no data was captured: ${reason}`;
    expect(result.verdict).toMatchObject({ dataMatches: 'unknown', nextStep: 'alert', reasons: [said] });
    expect(checkText(result)).toContain(`because       ${said}\n`);
    const page = await fixture.store.get(`story/checks/accuracy/${dayName(9)}/report.html`);
    expect(new TextDecoder().decode(page!.bytes)).toContain(`<li>${said}</li>`);
    expect(fixture.alerts).toEqual([]);
  });

  it('says the same in both checks of a schedule, and opens one incident', async () => {
    const fixture = await openDepot({ capture: capture('captures') });
    fixture.write('captures/AllTraffic/2001/02/10/10/a.jsonl', record);
    const drift = await fixture.checkDrift(9);
    const accuracy = await fixture.checkAccuracy(9);
    expect(accuracy.verdict.reasons).toEqual(drift.verdict.reasons);
    expect(accuracy.verdict.reasons).toHaveLength(2);
    expect([drift.verdict.nextStep, accuracy.verdict.nextStep]).toEqual(['alert', 'alert']);
    expect(fixture.alertsSent()).toEqual([`no-data open ${dayName(9)}`]);
  });

  it('is in the alert of a scheduled check', async () => {
    const fixture = await openDepot({ capture: capture('captures') });
    fixture.write('captures/AllTraffic/2001/02/10/10/a.jsonl', record);
    await fixture.checkDrift(9);
    const [{ title, text }] = fixture.alerts;
    expect(title).toBe(
      '[OPEN critical] story: no data was captured: nothing below captures/2001/02/10; there is data…',
    );
    expect(text).toContain('there is data below captures/AllTraffic: add the variant to capture.uri\n');
    expect(text).toContain('- data capture may have stopped although the endpoint still gets traffic\n');
  });

  it('in all folders of hours, where a file beside the window has rows of other times', async () => {
    const fixture = await openDepot({ capture: capture('captures') });
    for (const day of [0, 1, 2]) serveDay(fixture, day);
    // The hour before day 9: it is listed with it.
    const time = FIRST_DAY + 9 * DAY - HOUR;
    writeCaptures(fixture, [{ time, rows: [[1, 2, 'north']], answers: [0.5] }]);
    const reason =
      "no data was captured: 1 row in 1 file of the window's hours and the hours beside them, none of them in the window; 4 files from 2001-02-01 to 2001-02-09 below captures";
    expect(await reasonOf(fixture)).toBe(reason);
    expect(await reasonOf(fixture, {})).toBe(reason);
  });

  it('in a plain table, with the times of its rows', async () => {
    const fixture = await openDepot({ capture: capture('captures', ', format: csv, time: time, id: id') });
    fixture.write(
      'captures/a.csv',
      'time,id,weight,distance,depot\n2001-02-01T10:00:00Z,i,1,2,north\n2001-02-03T10:00:00Z,i,1,2,north\n',
    );
    expect(await reasonOf(fixture)).toBe(
      'no data was captured: 2 rows from 2001-02-01 to 2001-02-03 in 1 file below captures, none of them in the window',
    );
    expect(await reasonOf(fixture, {})).toBe(
      'no data was captured: 2 rows in 1 file below captures, none of them in the window',
    );
  });

  it('with names that a terminal would obey made printable', async () => {
    const fixture = await openDepot({ capture: capture('captures') });
    fixture.write('captures/\u001b[2J/2001/02/10/10/a.jsonl', record);
    expect(await reasonOf(fixture)).toContain(
      'there is data below captures/\\u{1b}[2J: add the variant to capture.uri',
    );
  });
});

describe('the latest window with data', () => {
  const at = (fixture: StoryFixture, day: number) =>
    latestWindowWithData(fixture.monitor, fixture.at(FIRST_DAY + day * DAY));

  it('is the newest that is over, and null without any', async () => {
    const fixture = await openDepot();
    expect(await at(fixture, 10)).toBeNull();
    for (const day of [0, 3, 9]) serveDay(fixture, day);
    expect((await at(fixture, 200))?.name).toBe(dayName(9));
    // Day 9 is not over.
    expect((await at(fixture, 9.7))?.name).toBe(dayName(3));
    expect(await at(fixture, 0.9)).toBeNull();
  });

  it('passes over empty hours and names that are no hours', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    for (const path of ['2001/03/05/10/_SUCCESS', '2001/13/45/99/a.jsonl', '2002/x/a.jsonl', 'zzz/a.jsonl']) {
      fixture.write(`captures/${path}`, record);
    }
    expect((await at(fixture, 400))?.name).toBe(dayName(0));
  });

  it('is found by its rows where windows are shorter than the hours of the folders', async () => {
    const fixture = await openDepot({ schedule: '{ window: PT15M, timeZone: UTC }' });
    // 1,000 requests, a second apart from noon on.
    serveDay(fixture, 0, undefined, 1000);
    expect((await at(fixture, 10))?.name).toBe('2001-02-01T1215Z');
  });

  it('is found by the rows of a plain table', async () => {
    const fixture = await openDepot({ capture: capture('captures', ', format: csv, time: time, id: id') });
    const row = (time: string) => `${time},i,1,2,north\n`;
    fixture.write(
      'captures/a.csv',
      `time,id,weight,distance,depot\n${row('2001-02-09T23:59:59Z')}${row('2001-02-03T10:00:00Z')}`,
    );
    fixture.write('captures/b.csv', `time,id,weight,distance,depot\n${row('2001-02-11T00:00:00Z')}${row('soon')}`);
    expect((await at(fixture, 10.5))?.name).toBe('2001-02-09');
    expect((await at(fixture, 11))?.name).toBe('2001-02-11');
  });
});

it('a check by hand opens no incident and moves none; the schedule that finds the same opens it', async () => {
  const fixture = await openDepot();
  serveDay(fixture, 0);
  const results: CheckResult[] = [];
  for (const changed of [{ byHand: true }, {}, { byHand: true }]) results.push(await fixture.checkDrift(9, changed));
  expect(results.map(({ verdict }) => verdict.nextStep)).toEqual(['alert', 'alert', 'alert']);
  expect(results.map(({ incidents }) => incidents.length)).toEqual([0, 1, 1]);
  expect(fixture.alertsSent()).toEqual([`no-data open ${dayName(9)}`]);
});

describe('the first and the latest window with data', () => {
  const between = async (fixture: StoryFixture, from?: number, now = 200) => {
    const found = await windowsWithData(
      fixture.monitor,
      fixture.at(FIRST_DAY + now * DAY),
      from === undefined ? undefined : FIRST_DAY + from * DAY,
    );
    return found && [found.first.name, found.latest.name];
  };
  const tables = { capture: capture('captures', ', format: csv, time: time, id: id') };
  const writeTable = (fixture: StoryFixture, days: readonly number[]) => {
    const rows = days.map((day) => `${dayName(day)}T10:00:00Z,i${day},1,2,north\n`).join('');
    fixture.write('captures/a.csv', `time,id,weight,distance,depot\n${rows}`);
  };

  it.each<[string, Parameters<typeof openDepot>[0], (fixture: StoryFixture, days: readonly number[]) => void]>([
    [
      'folders of hours',
      {},
      (fixture, days) => {
        for (const day of days) serveDay(fixture, day);
      },
    ],
    ['a table', tables, writeTable],
  ])('are found in %s, from a time on too', async (_, settings, serve) => {
    const fixture = await openDepot(settings);
    if (settings !== tables) expect(await between(fixture)).toBeNull();
    serve(fixture, [2, 3, 40, 45]);
    expect(await between(fixture)).toEqual([dayName(2), dayName(45)]);
    expect(await between(fixture, 3)).toEqual([dayName(3), dayName(45)]);
    expect(await between(fixture, 4)).toEqual([dayName(40), dayName(45)]);
    // Of the day's rows, none is later.
    expect(await between(fixture, 46)).toBeNull();
    // Day 45 is not over.
    expect(await between(fixture, 4, 45.7)).toEqual([dayName(40), dayName(40)]);
  });
});
