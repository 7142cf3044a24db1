import * as fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { checkDrift } from '../../../../lambdas/core/check/check-drift.ts';
import { KeptAnswers } from '../../../../lambdas/core/check/reading/answers/kept-answers.ts';
import { capturedTimes } from '../../../../lambdas/core/check/reading/captured-times.ts';
import { readPredictions } from '../../../../lambdas/core/check/reading/labelled-predictions.ts';
import { profileCapture } from '../../../../lambdas/core/check/reading/profile-capture.ts';
import { readBaseline } from '../../../../lambdas/core/check/reading/read-window.ts';
import type { RunContext } from '../../../../lambdas/core/context.ts';
import { countReading } from '../../stories/counted-reading.ts';
import { csvFile } from '../../stories/fixtures.ts';
import { MemoryStore } from '../../stories/memory-store.ts';
import { openDepot } from '../../stories/parcels.ts';
import { DAY, FIRST_DAY, HOUR, morningAfter, type StoryFixture } from '../../stories/story-fixture.ts';

const NAMES = ['time', 'id', 'weight', 'distance', 'depot', 'score'];
const DAYS = 4;

interface Row {
  /** Hours after the first day's start; null: no time. */
  readonly hour: number | null;
  readonly id: number;
  readonly weight: number;
  /** A row that is no record. */
  readonly isBroken: boolean;
}

interface File {
  readonly rows: readonly Row[];
  /** A column under another name, a file that lacks the ids, or one that ends too early. */
  readonly kind: 'usual' | 'renamed' | 'without ids' | 'cut';
}

const row: fc.Arbitrary<Row> = fc.record({
  hour: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: -6, max: DAYS * 24 + 6 }) }, fc.constant(null)),
  id: fc.integer({ min: 0, max: 30 }),
  weight: fc.integer({ min: 0, max: 3 }),
  isBroken: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
});
const file: fc.Arbitrary<File> = fc.record({
  // Hours of a day or two, as an export at midnight has them, or of any.
  rows: fc.oneof(
    fc.array(row, { maxLength: 12 }),
    fc
      .tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.array(row, { minLength: 1, maxLength: 12 }))
      .map(([day, rows]) =>
        rows.map((each) => (each.hour === null ? each : { ...each, hour: 24 * day + (each.hour % 26) })),
      ),
  ),
  kind: fc.constantFrom('usual', 'usual', 'usual', 'renamed', 'without ids', 'cut'),
});

const FORMATS = {
  csv: ({ rows, kind }: File) => {
    const text = csvFile(
      namesOf(kind),
      rows.map((each) => (each.isBroken ? ['broken'] : cellsOf(each, kind))),
    );
    return new TextEncoder().encode(kind === 'cut' ? `${text}"` : text);
  },
  jsonl: ({ rows, kind }: File) => {
    const lines = rows.map((each) => {
      if (each.isBroken) return '{"time"';
      return JSON.stringify(Object.fromEntries(namesOf(kind).map((name, i) => [name, cellsOf(each, kind)[i]])));
    });
    return new TextEncoder().encode(kind === 'cut' ? `${lines.join('\n')}\n{"` : `${lines.join('\n')}\n`);
  },
  parquet: (file: File) => parquetFile(file, 'STRING'),
  'parquet with timestamps': (file: File) => parquetFile(file, 'TIMESTAMP'),
};
type Format = keyof typeof FORMATS;

function parquetFile({ rows, kind }: File, times: 'STRING' | 'TIMESTAMP'): Uint8Array {
  const columnData = namesOf(kind).map((name, i) => {
    const cells = rows.map((each) => cellsOf(each, kind)[i]);
    if (name === 'time' && times === 'TIMESTAMP') {
      return { name, data: cells.map((cell) => (cell === null ? null : new Date(String(cell)))), type: times };
    }
    const isNumber = ['weight', 'mass', 'distance', 'score'].includes(name);
    return { name, data: cells, type: isNumber ? ('DOUBLE' as const) : ('STRING' as const) };
  });
  const bytes = new Uint8Array(
    parquetWriteBuffer({ columnData: columnData.map((each) => ({ ...each, nullable: true })) }),
  );
  return kind === 'cut' ? bytes.subarray(0, bytes.length - 5) : bytes;
}

