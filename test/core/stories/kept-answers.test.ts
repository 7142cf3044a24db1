import { inflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAccuracy } from '../../../lambdas/core/check/check-accuracy.ts';
import { checkDueWindows } from '../../../lambdas/core/check/check-due-windows.ts';
import { KeptAnswers } from '../../../lambdas/core/check/reading/answers/kept-answers.ts';
import { readPredictions } from '../../../lambdas/core/check/reading/labelled-predictions.ts';
import { readModelBaseline } from '../../../lambdas/core/check/reading/read-window.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { type CountedReading, countReading } from './counted-reading.ts';
import { captureLine, writeCaptureLines, writeLabels } from './fixtures.ts';
import { keepingNone, openWorld, world } from './kept-answers.ts';
import { labelDay, openDepot, parcelId, parcelMonitor, requestsOf, serveDay } from './parcels.ts';
import { bytesOf, contentOf, DAY, dayName, FIRST_DAY, HOUR, morningAfter, type StoryFixture } from './story-fixture.ts';

const NOON = FIRST_DAY + 12 * HOUR;
const KEY = 'story/answers-key.txt';
const keptKey = (day: number) => `kept_answers/story/${dayName(day)}.bin`;

/** Checks the first day's accuracy at a time, and says how many bytes of captures and labels that took. */
async function check(fixture: StoryFixture, now: number, monitor: Monitor = fixture.monitor, dryRun = false) {
  const reading = countReading(fixture.at(0).open);
  const result = await checkAccuracy(monitor, fixture.window(0), fixture.at(now, { open: reading.open, dryRun }));
  return { result, captures: reading.take('captures'), labels: reading.take('labels') };
}

const at = (days: number) => FIRST_DAY + days * DAY + 6 * HOUR;

