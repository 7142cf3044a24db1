import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../lambdas/core/capture/read-dataset.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { TableFormat } from '../../../lambdas/core/capture/spec.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import { serializeProfile } from '../../../lambdas/core/profile/serialize.ts';
import type { DeclaredType, Profile } from '../../../lambdas/core/profile/types.ts';
import { assessQuality } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import { sourceOf } from '../capture/memory-source.ts';

/** A column `x` as a file spells it. */
interface Spelled {
  readonly format: TableFormat;
  readonly lines: readonly string[];
}

const csv = (cells: readonly string[]): Spelled => ({
  format: 'csv',
  lines: ['x,row', ...cells.map((cell, i) => `${cell},${i}`)],
});
const json = (cells: readonly string[]): Spelled => ({
  format: 'jsonl',
  lines: cells.map((cell, i) => `{"x":${cell},"row":${i}}`),
});

async function* read({ format, lines }: Spelled) {
  const source = sourceOf(new TextEncoder().encode(`${lines.join('\n')}\n`), { uri: `data.${format}` });
  for await (const { rows, columns } of readDataset(source, { format, log: new RejectionLog() })) {
    yield { rows, columns: new Map([...columns].filter(([name]) => name === 'x')) };
  }
}

const baselineOf = (spelled: Spelled, types: ReadonlyMap<string, DeclaredType> = new Map()): Promise<Profile> =>
  buildBaselineProfile(() => read(spelled), { types, nanIsMissing: true });

async function windowOf(spelled: Spelled, baseline: Profile): Promise<Profile> {
  const profiler = new Profiler({ schema: schemaOf(baseline), nanIsMissing: true });
  for await (const chunk of read(spelled)) profiler.add(chunk);
  return profiler.finish();
}

const broken = (baseline: Profile, window: Profile) =>
  assessQuality(baseline, window, DEFAULT_QUALITY_LIMITS).filter(({ breached }) => breached);

const booleans = fc.array(fc.boolean(), { minLength: 2, maxLength: 60 }).filter((values) => new Set(values).size === 2);
const BOOLEAN_SPELLINGS: Readonly<Record<string, (values: readonly boolean[]) => Spelled>> = {
  'CSV True': (values) => csv(values.map((value) => (value ? 'True' : 'False'))),
  'CSV TRUE': (values) => csv(values.map((value) => (value ? 'TRUE' : 'FALSE'))),
  'JSON true': (values) => json(values.map(String)),
  'JSON "True"': (values) => json(values.map((value) => (value ? '"True"' : '"False"'))),
};
const BIT_SPELLINGS: typeof BOOLEAN_SPELLINGS = {
  'CSV 1': (values) => csv(values.map((value) => (value ? '1' : '0'))),
  'CSV 1.0': (values) => csv(values.map((value) => (value ? '1.0' : '0.0'))),
  'JSON 1': (values) => json(values.map((value) => (value ? '1' : '0'))),
  'JSON "1"': (values) => json(values.map((value) => (value ? '"1"' : '"0"'))),
};

describe('booleans', () => {
  it('give one baseline, in every spelling of true and false', async () => {
    await fc.assert(
      fc.asyncProperty(booleans, async (values) => {
        const baselines = await Promise.all(Object.values(BOOLEAN_SPELLINGS).map((spell) => baselineOf(spell(values))));
        expect(baselines[0].columns[0]).toMatchObject({ type: 'category', form: 'boolean' });
        for (const baseline of baselines) expect(serializeProfile(baseline)).toBe(serializeProfile(baselines[0]));
      }),
      { numRuns: 30 },
    );
  });

  it.each(['CSV True', 'JSON true', 'CSV 1', 'CSV 1.0', 'JSON 1'])(
    'give one window for the baseline in %s',
    async (name) => {
      const all = { ...BOOLEAN_SPELLINGS, ...BIT_SPELLINGS };
      await fc.assert(
        fc.asyncProperty(booleans, booleans, async (before, after) => {
          const baseline = await baselineOf(all[name](before));
          const windows = await Promise.all(Object.values(all).map((spell) => windowOf(spell(after), baseline)));
          for (const window of windows) {
            expect(serializeProfile(window)).toBe(serializeProfile(windows[0]));
            expect(broken(baseline, window).filter(({ check }) => check !== 'constant_column')).toEqual([]);
          }
        }),
        { numRuns: 30 },
      );
    },
  );

  it('are errors in a column of other numbers', async () => {
    const baseline = await baselineOf(csv(Array.from({ length: 300 }, (_, i) => String(i % 7))));
    const window = await windowOf(json(Array.from({ length: 300 }, (_, i) => String(i % 2 === 0))), baseline);
    expect(broken(baseline, window).map(({ check }) => check)).toContain('type_change');
  });
});

