import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { ProfileFormatError } from '../../../lambdas/core/profile/errors.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { parseProfile, serializeProfile } from '../../../lambdas/core/profile/serialize.ts';
import { type Cell, makeChunk, reading } from './make-columns.ts';

const cell = fc.oneof(
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom<Cell>(null, true, {}, '\ud800', '__proto__', Number.NEGATIVE_INFINITY, -0),
) as fc.Arbitrary<Cell>;

describe('a serialised profile', () => {
  it('reads back the same, with every kind of column', () => {
    const limits = { distinctNumbers: 4, categories: 3, gridCells: 4, sketchSize: 16 };
    const columns = fc.dictionary(fc.string({ unit: 'binary' }), fc.array(cell, { minLength: 30, maxLength: 30 }));
    fc.assert(
      fc.property(columns, (cells) => {
        const profiler = new Profiler({ limits });
        profiler.add(makeChunk(Object.entries(cells)));
        const profile = profiler.finish();
        expect(parseProfile(serializeProfile(profile))).toEqual(profile);
      }),
      { numRuns: 300 },
    );
  });

  it('reads back the same as a baseline with grids', async () => {
    const cells = Array.from({ length: 3000 }, (_, i) => (i % 10 === 0 ? Number.NEGATIVE_INFINITY : i / 7));
    const profile = await buildBaselineProfile(reading([makeChunk([['x', cells]])]));
    const text = serializeProfile(profile);
    expect(text).toContain('"edges":["-Infinity",');
    expect(parseProfile(text)).toEqual(profile);
  });
});

describe('parseProfile', () => {
  const cells = { missing: 0, number: 3, nan: 0, infinite: 0, text: 0, boolean: 0, nested: 0 };
  const moments = { count: 3, min: 1, max: 2, mean: 1.5, m2: 0.5 };
  const numbers = { kind: 'exact', values: [1, 2], counts: [2, 1] };
  const column = { name: 'x', type: 'number', cells, moments, numbers, categories: null };
  const grid = { kind: 'grid', edges: [1], counts: [2, 1], sums: [2, 2] };
  const profileWith = (changed: object) => ({ version: 1, rows: 3, columns: [{ ...column, ...changed }] });

  it.each<[string, unknown, string]>([
    ['no object', [], 'not a profile: found [], expected an object'],
    [
      'another version',
      { version: 2 },
      'not a profile: version: found 2, expected version 1; build the baseline again',
    ],
    ['no version', {}, 'not a profile: version: found nothing, expected version 1'],
    ['rows below 0', { version: 1, rows: -1 }, 'rows: found -1, expected a whole number, 0 or more'],
    ['columns by name', { version: 1, rows: 0, columns: {} }, 'columns: found {}, expected an array'],
    [
      'an unknown type',
      profileWith({ type: 'date' }),
      'columns[0].type: found "date", expected "number" or "category"',
    ],
    ['a name that is no text', profileWith({ name: 3 }), 'columns[0].name: found 3, expected a text'],
    [
      'cells that do not add up',
      profileWith({ cells: { ...cells, text: 1 } }),
      'columns[0].cells: found {"missing":0,"number":3,"nan":0,"infinite":0,"text":1,"boole…, expected counts that add up to the profile\'s 3 rows; they add up to 4',
    ],
    [
      'moments with a text',
      profileWith({ moments: { ...moments, mean: 'NaN' } }),
      'columns[0].moments.mean: found "NaN", expected a finite number',
    ],
    ['an unknown kind of numbers', profileWith({ numbers: { kind: 'tree' } }), 'columns[0].numbers.kind: found "tree"'],
    [
      'values out of order',
      profileWith({ numbers: { ...numbers, values: [2, 2] } }),
      'columns[0].numbers.values[1]: found 2, expected a number above 2',
    ],
    [
      'fewer values than counts',
      profileWith({ numbers: { ...numbers, values: [2] } }),
      'columns[0].numbers.values: found [2], expected 2 numbers; there are 1',
    ],
    [
      'a count that is no count',
      profileWith({ numbers: { ...numbers, counts: [1.5, 1.5] } }),
      'columns[0].numbers.counts[0]: found 1.5',
    ],
    [
      'counts of too few rows',
      profileWith({ numbers: { ...numbers, counts: [1, 1] } }),
      'columns[0].numbers.counts: found [1,1], expected counts that add up to 3; they add up to 2',
    ],
    [
      'an infinite sum',
      profileWith({ numbers: { ...grid, sums: [1, 'Infinity'] } }),
      'columns[0].numbers.sums[1]: found "Infinity", expected a finite number',
    ],
    [
      'an edge that is no number',
      profileWith({ numbers: { ...grid, edges: [null] } }),
      'columns[0].numbers.edges[0]: found null, expected a number, "Infinity" or "-Infinity"',
    ],
    [
      'a category without rows',
      profileWith({ categories: { counts: [['a']], other: 0, capped: false } }),
      'columns[0].categories.counts[0][1]: found nothing',
    ],
    [
      'a cap that is no flag',
      profileWith({ texts: { counts: [], other: 0, capped: 0 } }),
      'columns[0].texts.capped: found 0, expected true or false',
    ],
    [
      'an inferred type that is not',
      profileWith({ inferred: false }),
      'columns[0].inferred: found false, expected true, or to be left out',
    ],
    ['two columns of a name', { version: 1, rows: 3, columns: [column, column] }, 'columns: two columns are named "x"'],
  ])('refuses %s', (_, document, message) => {
    const parse = () => parseProfile(JSON.stringify(document));
    expect(parse).toThrow(ProfileFormatError);
    expect(parse).toThrow(message);
  });

  it('refuses what is not JSON', () => {
    expect(() => parseProfile('{"version":1')).toThrow(/^not a profile: it is not JSON: /);
  });
});