describe('what an accuracy check keeps of a window', () => {
  it('gives the same results to the bit as its captures, whatever they hold', async () => {
    let [kept, joined, rejected, withoutKept] = [0, 0, 0, 0];
    await fc.assert(
      fc.asyncProperty(world, fc.nat(80), async (given, first) => {
        const fixture = await openWorld(given);
        const arrive = (lines: readonly string[], time: number) => {
          if (lines.length > 0) fixture.write(`labels/2001/02/0${time}/05/labels.jsonl`, lines.join('\n'));
        };
        // Equal values have equal hashes in both.
        await fixture.store.put('story/value-key.txt', new TextEncoder().encode('5'.repeat(64)));
        const other = await fixture.fork();
        const plain = keepingNone(fixture, given.monitor);
        for (const [day, lines] of [
          [2, given.labels.slice(0, first)],
          [3, given.labels.slice(first)],
          [4, []],
        ] as const) {
          arrive(lines, day);
          const found = await check(fixture, at(day));
          const expected = await check(other, at(day), plain);
          expect(found.captures > 0).toBe(day === 2);
          expect(expected.captures).toBeGreaterThan(0);
          // toStrictEqual tells 0 from -0, and a missing member from undefined.
          expect(found.result).toStrictEqual(expected.result);
          expect(JSON.stringify(found.result)).toBe(JSON.stringify(expected.result));
          if (found.captures === 0) kept++;
          else withoutKept++;
          joined += found.result.labels!.labelled;
          rejected += found.result.data.rejected.records;
        }
        expect(await fixture.pageOf('accuracy', 0)).toBe(await other.pageOf('accuracy', 0));
        expect((await fixture.store.get(keptKey(0))) !== null).toBe(true);
        expect(await other.store.get(keptKey(0))).toBeNull();
      }),
      { numRuns: 40, seed: 20_261_201 },
    );
    // The worlds have what the test is about.
    expect([kept, withoutKept]).toEqual([80, 40]);
    expect(Math.min(joined, rejected)).toBeGreaterThan(50);
  }, 120_000);

  it('lets 30 days with labels over 13 days read each capture once, and when nothing came nothing', async () => {
    const DAYS = 30;
    const fixture = await openDepot({ performance: '{ primaryMetric: accuracy }' });
    const reading = countReading(fixture.at(0).open);
    const sizes: number[] = [];
    const read: number[] = [];
    let results: readonly CheckResult[] = [];
    for (let day = 0; day < DAYS; day++) {
      const parcels = serveDay(fixture, day, undefined, 39);
      sizes.push(await captureBytes(reading, day));
      // Three parcels a morning.
      for (let part = 0; part < 13; part++) {
        const rows = { wrong: 3, from: 3 * part, to: 3 * part + 3 };
        labelDay(fixture, day, parcels, { ...rows, arrival: FIRST_DAY + (day + 1 + part) * DAY + 5 * HOUR });
      }
    }
    for (let day = 1; day < DAYS + 14; day++) {
      const now = morningAfter(day) + HOUR / 2;
      const run = () =>
        checkDueWindows(fixture.monitor, fixture.at(now, { open: reading.open, pages: false }), {
          upTo: fixture.window(DAYS - 1).start,
        });
      ({ results } = await run());
      read.push(reading.take('captures'));
      expect(reading.take('labels')).toBeGreaterThan(0);
      // Two parts have come by the first check of a day, and one more by each of the eleven that follow.
      const measured = results.filter(({ data }) => data.rows > 0);
      if (day < 14) expect(measured).toHaveLength(Math.min(day, 12));
      await run();
      expect([reading.take('captures'), reading.take('labels')]).toEqual([0, 0]);
    }
    expect(read.slice(0, DAYS)).toEqual(sizes);
    expect(read.slice(DAYS)).toEqual(Array(13).fill(0));
    const last = (await fixture.stored(`checks/accuracy/${dayName(DAYS - 1)}/result.json`)) as CheckResult;
    expect(last.labels).toMatchObject({ labelled: 39, predictions: 39, coverage: 1 });
    // 3 of 39 are wrong.
    expect(last.performance!.metrics['accuracy'].value).toBe(36 / 39);
  }, 120_000);

  it('reads the new labels only when labels came', async () => {
    const fixture = await openDepot();
    const parcels = serveDay(fixture, 0);
    labelDay(fixture, 0, parcels, { wrong: 5, to: 200, arrival: at(1) });
    const first = await check(fixture, at(2));
    labelDay(fixture, 0, parcels, { wrong: 5, from: 200, arrival: at(2) });
    const second = await check(fixture, at(3));
    expect([first.captures > 0, second.captures]).toEqual([true, 0]);
    expect(second.result.labels!.labelled).toBe(400);
    expect(second.result.data).toEqual(first.result.data);
  });

  it.each<[string, (fixture: StoryFixture, path: string) => unknown]>([
    ['a late file', (fixture) => writeCaptureLines(fixture, NOON + HOUR, [requestLine(7)])],
    ['a longer file', (fixture, path) => fixture.write(path, `${requestLine(1)}\n${requestLine(2)}\n`)],
    ['a file rewritten in the same size', (fixture, path) => fixture.write(path, `${requestLine(3)}\n`)],
    [
      'a damaged file',
      (fixture) => change(fixture, keptKey(0), (bytes) => bytes.with(bytes.length - 1, 1 ^ bytes.at(-1)!)),
    ],
    ['a damaged header', (fixture) => change(fixture, keptKey(0), (bytes) => bytes.with(60, 1 ^ bytes[60]))],
    ['a file that was cut off', (fixture) => change(fixture, keptKey(0), (bytes) => bytes.slice(0, 100))],
    ['an empty file', (fixture) => change(fixture, keptKey(0), () => new Uint8Array())],
    ['a file of another version', (fixture) => change(fixture, keptKey(0), (bytes) => bytes.with(4, 1 + bytes[4]))],
    ['the file of another window', (fixture) => moveAnother(fixture)],
    ['the file of another monitor, sealed with its key', (fixture) => foreign(fixture)],
    ['another key', (fixture) => change(fixture, KEY, () => new TextEncoder().encode(`${'0'.repeat(64)}\n`))],
  ])('counts for nothing after %s', async (_, changed) => {
    const fixture = await openDepot();
    const path = writeCaptureLines(fixture, NOON, [requestLine(1)]);
    writeLabels(fixture, at(1), [{ id: parcelId(0, 1), values: [1] }]);
    await check(fixture, at(2));
    expect((await check(fixture, at(2))).captures).toBe(0);
    await changed(fixture, path);
    const fresh = await fixture.fork();
    await change(fresh, keptKey(0), () => new Uint8Array());
    const again = await check(fixture, at(2));
    expect(again.captures).toBeGreaterThan(0);
    expect(again.result).toEqual((await check(fresh, at(2))).result);
    // It was kept anew.
    expect((await check(fixture, at(2))).captures).toBe(0);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'missing values',
      { capture: '{ uri: captures, missing: ["-1"], features: [weight, distance, depot], prediction: { score: 0 } }' },
    ],
    ['the answer', { capture: '{ uri: captures, features: [weight, distance, depot], prediction: { label: 0 } }' }],
    ['segments', { performance: '{ segments: [depot] }' }],
    ['what may be quoted', { privacy: '{ values: hide }' }],
  ])('counts for nothing with other settings of %s', async (_, sections) => {
    const fixture = await openDepot();
    writeCaptureLines(fixture, NOON, [requestLine(1)]);
    await check(fixture, at(2));
    const monitor = parseMonitor(parcelMonitor(sections), fixture.monitor.file);
    expect((await check(fixture, at(2), monitor)).captures).toBeGreaterThan(0);
  });

  it('does not depend on limits, schedules or alerts', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    await check(fixture, at(2));
    const monitor = parseMonitor(
      parcelMonitor({
        performance: '{ alert: [accuracy < 0.9], minimumRows: 5 }',
        capture:
          '{ uri: captures, maxRejectedShare: 0.5, features: [weight, distance, depot], prediction: { score: 0, threshold: 0.5 } }',
        schedule: '{ accuracy: rate(2 days) }',
        labels: '{ uri: labels, lag: P2D, keepAnswers: P30D }',
      }),
      fixture.monitor.file,
    );
    expect((await check(fixture, at(3), monitor)).captures).toBe(0);
  });

  it('stores nothing in a dry run, which uses what is there', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    const before = await contentOf(fixture.store);
    const first = await check(fixture, at(2), fixture.monitor, true);
    expect(await contentOf(fixture.store)).toEqual(before);
    await check(fixture, at(2));
    const again = await check(fixture, at(2), fixture.monitor, true);
    expect([first.captures > 0, again.captures]).toEqual([true, 0]);
    expect(again.result.performance).toEqual(first.result.performance);
  });

  it('is neither written nor read where it takes more than an eighth of the memory', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0);
    await check(fixture, at(2));
    const size = async () => (await fixture.store.get(keptKey(0)))!.bytes.length;
    const whole = await size();
    const { monitor } = fixture;
    const reading = countReading(fixture.at(0).open);
    const context = fixture.at(at(2), { open: reading.open });
    const baseline = await readModelBaseline(monitor, fixture.window(0), await fixture.state(), context);
    /** The bytes of captures that a reading takes with so many bytes for the file. */
    const readWith = async (bytes: number) => {
      const kept = await KeptAnswers.open(monitor, { ...context, memory: (8 * bytes) / 2 ** 20 });
      await readPredictions(monitor, fixture.window(0), baseline, context, kept);
      return reading.take('captures');
    };
    expect(await readWith(whole)).toBe(0);
    expect(await readWith(whole - 1)).toBeGreaterThan(0);
    await change(fixture, keptKey(0), () => new Uint8Array());
    expect([(await readWith(whole - 1)) > 0, await size()]).toEqual([true, 0]);
    expect([(await readWith(whole)) > 0, await size()]).toEqual([true, whole]);
  });
});

