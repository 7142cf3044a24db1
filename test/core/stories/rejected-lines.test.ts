import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { captureLine, csvFile, writeCaptureLines } from './fixtures.ts';
import { drawParcels, openDepot, requestsOf, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

/** Unreadable lines, and the reason that is given. */
const UNREADABLE: [string, string][] = [
  ['{"captureData":{"endpointInput":{"da', 'invalid-json'],
  ['<html>504 Gateway Time-out</html>', 'invalid-json'],
  ['[1,2,3]', 'not-a-capture-record'],
  ['{"eventMetadata":{}}', 'not-a-capture-record'],
  [brokenLine({ inferenceTime: 'yesterday' }), 'invalid-time'],
  [brokenLine({}, '20,50'), 'wrong-column-count'],
  [brokenLine({}, '20,50,north\n21,51,east'), 'row-count-mismatch'],
];

function brokenLine(metadata: Record<string, unknown>, input = '20,50,north'): string {
  const [request] = requestsOf(0, drawParcels(new SeededRandom(7), 1));
  const record = JSON.parse(captureLine(request));
  record.captureData.endpointInput.data = input;
  Object.assign(record.eventMetadata, metadata);
  return JSON.stringify(record);
}

/** A day of 1,000 records of which some, at known lines, cannot be read. */
function serveDamaged(fixture: StoryFixture, broken: readonly string[], step: number): string {
  const good = requestsOf(0, drawParcels(new SeededRandom(8), 1000 - broken.length)).map(captureLine);
  const lines = [...good];
  for (const [i, line] of broken.entries()) lines.splice((i + 1) * step - 1, 0, line);
  return writeCaptureLines(fixture, FIRST_DAY + 12 * HOUR, lines);
}

describe('records that cannot be read', () => {
  it('below the share that is allowed: counted by reason, quoted with file and line, and no reason to alert', async () => {
    const fixture = await openDepot();
    const path = serveDamaged(
      fixture,
      UNREADABLE.map(([line]) => line),
      100,
    );

    const { data, verdict, quality } = await fixture.checkDrift(0);

    expect(data).toMatchObject({ records: 1000, rows: 993, rowsOutsideWindow: 0 });
    expect(data.rejected).toMatchObject({ records: 7, share: 0.007, elsewhere: 0 });
    expect(data.rejected.places).toEqual([{ uri: path, count: 7, lines: '100, 200, 300, 400, 500, 600, 700' }]);
    const counts = new Map<string, number>();
    for (const [, reason] of UNREADABLE) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    expect(new Map(data.rejected.byReason.map(({ reason, count }) => [reason, count]))).toEqual(counts);
    expect(data.rejected.samples.map(({ line, reason, uri }) => [line, reason, uri])).toEqual(
      UNREADABLE.map(([, reason], i) => [(i + 1) * 100, reason, path]),
    );
    expect(data.rejected.samples[1].excerpt).toBe('<html>504 Gateway Time-out</html>');
    expect(quality.find(({ check }) => check === 'rejected_records')).toMatchObject({
      value: 0.007,
      limit: 0.01,
      rows: 1000,
      breached: false,
    });
    expect(verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'continue' });
    expect(fixture.alerts).toEqual([]);
  });

  it.each([
    [10, 'continue', 0],
    [11, 'fix-data', 1],
  ])('%d of 1,000 where 10 are allowed: %s', async (count, nextStep, alerts) => {
    const fixture = await openDepot();
    serveDamaged(fixture, Array<string>(count).fill('not json'), 7);

    const { verdict, data } = await fixture.checkDrift(0);

    expect(verdict.nextStep).toBe(nextStep);
    expect(data.rows + data.rejected.records).toBe(1000);
    expect(data.rejected.samples).toHaveLength(3);
    expect(fixture.alerts.map(({ kind }) => kind)).toEqual(Array(alerts).fill('data-quality'));
  });

  it('is in the alert with the share, and over when the writer is repaired', async () => {
    const fixture = await openDepot();
    serveDamaged(fixture, Array<string>(50).fill('not json'), 7);
    serveDay(fixture, 1);

    await fixture.checkDrift(0);
    await fixture.checkDrift(1);

    expect(fixture.alerts[0].title).toContain('5 % of the records cannot be read: not JSON at line ');
    expect(fixture.alerts[0].text).toMatch(
      /^5 % of the records cannot be read: not JSON at line \d+ of captures\/2001\/\S+\.jsonl$/m,
    );
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`, `data-quality recovered ${dayName(1)}`]);
  });

  it('is a file that breaks off: an alert, however few records that counts as', async () => {
    const fixture = await openDepot();
    const lines = requestsOf(0, drawParcels(new SeededRandom(8), 1000)).map(captureLine);
    const zipped = gzipSync(`${lines.join('\n')}\n`);
    fixture.write('captures/2001/02/01/12/cut.jsonl.gz', zipped.subarray(0, zipped.length / 2));
    serveDay(fixture, 1);

    const { data, verdict, quality } = await fixture.checkDrift(0);
    await fixture.checkDrift(1);

    expect(data.rejected).toMatchObject({ records: 1, byReason: [{ reason: 'truncated-file', count: 1 }] });
    expect(data.rows).toBeGreaterThan(200);
    expect(quality[0]).toMatchObject({ check: 'incomplete_files', value: 1, rows: 1, breached: true });
    expect(quality.filter(({ check }) => check === 'rejected_records')).toEqual([]);
    expect(verdict.nextStep).toBe('fix-data');
    expect(fixture.alerts[0].text).toMatch(
      /^1 of 1 file is cut or damaged, so an unknown number of records is lost: .*ends too early/m,
    );
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`, `data-quality recovered ${dayName(1)}`]);
  });

  it('is one cut file of many: counted and shown', async () => {
    const fixture = await openDepot();
    const lines = requestsOf(0, drawParcels(new SeededRandom(8), 1000)).map(captureLine);
    for (let i = 0; i < 100; i++) writeCaptureLines(fixture, FIRST_DAY + 12 * HOUR, lines.slice(10 * i, 10 * i + 10));
    const zipped = gzipSync(lines.join('\n'));
    fixture.write('captures/2001/02/01/13/cut.jsonl.gz', zipped.subarray(0, 10));

    const { verdict, quality } = await fixture.checkDrift(0);

    expect(quality.find(({ check }) => check === 'incomplete_files')).toMatchObject({ rows: 101, breached: false });
    expect(verdict.nextStep).toBe('continue');
  });

  it('is a cut file of a day, among the files of many other days', async () => {
    const fixture = StoryFixture.open(`
model: sales
problem: regression
capture: { uri: captures, format: csv, time: at, features: [x], prediction: { value: y } }
baseline: { uri: training.csv, value: y }
drift: { minimumRows: 50 }
`);
    const rows = (day: number, count: number) =>
      Array.from({ length: count }, (_, i) => [
        new Date(FIRST_DAY + day * DAY + i * 1000).toISOString(),
        i % 40,
        i % 7,
      ]);
    const names = ['at', 'x', 'y'];
    fixture.write(
      'training.csv',
      csvFile(
        ['x', 'y'],
        rows(0, 400).map((row) => row.slice(1)),
      ),
    );
    for (let day = -150; day <= 1; day++) fixture.write(`captures/${dayName(day)}.csv`, csvFile(names, rows(day, 100)));
    const cut = gzipSync(csvFile(names, rows(1, 100))).subarray(0, 20);
    fixture.write(`captures/more-${dayName(1)}.csv.gz`, cut);
    fixture.write(`captures/${dayName(2)}.csv.gz`, cut);
    await fixture.buildBaseline();

    const [whole, half, lost] = [await fixture.checkDrift(0), await fixture.checkDrift(1), await fixture.checkDrift(2)];

    expect(whole.verdict.nextStep).toBe('continue');
    for (const { quality, verdict } of [half, lost]) {
      expect(quality[0]).toMatchObject({ check: 'incomplete_files', breached: true });
      expect(quality[0].message).toMatch(/^1 of [12] files? is cut or damaged/);
      expect(verdict.nextStep).toBe('fix-data');
    }
  });

  it('loses nothing: every line of every file is a row, outside the window, or rejected', async () => {
    const fixture = await openDepot();
    const day = requestsOf(0, drawParcels(new SeededRandom(9), 300));
    // A file of the window's first hour, one across its end, one of the hour after it, and one that is cut off in a line.
    const at = (time: number) =>
      day
        .slice(0, 60)
        .map((request, i) => captureLine({ ...request, time: time + i * 60_000, eventId: `${time}-${i}` }));
    writeCaptureLines(fixture, FIRST_DAY, at(FIRST_DAY));
    writeCaptureLines(fixture, FIRST_DAY + DAY - HOUR / 2, [...at(FIRST_DAY + DAY - HOUR / 2), 'not json']);
    writeCaptureLines(fixture, FIRST_DAY + DAY, at(FIRST_DAY + DAY));
    const [line] = at(FIRST_DAY + HOUR);
    fixture.write('captures/2001/02/01/01/cut.jsonl', `${line}\n${line.slice(0, 100)}`);

    const first = (await fixture.checkDrift(0)).data;
    const second = (await fixture.checkDrift(1)).data;

    // 60 + 61 + 60 + 2 records; 60 + 30 + 1 rows in the window, 30 + 60 after it.
    expect(first).toMatchObject({ objects: 4, records: 183, rows: 91, rowsOutsideWindow: 90 });
    expect(first.rejected.records).toBe(2);
    expect(first.rows + first.rowsOutsideWindow + first.rejected.records).toBe(first.records);
    // The next day reads the two files that may reach into it.
    expect(second).toMatchObject({ objects: 2, records: 121, rows: 90, rowsOutsideWindow: 30 });
    expect(second.rows + second.rowsOutsideWindow + second.rejected.records).toBe(second.records);
  });
});
