import { describe, expect, it } from 'vitest';
import { checkDrift, checkLargeDrift } from '../../../../../lambdas/core/check/check-drift.ts';
import { WINDOW_PARTS } from '../../../../../lambdas/core/check/reading/fan-out/reading-keys.ts';
import { runReadingStep } from '../../../../../lambdas/core/check/reading/fan-out/run-step.ts';
import type { ReadingStep } from '../../../../../lambdas/core/check/reading/fan-out/steps.ts';
import { getText } from '../../../../../lambdas/core/check/reading/fan-out/stored-text.ts';
import { profileCapture } from '../../../../../lambdas/core/check/reading/profile-capture.ts';
import { parseMonitor } from '../../../../../lambdas/core/monitor/parse.ts';
import type { ObjectStore } from '../../../../../lambdas/core/ports.ts';
import type { Location } from '../../../../../lambdas/core/sources.ts';
import { SeededRandom } from '../../../../../lambdas/core/statistics/random.ts';
import { countReading } from '../../../stories/counted-reading.ts';
import { captureLine } from '../../../stories/fixtures.ts';
import { drawParcels, openDepot, parcelMonitor, requestsOf } from '../../../stories/parcels.ts';
import { bytesOf, morningAfter } from '../../../stories/story-fixture.ts';
import { placeOf, planFirstDay } from './reading-in-parts.ts';

const LINES = requestsOf(0, drawParcels(new SeededRandom(3), 60)).map(captureLine);
/** Six parts, of which the fourth and the sixth have records of the first. */
const FILES = [0, 1, 2, 3, 4, 5].map((i) => ({
  lines: [...LINES.slice(10 * i, 10 * i + 10), ...(i === 3 || i === 5 ? [LINES[0], LINES[1].replace('0', '1')] : [])],
  size: 1100,
}));

/** A place where one file cannot be read. */
function without(place: Location, name: string): Location {
  const stream = (key: string) => {
    if (key.endsWith(name)) throw new Error(`get s3://bucket/${key}: AccessDenied: no`);
    return place.store.stream(key);
  };
  return { ...place, store: { ...place.store, stream } };
}

/** A store that dies at a write. */
function dyingAt(store: ObjectStore, write: number): ObjectStore {
  let writes = 0;
  return {
    list: (prefix) => store.list(prefix),
    folders: (prefix) => store.folders(prefix),
    get: (key) => store.get(key),
    stream: (key) => store.stream(key),
    slice: (...range) => store.slice(...range),
    put: (...given) => (++writes === write ? Promise.reject(new Error('killed')) : store.put(...given)),
  };
}

