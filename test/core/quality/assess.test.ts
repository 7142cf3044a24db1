import { beforeAll, describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import type { Profile } from '../../../lambdas/core/profile/types.ts';
import { assessQuality, type QualityOptions } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import type { QualityFinding } from '../../../lambdas/core/quality/types.ts';
import { shownFinding } from '../../../lambdas/core/result/redact-quality.ts';
import { Redactor } from '../../../lambdas/core/text/redactor.ts';
import { type Cell, makeChunk, reading } from '../profile/make-columns.ts';

/** Rows by rows: `draw(i)` for i = 0 … rows − 1. */
function cells(rows: number, draw: (i: number) => Cell): Cell[] {
  return Array.from({ length: rows }, (_, i) => draw(i));
}

const COLUMNS: Record<string, (i: number) => Cell> = {
  distance: (i) => 50 + ((i * 7919) % 1000),
  carrier: (i) => ['AA', 'DL', 'UA', 'WN'][i % 4],
  weight: (i) => (i % 10 === 0 ? null : (i * 31) % 400),
  flag: (i) => i % 3 === 0,
  /** Too many distinct numbers to be counted by value. */
  fare: (i) => 10 + ((i * 7919) % 5000) / 8,
  mostly: (i) => (i % 50 === 0 ? 1 : 0),
};

function window(rows: number, changed: Record<string, ((i: number) => Cell) | null>, baseline: Profile): Profile {
  const draws = Object.entries({ ...COLUMNS, ...changed }).filter(([, draw]) => draw !== null);
  const profiler = new Profiler({ schema: schemaOf(baseline) });
  profiler.add(makeChunk(draws.map(([name, draw]) => [name, cells(rows, draw!)] as const)));
  return profiler.finish();
}

const texts = (...values: string[]) => values.map((text) => ({ kind: 'text', text }) as const);

const every = (share: number, broken: Cell, otherwise: (i: number) => Cell) => (i: number) =>
  i % 1000 < share * 1000 ? broken : otherwise(i);

describe('unseen categories', () => {
  const columnOf = (values: readonly Cell[]) => makeChunk([['channel', values]]);
  const causeOf = async (window: (i: number) => Cell) => {
    const whole = await buildBaselineProfile(reading([columnOf(cells(3000, (i) => ['E-Mail', 'Web', 'iOS'][i % 3]))]));
    const profiler = new Profiler({ schema: schemaOf(whole) });
    profiler.add(columnOf(cells(600, window)));
    const [found] = assessQuality(whole, profiler.finish(), DEFAULT_QUALITY_LIMITS);
    return found.cause;
  };

  it('are other spellings of known ones where the source changed how it writes them', async () => {
    const text = 'they differ from categories of the baseline only in case, spaces or punctuation';
    expect(await causeOf((i) => ['email', 'web', 'IOS'][i % 3])).toBe(text);
    expect(await causeOf((i) => [' E_Mail ', 'Web', 'iOS'][i % 3])).toBe(text);
  });

  it('are new ones where some of them are like no known one', async () => {
    expect(await causeOf((i) => ['email', 'WhatsApp', 'iOS'][i % 3])).toBeUndefined();
    expect(await causeOf((i) => ['--', 'Web', 'iOS'][i % 3])).toBeUndefined();
  });
});

describe('assessQuality', () => {
  let baseline: Profile;
  beforeAll(async () => {
    const columns = Object.entries(COLUMNS).map(([name, draw]) => [name, cells(5000, draw)] as const);
    baseline = await buildBaselineProfile(reading([makeChunk(columns)]));
  });

  const assess = (
    changed: Record<string, ((i: number) => Cell) | null>,
    rows = 2000,
    options: QualityOptions = {},
  ): QualityFinding[] => assessQuality(baseline, window(rows, changed, baseline), DEFAULT_QUALITY_LIMITS, options);
  const breaches = (findings: readonly QualityFinding[]) =>
    findings.filter(({ breached }) => breached).map(({ check, feature }) => `${feature}: ${check}`);

  it('finds nothing broken in the same data', () => {
    expect(breaches(assess({}))).toEqual([]);
  });

  const { distance, carrier, weight, fare } = COLUMNS;
  it.each<[string, string, (i: number) => Cell, Partial<QualityFinding>]>([
    [
      'weight',
      'missing_values',
      every(0.2, null, (i) => (i * 31) % 400),
      { value: 0.2, baseline: 0.1, limit: expect.closeTo(0.15, 12), rows: 2000 },
    ],
    ['distance', 'missing_values', every(0.06, null, distance), { value: 0.06, baseline: 0, limit: 0.05 }],
    [
      'distance',
      'type_change',
      every(0.02, 'n/a', distance),
      { value: 0.02, baseline: 0, limit: 0.01, examples: texts('n/a') },
    ],
    ['distance', 'type_change', every(0.02, true, distance), { value: 0.02, examples: texts('true') }],
    ['distance', 'nested_values', every(0.02, {}, distance), { value: 0.02 }],
    ['distance', 'nan_values', every(0.02, Number.NaN, distance), { value: 0.02 }],
    ['distance', 'infinite_values', every(0.02, Number.NEGATIVE_INFINITY, distance), { value: 0.02 }],
    ['carrier', 'nested_values', every(0.02, {}, carrier), { value: 0.02 }],
    [
      'carrier',
      'unseen_categories',
      every(0.1, 'XX', carrier),
      { value: 0.1, baseline: 0, limit: 0.05, examples: texts('XX') },
    ],
    ['carrier', 'type_change', every(0.03, 7, carrier), { value: 0.03, examples: texts('7') }],
    [
      'distance',
      'out_of_range',
      every(0.1, 1e6, distance),
      { value: 0.1, baseline: 0, limit: 0.05, examples: [{ kind: 'number', text: '1,000,000 > 1,049' }] },
    ],
    [
      'distance',
      'out_of_range',
      every(0.1, -1, distance),
      { value: 0.1, examples: [{ kind: 'number', text: '-1 < 50' }] },
    ],
    // 200 of the 1,940 finite ones.
    [
      'fare',
      'out_of_range',
      (i) => (i % 1000 < 100 ? 1e6 : i % 1000 < 130 ? 1 / 0 : fare(i)),
      { value: 200 / 1940, rows: 1940 },
    ],
    ['fare', 'scale_change', (i) => (fare(i) as number) * 100, { value: 100 }],
    ['fare', 'constant_column', () => 20, { value: 1 }],
    ['carrier', 'unseen_categories', (i) => `new ${i}`, { value: 1 }],
    ['carrier', 'constant_column', () => 'AA', { value: 1, baseline: 0.25, limit: 0.95, examples: texts('AA') }],
    ['distance', 'constant_column', () => 100, { value: 1, baseline: 0.001 }],
    [
      'distance',
      'scale_change',
      (i) => (50 + ((i * 7919) % 1000)) * 1.609344,
      { value: 1.609344, examples: [{ kind: 'words', text: 'miles to kilometres' }] },
    ],
  ])('breaches %s: %s', (feature, check, draw, expected) => {
    const found = assess({ [feature]: draw }).find((one) => one.feature === feature && one.check === check);
    expect(found).toMatchObject({ ...expected, breached: true });
  });

  it.each<[string, Record<string, (i: number) => Cell>, number]>([
    ['a share at its limit', { distance: every(0.05, null, distance), carrier: every(0.01, {}, carrier) }, 2000],
    ['a large share of a few rows', { weight: (i) => (i < 4 ? null : weight(i + 10)) }, 20],
    ['one value where it was nearly the only one', { mostly: () => 0 }, 2000],
    ['one value in a few rows', { carrier: () => 'AA' }, 5],
    ['numbers written as texts in a category column', { flag: (i) => String(i % 3 === 0) }, 2000],
  ])('accepts %s', (_, changed, rows) => {
    expect(breaches(assess(changed, rows))).toEqual([]);
  });

  it.each<[string, (i: number) => Cell]>([
    ['far out of the range', (i) => 1e4 + (i % 700)],
    ['grown by 30 %', (i) => (fare(i) as number) * 1.3],
    ['moved', (i) => (fare(i) as number) + 300],
    ['narrower', (i) => 300 + (fare(i) as number) / 10],
    ['mirrored', (i) => 700 - (fare(i) as number)],
  ])('does not take a distribution that is %s for a change of unit', (_, draw) => {
    expect(breaches(assess({ fare: draw }))).not.toContain('fare: scale_change');
  });

  it('breaches a missing column and reports an extra one', () => {
    const findings = assess({ distance: null, extra: () => 1 });
    expect(breaches(findings)).toEqual(['distance: missing_column']);
    expect(findings).toContainEqual({
      check: 'extra_column',
      feature: 'extra',
      value: 1,
      baseline: 0,
      limit: 1,
      rows: 2000,
      breached: false,
    });
  });

  it('accepts that a rarely filled column is absent', async () => {
    const rare = makeChunk([['rare', cells(5000, (i) => (i % 50 === 0 ? 1 : null))]]);
    const sparse = await buildBaselineProfile(reading([rare]));
    expect(breaches(assessQuality(sparse, { version: 1, rows: 5000, columns: [] }, DEFAULT_QUALITY_LIMITS))).toEqual(
      [],
    );
  });

  it.each([
    [1000, 10, false],
    [1000, 11, true],
  ])('judges %i records of which %i were rejected', (records, rejected, breached) => {
    const [first] = assess({}, 100, { reading: { records, rejected, files: 1, incompleteFiles: 0 } });
    expect(first).toEqual({
      check: 'rejected_records',
      feature: null,
      value: rejected / records,
      baseline: null,
      limit: 0.01,
      rows: records,
      breached,
    });
  });

  it.each([
    [100, 1, false],
    [99, 1, true],
    [1, 1, true],
  ])('judges %i files of which %i are incomplete', (files, incompleteFiles, breached) => {
    const reading = { records: 1000, rejected: 0, files, incompleteFiles };
    const found = assess({}, 100, { reading }).filter(({ feature }) => feature === null);
    const value = incompleteFiles / files;
    const facts = { feature: null, value, baseline: null, limit: 0.01, rows: files, breached };
    expect(found).toEqual([{ check: 'incomplete_files', ...facts }]);
  });

  it('reports nothing about the columns of a window without rows', () => {
    expect(assessQuality(baseline, { version: 1, rows: 0, columns: [] }, DEFAULT_QUALITY_LIMITS)).toEqual([]);
  });

  it('checks only the kinds of cells in columns that are left out of drift', () => {
    const ignoreDistributions = new Set(['distance', 'carrier']);
    const changed = { distance: () => 1e6, carrier: every(0.1, {}, () => 'new') };
    expect(breaches(assess(changed, 2000, { ignoreDistributions }))).toEqual(['carrier: nested_values']);
  });

  it('shows hostile values in a printable form, cut to 80 characters', () => {
    const findings = assess({ carrier: every(0.3, `\u001b[2J\ud800${'x'.repeat(200)}`, carrier) });
    const found = findings.find(({ check }) => check === 'unseen_categories')!;
    const [example] = shownFinding(found, Redactor.SHOW).examples;
    expect(example).toMatch(/^\\u\{1b\}\[2J\\u\{d800\}x+…$/);
    expect(example.length).toBeLessThanOrEqual(80);
  });

  it('treats names such as __proto__ as any other', async () => {
    const names = ['__proto__', 'constructor', '', 'a.b', '"\n', '\ud800'];
    const chunk = (cell: Cell) =>
      makeChunk(names.map((name) => [name, cells(500, (i) => (i % 2 ? cell : i))] as const));
    const hostile = await buildBaselineProfile(reading([chunk(1)]));
    const profiler = new Profiler({ schema: schemaOf(hostile) });
    profiler.add(chunk(null));
    expect(breaches(assessQuality(hostile, profiler.finish(), DEFAULT_QUALITY_LIMITS))).toEqual(
      names.map((name) => `${name}: missing_values`),
    );
  });
});