describe('missing values', () => {
  const cells = fc.array(
    fc.option(
      fc.integer({ min: 0, max: 500 }).map((i) => i / 8),
      { freq: 3 },
    ),
    { minLength: 1, maxLength: 60 },
  );
  const spellings: readonly ((values: readonly (number | null)[]) => Spelled)[] = [
    ...['', 'NaN', 'nan', 'NA', '<NA>', 'None', 'null', 'NULL', 'NaT', ' '].map(
      (missing) => (values: readonly (number | null)[]) =>
        csv(values.map((value) => (value === null ? missing : String(value)))),
    ),
    ...['null', 'NaN', '""', '"NaN"', '"NA"', '"None"', '"null"'].map(
      (missing) => (values: readonly (number | null)[]) =>
        json(values.map((value) => (value === null ? missing : String(value)))),
    ),
  ];

  it('are alike in every spelling', async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (values) => {
        const baselines = await Promise.all(spellings.map((spell) => baselineOf(spell(values))));
        const first = serializeProfile(baselines[0]);
        for (const baseline of baselines) expect(serializeProfile(baseline)).toBe(first);
        const windows = await Promise.all(spellings.map((spell) => windowOf(spell(values), baselines[0])));
        for (const window of windows) expect(serializeProfile(window)).toBe(serializeProfile(windows[0]));
      }),
      { numRuns: 30 },
    );
  });

  it.each(['NaN', 'null', '"None"'])('are found if their share rises: %s', async (missing) => {
    const numbers = Array.from({ length: 400 }, (_, i) => String(i % 50));
    const baseline = await baselineOf(csv(numbers));
    const window = await windowOf(json(numbers.map((value, i) => (i % 5 === 0 ? missing : value))), baseline);
    expect(broken(baseline, window)).toMatchObject([{ check: 'missing_values', value: 0.2, baseline: 0 }]);
  });
});