describe('the file of kept answers', () => {
  const SECRET = 'captured-secret';

  it.each(['show', 'hash', 'hide'])('has no id and no other feature (privacy.values: %s)', async (values) => {
    const fixture = await openDepot({ performance: '{ segments: [depot] }', privacy: `{ values: ${values} }` });
    const [request] = requestsOf(0, [{ weight: SECRET, distance: 50, depot: 'north', score: 0.5 }]);
    const lines = Array.from({ length: 50 }, (_, i) =>
      captureLine({ ...request, time: NOON + i, inferenceId: `customer-${i}` }),
    );
    writeCaptureLines(fixture, NOON, lines);
    await check(fixture, at(2));
    const texts = textsIn((await fixture.store.get(keptKey(0)))!.bytes);
    expect(texts).toContain('north');
    expect(texts).not.toContain(SECRET);
    // The first id is the example that a result shows, where no label was found.
    expect(texts.match(/customer-\d+/g)).toEqual(values === 'show' ? ['customer-0'] : null);
  });

  it('keeps the start of rejected records only where values are shown', async () => {
    for (const values of ['show', 'hash', 'hide']) {
      const fixture = await openDepot({ privacy: `{ values: ${values} }` });
      writeCaptureLines(fixture, NOON, [requestLine(1), `<html>${SECRET}</html>`]);
      await check(fixture, at(2));
      const again = await check(fixture, at(2));
      expect([again.captures, again.result.data.rejected.records]).toEqual([0, 1]);
      const texts = textsIn((await fixture.store.get(keptKey(0)))!.bytes);
      expect(texts.includes(SECRET)).toBe(values === 'show');
    }
  });
});