describe('the steps of a reading', () => {
  it.each<[number, ReadingStep['step'], number]>([
    [1, 'read-part', 6],
    [2, 'read-part', 6],
    [1, 'find-repeats', 2],
    [1, 'read-again', 2],
    [1, 'merge', 1],
  ])('leave the same when each that writes dies at its write %d and is repeated: %s', async (write, step, kills) => {
    const origin = await openDepot();
    const fixture = await origin.fork();
    const planned = await planFirstDay(fixture, placeOf(FILES));
    await planned.doSteps(planned.step);
    const expected = await bytesOf(fixture.store);

    const killed = await origin.fork();
    const again = await planFirstDay(killed, placeOf(FILES));
    const errors: string[] = [];
    await again.doSteps((request) => {
      const results = request.step === step ? dyingAt(killed.store, write) : killed.store;
      return again.step(request, { ...again.context, results }).catch((error) => {
        errors.push(error.message);
        return again.step(request);
      });
    });

    expect(errors).toEqual(new Array(kills).fill('killed'));
    expect(await bytesOf(killed.store)).toEqual(expected);
    // Another execution.
    await again.doSteps(again.step);
    expect(await bytesOf(killed.store)).toEqual(expected);
  });

  it('read no part again that an earlier execution has read', async () => {
    const fixture = await openDepot();
    const reading = countReading(() => placeOf(FILES));
    const planned = await planFirstDay(fixture, placeOf(FILES), { open: reading.open });
    const uri = fixture.monitor.capture.uri;
    await planned.step({ step: 'read-part', ...planned.frame, part: 1 });
    expect(reading.take(uri)).toBeGreaterThan(0);
    await planned.step({ step: 'read-part', ...planned.frame, part: 1 });
    expect(reading.take(uri)).toBe(0);
  });

  it('fail by the name of a file that cannot be read', async () => {
    const planned = await planFirstDay(await openDepot(), without(placeOf(FILES), '0002.jsonl'));
    await expect(planned.step({ step: 'read-part', ...planned.frame, part: 2 })).rejects.toThrow(
      'get s3://bucket/captures/2001/02/01/12/0002.jsonl: AccessDenied',
    );
  });

  it('leave out a part that failed, name its files in the result, and keep no profile that counts as whole', async () => {
    const fixture = await openDepot();
    const { monitor, store } = fixture;
    const place = placeOf(FILES);
    const planned = await planFirstDay(fixture, without(place, '0002.jsonl'));
    const tolerant = (request: ReadingStep) =>
      planned.step(request).catch((error) => {
        if (request.step === 'merge') throw error;
        expect(request).toMatchObject({ step: 'read-part', part: 2 });
        expect(error.message).toContain('AccessDenied');
        return null;
      });
    await expect(planned.doSteps(tolerant, 16)).rejects.toThrow('1 of 6 parts of the window 2001-02-01 are missing');
    // It has also died between its two writes.
    const hashes = await store.get(`${planned.run}seen/3.bin`);
    await store.put(`${planned.run}seen/2.bin`, hashes!.bytes);
    await planned.doSteps(tolerant, 17);
    const machine = { start: () => Promise.reject(new Error('the window was read')) };
    const handing = { machine, check: {}, before: { run: planned.run, times: 1 } };
    const result = await checkLargeDrift(monitor, planned.window, handing, planned.context);
    expect(result!.data).toMatchObject({
      objects: 5,
      rows: 50,
      repeats: 3,
      rejected: {
        records: 2,
        byReason: [
          { reason: 'conflicting-id', count: 1 },
          { reason: 'unreadable-file', count: 1 },
        ],
      },
    });
    expect(result!.data.rejected.samples).toContainEqual({
      reason: 'unreadable-file',
      uri: 's3://bucket/captures/2001/02/01/12/0002.jsonl',
      line: null,
      detail: 'reading its part of the window failed each time',
      excerpt: '',
    });
    expect(result!.data.rejected.places.map(({ uri }) => uri)).toContain(
      's3://bucket/captures/2001/02/01/12/0002.jsonl',
    );

    const later = await checkDrift(monitor, planned.window, fixture.at(morningAfter(0), { open: () => place }));
    expect(later.data).toMatchObject({ objects: 6, rows: 60 });
    expect((await store.get('story/profiles/2001-02-01.json')) !== null).toBe(true);
  });

  it.each(['hash', 'hide'])('store no record of the data where values are not shown: %s', async (values) => {
    const fixture = await openDepot({ privacy: `{ values: ${values} }` });
    const lines = [...LINES.slice(0, 5), 'SECRET', LINES[5].replaceAll('"eventId":"event-', '"eventId":"SECRET-')];
    const files = [0, 1].map(() => ({ lines, size: 1100 }));
    const planned = await planFirstDay(fixture, placeOf(files));
    await planned.doSteps(planned.step);
    const texts: string[] = [];
    for await (const { key } of fixture.store.list(WINDOW_PARTS)) texts.push((await getText(fixture.store, key))!);
    expect(texts.length).toBeGreaterThan(8);
    expect(texts.filter((text) => text.includes('SECRET'))).toEqual([]);

    const { data } = await planned.merged();
    const alone = await profileCapture(fixture.monitor, planned.window, planned.baseline, planned.context);
    expect({ ...data, rejected: 0, repeatSamples: 0 }).toEqual({ ...alone.data, rejected: 0, repeatSamples: 0 });
    expect(data.rejected.byReason).toEqual(alone.data.rejected.byReason);
    expect(data.rejected.places).toEqual(alone.data.rejected.places);
  });

  it.each<[string, Partial<ReadingStep>, string, string]>([
    [
      'another monitor',
      { run: 'window_parts/other/2001-02-01/0/' },
      '',
      'is no reading of the window 2001-02-01 of story',
    ],
    ['another window', { window: '2001-02-02' }, '', 'is no reading of the window 2001-02-02 of story'],
    ['no reading', { run: 'window_parts/story/2001-02-01/0/' }, '', 'there is no object'],
    ['other settings', {}, '[distance, weight, depot]', 'the settings of story or the code changed while the window'],
  ])('refuse the keys of %s', async (_, changed, features, message) => {
    const fixture = await openDepot();
    const planned = await planFirstDay(fixture, placeOf(FILES));
    const text = parcelMonitor().replace('[weight, distance, depot]', features || '[weight, distance, depot]');
    const monitor = parseMonitor(text, `${fixture.folder}/story.yaml`);
    const request = { step: 'merge', tolerated: 0, ...planned.frame, ...changed } as ReadingStep;
    await expect(runReadingStep(request, monitor, planned.context)).rejects.toThrow(message);
  });
});
