import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../../lambdas/core/backtest/replay.ts';
import { checkDrift } from '../../../lambdas/core/check/check-drift.ts';
import { profileCapture } from '../../../lambdas/core/check/reading/profile-capture.ts';
import { readBaseline } from '../../../lambdas/core/check/reading/read-window.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { countReading } from './counted-reading.ts';
import { type Cell, captureLine, writeCaptureLines } from './fixtures.ts';
import { MemoryStore } from './memory-store.ts';
import { openDepot, parcelMonitor, requestsOf, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, morningAfter, type StoryFixture } from './story-fixture.ts';

const NOON = FIRST_DAY + 12 * HOUR;
const UNREADABLE = '<html>504 Gateway Time-out</html>';

/** Checks the first day again as a dry run, and says how many bytes of the captures that took. */
async function checkAgain(fixture: StoryFixture, monitor: Monitor = fixture.monitor) {
  const reading = countReading(fixture.at(0).open);
  const context = fixture.at(morningAfter(0), { open: reading.open, dryRun: true });
  const result = await checkDrift(monitor, fixture.window(0), context);
  return { result, bytes: reading.take('captures') };
}

/** What a file of the first day is read as: from the file, and then from what was kept of it. */
async function readTwice(fixture: StoryFixture, lines: readonly string[]) {
  const captures = new MemoryStore(new Map([['captures/2001/02/01/12/00.jsonl', `${lines.join('\n')}\n`]]));
  const place = { store: captures, prefix: 'captures/', uriOf: (key: string) => key };
  const reading = countReading(() => place);
  const context = fixture.at(morningAfter(0), { open: reading.open });
  const window = fixture.window(0);
  const baseline = await readBaseline(fixture.monitor, window, await fixture.state(), context);
  const fromFile = await profileCapture(fixture.monitor, window, baseline, context);
  const first = reading.take('captures');
  const fromKept = await profileCapture(fixture.monitor, window, baseline, context);
  return { fromFile, fromKept, first, again: reading.take('captures') };
}

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom<Cell>('', 'north', 'NaN', 'Infinity', '-0', '1e400', '007', 'true', 'née', '2001-02-01', '\u{1f4e6}'),
);
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      row: fc.tuple(cell, cell, cell),
      score: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), cell),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(UNREADABLE, '[1]', '{"eventMetadata":{}}') },
);