/** All that can be read in a file: as it is, and in every compressed part. */
function textsIn(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  const parts = [buffer.toString('latin1')];
  // Parts start behind the magic, the code and the table: see sealed-file.ts.
  const count = buffer.readUInt32LE(40);
  let start = 44 + 8 * count;
  for (let part = 0; part < count; part++) {
    const [size, stored] = [buffer.readUInt32LE(44 + 8 * part), buffer.readUInt32LE(48 + 8 * part)];
    const content = buffer.subarray(start, start + stored);
    if (size !== stored) parts.push(inflateRawSync(content).toString('utf8'));
    start += stored;
  }
  expect(start).toBe(buffer.length);
  return parts.join('\n');
}

async function captureBytes(reading: CountedReading, day: number): Promise<number> {
  const { store, prefix } = reading.open('captures');
  const folder = dayName(day).replaceAll('-', '/');
  let bytes = 0;
  for await (const { size } of store.list(`${prefix}${folder}`)) bytes += size;
  expect(bytes).toBeGreaterThan(0);
  return bytes;
}

function requestLine(row: number): string {
  const [request] = requestsOf(0, [{ weight: 20 + row, distance: 50, depot: 'north', score: 0.5 }]);
  return captureLine({ ...request, time: NOON + row, inferenceId: parcelId(0, row) });
}

async function change(
  { store }: Pick<StoryFixture, 'store'>,
  key: string,
  changed: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  await store.put(key, changed((await store.get(key))!.bytes));
}

/** Puts what was kept of the second day in place of the first. */
async function moveAnother(fixture: StoryFixture): Promise<void> {
  serveDay(fixture, 1);
  await fixture.checkAccuracy(1);
  const { bytes } = (await fixture.store.get(keptKey(1)))!;
  await fixture.store.put(keptKey(0), bytes);
}

/** Puts what another installation has kept of the same files in place of it. */
async function foreign(fixture: StoryFixture): Promise<void> {
  const other = await fixture.fork();
  await change(other, KEY, () => new TextEncoder().encode(`${'f'.repeat(64)}\n`));
  await check(other, at(2));
  const { bytes } = (await other.store.get(keptKey(0)))!;
  expect((await bytesOf(fixture.store)).get(keptKey(0))).not.toEqual(bytes);
  await fixture.store.put(keptKey(0), bytes);
}
