import { describe, expect, test } from 'vitest';
import { tallyCategories, tallyCodes, tallyNumbers } from './count-samples.ts';

describe('tallyNumbers', () => {
  test.each([
    { name: 'nothing', sample: [], values: [], counts: [], missing: 0 },
    { name: 'any order', sample: [3, 1, 3, 2], values: [1, 2, 3], counts: [1, 1, 2], missing: 0 },
    { name: 'NaN is missing', sample: [2, Number.NaN, 1], values: [1, 2], counts: [1, 1], missing: 1 },
    { name: 'minus zero is zero', sample: [0, -0, 0], values: [0], counts: [3], missing: 0 },
    {
      name: 'infinities are values',
      sample: [Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY],
      values: [Number.NEGATIVE_INFINITY, 1, Number.POSITIVE_INFINITY],
      counts: [1, 1, 1],
      missing: 0,
    },
  ])('$name', ({ sample, values, counts, missing }) => {
    const tally = tallyNumbers(sample);

    expect([...tally.values]).toEqual(values);
    expect([...tally.counts]).toEqual(counts);
    expect(tally.missing).toBe(missing);
  });

  test('leaves the sample as it was and adds to the missing rows given', () => {
    const sample = Float64Array.of(2, 1, Number.NaN);

    expect(tallyNumbers(sample, 4).missing).toBe(5);
    expect([...sample]).toEqual([2, 1, Number.NaN]);
  });
});

describe('tallyCategories', () => {
  test('counts hostile texts like any other', () => {
    const hostile = ['__proto__', 'constructor', '', '\ud800', 'a.b', '__proto__'];

    const tally = tallyCategories([...hostile, null]);

    expect([...tally.counts]).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
      ['', 1],
      ['\ud800', 1],
      ['a.b', 1],
    ]);
    expect(tally.missing).toBe(1);
  });
});

describe('tallyCodes', () => {
  test('counts like the texts the codes stand for', () => {
    const dictionary = ['x', 'never', '__proto__'];

    expect(tallyCodes(Int32Array.of(0, 2, 2, -1), dictionary)).toEqual(
      tallyCategories(['x', '__proto__', '__proto__', null]),
    );
  });
});