describe('what a drift check keeps of a window', () => {
  it('is the same to the bit as what its files hold, whatever they hold, and no file is read again', async () => {
    const origin = await openDepot();
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 40 }), fc.boolean(), async (lines, repeats) => {
        const written = lines.map((each, i) =>
          typeof each === 'string'
            ? each
            : captureLine({ time: NOON + i, rows: [[...each.row]], answers: [each.score], inferenceId: `id-${i}` }),
        );
        const given = repeats ? [...written, ...written] : written;
        const { fromFile, fromKept, first, again } = await readTwice(await origin.fork(), given);
        expect([first > 0, again]).toEqual([true, 0]);
        // toStrictEqual tells 0 from -0, and a missing member from undefined.
        expect(fromKept).toStrictEqual(fromFile);
        expect(JSON.stringify(fromKept)).toBe(JSON.stringify(fromFile));
      }),
      { numRuns: 40 },
    );
  });

  it('gives the result and the page of the first check', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0, (parcel, row) => ({
      ...parcel,
      weight: row % 10 === 0 ? '' : parcel.weight,
      depot: 'abroad',
    }));
    const first = await fixture.checkDrift(0);
    const page = await fixture.pageOf('drift', 0);
    const { result, bytes } = await checkAgain(fixture);
    expect(bytes).toBe(0);
    expect(result.data).toEqual(first.data);
    expect([result.drift, result.quality, result.verdict]).toEqual([first.drift, first.quality, first.verdict]);
    await fixture.checkDrift(0);
    expect(await fixture.pageOf('drift', 0)).toBe(page);
  });

  it.each<[string, (fixture: StoryFixture, path: string) => unknown]>([
    ['a late file', (fixture) => writeCaptureLines(fixture, NOON + HOUR, [requestLine(7)])],
    ['a longer file', (fixture, path) => fixture.write(path, `${requestLine(1)}\n${requestLine(2)}\n`)],
    ['a file rewritten in the same size', (fixture, path) => fixture.write(path, `${requestLine(3)}\n`)],
    ['another baseline', (fixture) => rebuild(fixture)],
    ['a document of another version', (fixture) => store(fixture, '{"features":{},"answers":{}}')],
    ['a damaged document', (fixture) => store(fixture, '{"read":{"reading"')],
    ['an empty document', (fixture) => store(fixture, '')],
  ])('counts for nothing after %s', async (_, change) => {
    const fixture = await openDepot();
    const path = writeCaptureLines(fixture, NOON, [requestLine(1)]);
    await fixture.checkDrift(0);
    expect((await checkAgain(fixture)).bytes).toBe(0);
    await change(fixture, path);
    const fresh = await fixture.fork();
    await store(fresh, '');
    const again = await checkAgain(fixture);
    expect(again.bytes).toBeGreaterThan(0);
    expect(again.result).toEqual((await checkAgain(fresh)).result);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'missing values',
      { capture: '{ uri: captures, missing: ["-1"], features: [weight, distance, depot], prediction: { score: 0 } }' },
    ],
    ['the answer', { capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: 0 } }' }],
    ['the window', { schedule: '{ window: P1D, timeZone: Europe/Zurich }' }],
    ['what may be quoted', { privacy: '{ values: hide }' }],
  ])('counts for nothing with other settings of %s', async (_, sections) => {
    const fixture = await openDepot();
    writeCaptureLines(fixture, NOON, [requestLine(1)]);
    await fixture.checkDrift(0);
    const monitor = parseMonitor(parcelMonitor(sections), fixture.monitor.file);
    const reading = countReading(fixture.at(0).open);
    const window = { ...fixture.window(0), ...('schedule' in sections && { start: FIRST_DAY - HOUR }) };
    await checkDrift(monitor, window, fixture.at(morningAfter(0), { open: reading.open, dryRun: true }));
    expect(reading.take('captures')).toBeGreaterThan(0);
  });

  it('does not depend on limits, schedules or alerts', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    await fixture.checkDrift(0);
    const monitor = parseMonitor(
      parcelMonitor({
        drift: '{ minimumRows: 5 }',
        capture:
          '{ uri: captures, maxRejectedShare: 0.5, features: [weight, distance, depot], prediction: { score: 0, threshold: 0.5 } }',
        schedule: '{ drift: rate(2 days) }',
        alerts: '{ falsePages: 2 }',
      }),
      fixture.monitor.file,
    );
    expect((await checkAgain(fixture, monitor)).bytes).toBe(0);
  });

  it.each(['hash', 'hide'])('holds no record of the data with privacy.values: %s', async (values) => {
    const fixture = await openDepot({ privacy: `{ values: ${values} }` });
    serveDay(fixture, 1);
    await fixture.checkDrift(1);
    expect(await fixture.stored(`profiles/${dayName(1)}.json`)).toMatchObject({ read: { data: { rows: 400 } } });
    const good = Array.from({ length: 300 }, (_, i) => requestLine(i));
    writeCaptureLines(fixture, NOON, [...good, UNREADABLE]);
    await fixture.checkDrift(0);
    expect(await fixture.stored(`profiles/${dayName(0)}.json`)).toMatchObject({ read: null, features: { rows: 300 } });
    expect((await checkAgain(fixture)).bytes).toBeGreaterThan(0);
  });

  it('serves backtests, which then read no captures and conclude the same', async () => {
    const fixture = await openDepot();
    for (let day = 0; day < 4; day++)
      serveDay(fixture, day, (parcel) => (day === 2 ? { ...parcel, weight: 0 } : parcel));
    const windows = [0, 1, 2, 3].map((day) => fixture.window(day));
    const reading = countReading(fixture.at(0).open);
    const backtest = () =>
      replay([{ ...fixture.monitor, labels: null }], windows, {
        open: reading.open,
        results: fixture.store,
        now: FIRST_DAY + 9 * DAY,
      });
    const before = await backtest();
    expect(reading.take('captures')).toBeGreaterThan(0);
    for (let day = 0; day < 4; day++) await fixture.checkDrift(day);
    const after = await backtest();
    expect(reading.take('captures')).toBe(0);
    expect(before[0].alerts.length).toBeGreaterThan(0);
    expect(after).toEqual(before);
  });
});

function requestLine(row: number): string {
  const [request] = requestsOf(0, [{ weight: 20 + row, distance: 50, depot: 'north', score: 0.5 }]);
  return captureLine({ ...request, time: NOON + row, inferenceId: `id-${row}` });
}

async function store(fixture: StoryFixture, text: string): Promise<void> {
  await fixture.store.put(`story/profiles/${dayName(0)}.json`, new TextEncoder().encode(text));
}

/** A baseline of other training data. */
async function rebuild(fixture: StoryFixture): Promise<void> {
  const rows = Array.from({ length: 500 }, (_, i) => `${i},${i % 100},north,${i % 2},${(i % 10) / 10}\n`);
  fixture.write('training.csv', `weight,distance,depot,late,p\n${rows.join('')}`);
  await fixture.buildBaseline(FIRST_DAY - DAY);
}