function namesOf(kind: File['kind']): string[] {
  return NAMES.filter((name) => name !== 'id' || kind !== 'without ids').map((name) =>
    name === 'weight' && kind === 'renamed' ? 'mass' : name,
  );
}

function cellsOf({ hour, id, weight }: Row, kind: File['kind']) {
  const time = hour === null ? null : new Date(FIRST_DAY + hour * HOUR).toISOString();
  const cells = [time, `id-${id}`, weight, 10 * weight, ['north', 'east'][id % 2], weight / 4];
  return kind === 'without ids' ? cells.filter((_, i) => i !== 1) : cells;
}

function capture(format: Format) {
  return `{ uri: captures, format: ${format.split(' ')[0]}, time: time, id: id, features: [weight, distance, depot], prediction: { score: score, threshold: 0.5 } }`;
}

/** All that a drift and an accuracy check find in a window, and what is stored of it. */
async function found(fixture: StoryFixture, day: number, context: RunContext) {
  const window = fixture.window(day);
  const baseline = await readBaseline(fixture.monitor, window, await fixture.state(), context);
  const { columns, misplaced, ...captured } = await profileCapture(fixture.monitor, window, baseline, context);
  const kept = await KeptAnswers.open(fixture.monitor, context);
  const { predictions, data, captures } = await readPredictions(fixture.monitor, window, baseline, context, kept);
  const { rows, keys, ...rest } = predictions;
  const profile = await context.results.get(`${fixture.monitor.name}/profiles/${window.name}.json`);
  return {
    captured,
    columns: columns.sets,
    misplaced: [...misplaced],
    answers: { rows: rows.stored, requests: keys.requests, rest, data, captures: String(captures) },
    profile: profile && new TextDecoder().decode(profile.bytes),
  };
}

describe.each(Object.keys(FORMATS) as Format[])('files of %s that are known to lie outside a window', (format) => {
  it('give what reading them gives, in any order of windows, in one run or several', async () => {
    const origin = await openDepot({ capture: capture(format) });
    const windows = fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 6 }), windows, async (files, order) => {
        const objects = files.map(
          (each, i) => [`captures/part-${i}.${format.split(' ')[0]}`, FORMATS[format](each)] as const,
        );
        const place = { store: new MemoryStore(new Map(objects)), prefix: 'captures/', uriOf: (key: string) => key };
        const changed = { open: () => place };
        const [inOneRun, inSeveral] = [await origin.fork(), await origin.fork()];
        const knownFiles = new Map();
        for (const day of order) {
          const alone = await origin.fork();
          const expected = await found(alone, day, alone.at(morningAfter(day), changed));
          for (const fixture of [inOneRun, inSeveral]) await forget(fixture, day);
          const shared = await found(
            inOneRun,
            day,
            inOneRun.at(morningAfter(day), { ...changed, knownFiles, dryRun: true }),
          );
          expect({ ...shared, profile: null }).toStrictEqual({ ...expected, profile: null });
          expect(await found(inSeveral, day, inSeveral.at(morningAfter(day), changed))).toStrictEqual(expected);
        }
      }),
      { numRuns: 10 },
    );
  });

  /** So that the window is read again. */
  async function forget(fixture: StoryFixture, day: number) {
    const name = fixture.monitor.name;
    const window = fixture.window(day).name;
    for (const key of [`${name}/profiles/${window}.json`, `kept_answers/${name}/${window}.bin`])
      await fixture.store.put(key, new Uint8Array());
  }
});