describe('times', () => {
  const START = Date.UTC(2025, 0, 1);
  const times = fc.array(
    fc.integer({ min: 0, max: 1e8 }).map((i) => START + i * 1000),
    { minLength: 1, maxLength: 60 },
  );
  const iso = (time: number) => new Date(time).toISOString();
  const texts: readonly ((values: readonly number[]) => Spelled)[] = [
    (values) => csv(values.map(iso)),
    (values) => csv(values.map((time) => iso(time).replace('T', ' ').replace('.000Z', ''))),
    (values) => json(values.map((time) => JSON.stringify(iso(time)))),
    (values) => json(values.map((time) => JSON.stringify(iso(time).replace('.000Z', '+00:00')))),
    (values) => csv(values.map((time) => `"${new Date(time).toUTCString()}"`)),
    (values) => json(values.map((time) => JSON.stringify(new Date(time).toUTCString()))),
  ];
  const epochs: readonly ((values: readonly number[]) => Spelled)[] = [
    (values) => csv(values.map((time) => String(time / 1000))),
    (values) => json(values.map(String)),
    (values) => json(values.map((time) => String(time * 1000))),
  ];

  it('give one baseline and one window as texts and, declared, as numbers', async () => {
    await fc.assert(
      fc.asyncProperty(times, times, async (before, after) => {
        const declared = new Map<string, DeclaredType>([['x', 'time']]);
        const baselines = await Promise.all([
          ...texts.map((spell) => baselineOf(spell(before))),
          ...[...texts, ...epochs].map((spell) => baselineOf(spell(before), declared)),
        ]);
        expect(baselines[0].columns[0]).toMatchObject({ type: 'number', form: 'time' });
        for (const baseline of baselines) expect(serializeProfile(baseline)).toBe(serializeProfile(baselines[0]));
        const windows = await Promise.all([...texts, ...epochs].map((spell) => windowOf(spell(after), baselines[0])));
        for (const window of windows) expect(serializeProfile(window)).toBe(serializeProfile(windows[0]));
      }),
      { numRuns: 30 },
    );
  });

  it('are explained if the baseline has numbers, with the setting that reads both', async () => {
    const values = Array.from({ length: 200 }, (_, i) => START + i * 3_600_000);
    const baseline = await baselineOf(epochs[0](values));
    const [found] = broken(baseline, await windowOf(texts[0](values), baseline));
    expect(found).toMatchObject({ check: 'type_change', value: 1 });
    expect(found.cause).toContain('"baseline.types: { "x": time }"');
  });

  it('with many distinct values are counted in a grid', async () => {
    const values = Array.from({ length: 5000 }, (_, i) => START + i * 61_000);
    const baseline = await baselineOf(texts[0](values));
    expect(baseline.columns[0]).toMatchObject({ form: 'time', cells: { number: 5000 }, numbers: { kind: 'grid' } });
    const window = await windowOf(texts[2](values), baseline);
    expect(window.columns[0].numbers).toEqual(baseline.columns[0].numbers);
  });
});

describe('numbers within rounding of each other', () => {
  const values = fc.array(
    fc.integer({ min: 1, max: 2000 }).map((i) => i / 100),
    { minLength: 1, maxLength: 60 },
  );

  it('are the same in a window, and inside the range', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (numbers) => {
        const [asWritten, asSingles] = [
          csv(numbers.map(String)),
          csv(numbers.map((value) => String(Math.fround(value)))),
        ];
        for (const [before, after] of [
          [asWritten, asSingles],
          [asSingles, asWritten],
        ]) {
          const baseline = await baselineOf(before);
          const window = await windowOf(after, baseline);
          expect(window.columns[0].numbers).toEqual(baseline.columns[0].numbers);
          expect(assessQuality(baseline, window, DEFAULT_QUALITY_LIMITS)).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are different if they are whole', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => 20_000_000 + 2 * i);
    const baseline = await baselineOf(csv(ids.map(String)));
    const window = await windowOf(csv(ids.map((id) => String(id + 1))), baseline);
    expect(window.columns[0].numbers).toMatchObject({ values: ids.map((id) => id + 1) });
  });
});

describe('codes', () => {
  const codes = Array.from({ length: 300 }, (_, i) => ['X', '1', '2', '10'][i % 4]);
  const asTexts = json(codes.map((code) => JSON.stringify(code)));
  const asValues = json(codes.map((code) => (code === 'X' ? '"X"' : code)));

  it('give one baseline as fields of CSV, as texts and as numbers of JSON', async () => {
    const baselines = await Promise.all([csv(codes), asTexts, asValues].map((spelled) => baselineOf(spelled)));
    expect(baselines[0].columns[0]).toMatchObject({
      type: 'category',
      cells: { number: 225, text: 75 },
      moments: null,
    });
    for (const baseline of baselines) expect(serializeProfile(baseline)).toBe(serializeProfile(baselines[0]));
  });

  it.each([
    ['fields of CSV', csv(codes)],
    ['texts of JSON', asTexts],
  ])('in %s: a new one of a usual kind is an unseen category, and no change of type', async (_, spelled) => {
    const baseline = await baselineOf(spelled);
    const after = codes.map((code, i) => (i % 8 === 1 ? '3' : code));
    for (const window of [csv(after), json(after.map((code) => JSON.stringify(code)))]) {
      const found = broken(baseline, await windowOf(window, baseline));
      expect(found.map(({ check, value }) => [check, value])).toEqual([['unseen_categories', 38 / 300]]);
    }
  });
});