describe('a year of daily files that are known', () => {
  it.each(['csv', 'jsonl', 'parquet'] as const)('of %s: a day takes the bytes of that day', async (format) => {
    const fixture = await openDepot({ capture: capture(format) });
    const place = { store: yearOf(format), prefix: 'captures/', uriOf: (key: string) => key };
    const reading = countReading((uri) => (uri === 'captures' ? place : fixture.at(0).open(uri)));
    const check = async (day: number) => {
      await fixture.checkDrift(day, { open: reading.open });
      await fixture.checkAccuracy(day, undefined, { open: reading.open });
      return reading.take('captures');
    };

    const first = await check(300);
    const later = await check(301);

    // The file of the day, and that of the day before, which has its first rows.
    // The first check of Parquet also looks at each footer, which here is most of the file.
    expect(later / first).toBeGreaterThan((2 / 365) * (format === 'parquet' ? 0.5 : 0.95));
    expect(later / first).toBeLessThan((2 / 365) * 1.05);
  });

  it('of Parquet with timestamps: the first check reads the footers of other days', async () => {
    const fixture = await openDepot({ capture: capture('parquet') });
    const days = Array.from({ length: 30 }, (_, day) => {
      const rows = Array.from({ length: 2000 }, (_, i) => ({
        hour: 24 * day + i / 100,
        id: day * 2000 + i,
        weight: Math.sin(i),
        isBroken: false,
      }));
      return [`captures/${day}.parquet`, parquetFile({ kind: 'usual', rows }, 'TIMESTAMP')] as const;
    });
    const size = days[9][1].length;
    const place = { store: new MemoryStore(new Map(days)), prefix: 'captures/', uriOf: (key: string) => key };
    const reading = countReading((uri) => (uri === 'captures' ? place : fixture.at(0).open(uri)));

    const { data } = await fixture.checkDrift(9, { open: reading.open });

    expect(data).toMatchObject({ rows: 2000, rowsOutsideWindow: 29 * 2000, objects: 30 });
    // The file of the day once, and 8 KB of the end of each, twice of that day's.
    expect(size).toBeGreaterThan(4 * 8192);
    expect(reading.take('captures')).toBeLessThan(2 * size + 31 * 8192);
    // Nothing is opened for a window that is kept, whatever is known of the files.
    await fixture.store.put('story/captured-files/drift.json', new Uint8Array());
    await fixture.checkDrift(9, { open: reading.open });
    expect(reading.take('captures')).toBe(0);
    await fixture.checkDrift(10, { open: reading.open });
    reading.take('captures');
    const times = await capturedTimes(fixture.monitor, fixture.at(0, { open: reading.open }));
    expect(times).toMatchObject({ first: FIRST_DAY, last: FIRST_DAY + 29 * DAY + 19.99 * HOUR });
    expect(reading.take('captures')).toBe(0);
    await capturedTimes(
      fixture.monitor,
      (await fixture.fork()).at(0, { open: reading.open, results: new MemoryStore() }),
    );
    expect(reading.take('captures')).toBeLessThan(31 * 8192);
  });
});

/** A file a day, of rows from just after midnight to just after the next: an export at midnight. */
function yearOf(format: Format): MemoryStore {
  const files = Array.from({ length: 365 }, (_, day) => {
    const rows = Array.from({ length: 24 }, (_, i) => ({
      hour: 24 * day + i + 1.01,
      id: i,
      weight: i % 4,
      isBroken: false,
    }));
    const name = new Date(FIRST_DAY + day * DAY).toISOString().slice(0, 10);
    return [`captures/datum=${name}/part-0.${format}`, FORMATS[format]({ kind: 'usual', rows })] as const;
  });
  return new MemoryStore(new Map(files));
}

describe('what is known of files', () => {
  async function serveDays(changes: Readonly<Record<string, string>> = {}) {
    const fixture = await openDepot({ capture: capture('csv'), ...changes });
    for (let day = 0; day < 3; day++) {
      const rows = Array.from({ length: 40 }, (_, id) => ({
        hour: 24 * day + id / 2,
        id,
        weight: id % 4,
        isBroken: day === 0 && id === 7,
      }));
      fixture.write(`captures/${day}.csv`, FORMATS.csv({ kind: 'usual', rows }));
    }
    return fixture;
  }
  const known = async (fixture: StoryFixture) => (await fixture.store.get('story/captured-files/drift.json'))?.bytes;

  async function readAgain(fixture: StoryFixture, day: number, changed: Partial<RunContext> = {}) {
    const reading = countReading(fixture.at(0).open);
    const result = await fixture.checkDrift(day, { open: reading.open, ...changed });
    return { bytes: reading.take('captures'), data: result.data };
  }

  it('counts for a file as it is: a file with another version is read again', async () => {
    const fixture = await serveDays();
    await fixture.checkDrift(2);
    const rows = [{ hour: 49, id: 99, weight: 1, isBroken: false }];
    fixture.write('captures/1.csv', FORMATS.csv({ kind: 'usual', rows }));

    const { data } = await readAgain(fixture, 2);

    expect(data).toMatchObject({ rows: 41, rowsOutsideWindow: 39 });
  });

  it('counts for the settings of the monitor: with another time column files are read again', async () => {
    const fixture = await serveDays();
    await fixture.checkDrift(2);
    const other = await openDepot({
      capture: capture('csv').replace('time: time', 'time: id'),
    });
    const context = fixture.at(morningAfter(1));
    const baseline = await readBaseline(fixture.monitor, fixture.window(1), await fixture.state(), context);

    const { data } = await profileCapture(other.monitor, fixture.window(1), baseline, context);

    expect(data.rejected.byReason).toEqual([
      { reason: 'invalid-time', count: 119 },
      { reason: 'wrong-column-count', count: 1 },
    ]);
  });

  it('is not written by a dry run, and damage to it costs a reading only', async () => {
    const fixture = await serveDays();
    const first = await readAgain(fixture, 1, { dryRun: true });
    const nothing = await known(fixture);
    await fixture.checkDrift(1);
    const written = await known(fixture);
    await fixture.store.put('story/captured-files/drift.json', written!.subarray(0, written!.length - 9));

    const again = await readAgain(fixture, 2);

    expect(nothing).toBeUndefined();
    expect(again.bytes).toBe(first.bytes);
  });

  it('quotes no record of the data, and no name of a column, where values are hidden', async () => {
    const fixture = await serveDays({ privacy: '{ values: hide }' });
    await fixture.checkDrift(2);

    const { columns, files } = JSON.parse(new TextDecoder().decode(await known(fixture)));

    // The file of day 0 has an unreadable record, which would be quoted: it is read again.
    expect([columns, files.length]).toEqual([[], 2]);
  });

  it('is found anew when values are no longer shown: excerpts that were kept go', async () => {
    const fixture = await serveDays();
    await fixture.checkDrift(2);
    const text = async () => new TextDecoder().decode(await known(fixture));
    const before = await text();
    const hidden = { ...fixture.monitor, privacy: { ...fixture.monitor.privacy, values: 'hide' as const } };
    await checkDrift(hidden, fixture.window(1), fixture.at(morningAfter(1)));

    expect(before).toContain('"excerpt":"broken"');
    expect(await text()).not.toContain('broken');
  });

  it('says when data was captured, without reading it again', async () => {
    const fixture = await serveDays();
    const reading = countReading(fixture.at(0).open);
    const end = FIRST_DAY + 2 * DAY;
    const times = () => capturedTimes(fixture.monitor, fixture.at(0, { open: reading.open }), { before: end });
    const read = await times();
    const whole = reading.take('captures');
    await fixture.checkDrift(2);

    expect(await times()).toEqual(read);
    expect(read).toEqual({
      first: FIRST_DAY,
      firstFrom: FIRST_DAY,
      last: end + 19.5 * HOUR,
      lastBefore: end - 4.5 * HOUR,
    });
    // The file of the first day has an unreadable record.
    expect(reading.take('captures')).toBeLessThan(whole / 2.5);
  });

  it('is forgotten of files that are gone', async () => {
    const fixture = await serveDays();
    await fixture.checkDrift(2);
    fixture.write('captures/1.csv', '');
    fixture.write(
      'captures/3.csv',
      FORMATS.csv({ kind: 'usual', rows: [{ hour: 49, id: 99, weight: 1, isBroken: false }] }),
    );
    await fixture.checkDrift(2);

    const { files } = JSON.parse(new TextDecoder().decode(await known(fixture)));

    expect(files.length).toBe(3);
  });
});
