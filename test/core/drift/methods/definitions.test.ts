import { describe, expect, test } from 'vitest';
import {
  DRIFT_METHOD_NAMES,
  type DriftMethodName,
  driftMethod,
  methodSuits,
} from '../../../../lambdas/core/drift/methods/registry.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { categories, numbers, table } from '../align-samples.ts';

const measureTable = (name: DriftMethodName, baseline: number[], window: number[]) =>
  driftMethod(name).measureCategories!(table(baseline, window));
const measureNumbers = (name: DriftMethodName, baseline: number[], window: number[]) =>
  driftMethod(name).measureNumbers!(numbers(baseline, window));

describe('psi', () => {
  test('is the value calculated by hand', () => {
    // p = ½, ½; q = ¾, ¼: ¼ ln 1.5 + (−¼) ln ½ = ¼ ln 3.
    expect(measureTable('psi', [10, 10], [30, 10]).value).toBeCloseTo(0.25 * Math.log(3), 14);
  });

  test('an empty cell gets half a row before the shares are taken anew', () => {
    // Baseline 10, 10, 0.5 of 20.5; window 5, 5, 10 of 20.
    const p = [10 / 20.5, 10 / 20.5, 0.5 / 20.5];
    const q = [0.25, 0.25, 0.5];
    const expected = p.reduce((sum, share, i) => sum + (q[i] - share) * Math.log(q[i] / share), 0);
    expect(measureTable('psi', [10, 10, 0], [5, 5, 10]).value).toBeCloseTo(expected, 14);
  });

  test.each([1000, 10_000, 1_000_000])('a new category counts as much beside %i rows', (rows) => {
    // Half a row of the window's 1,000 stands for none in the baseline.
    const [p, q] = [[0.6, 0.4, 0.0005].map((share) => share / 1.0005), [0.45, 0.27, 0.28]];
    const expected = p.reduce((sum, share, i) => sum + (q[i] - share) * Math.log(q[i] / share), 0);
    expect(measureTable('psi', [0.6 * rows, 0.4 * rows, 0], [450, 270, 280]).value).toBeCloseTo(expected, 12);
  });

  test('a category of one row in a million is not missed in a hundred', () => {
    const { value } = measureTable('psi', [600_000, 399_999, 1], [60, 40, 0]);
    expect(value).toBeLessThan(1e-9);
  });

  test('beyond chance, frequent categories lose what chance makes of them, and nothing for new ones', () => {
    // X² a row with one degree of freedom: 1/1000 + 1/1000.
    const { value, beyondChance } = measureTable('psi', [500, 500], [700, 300]) as {
      value: number;
      beyondChance: number;
    };

    expect(value - beyondChance).toBeCloseTo(0.002, 12);
  });

  test('all unseen categories are one cell', () => {
    const [several, one] = [
      measureTable('psi', [10, 10, 0, 0], [5, 5, 6, 4]),
      measureTable('psi', [10, 10, 0], [5, 5, 10]),
    ];
    expect(several.value).toBe(one.value);
  });
});

describe('cells of numbers', () => {
  const binned: DriftMethodName[] = ['psi', 'jensen_shannon', 'hellinger'];

  test.each(binned)('%s finds a changed constant, above and below', (name) => {
    const same = measureNumbers(name, [5, 5, 5], [5, 5]).value;
    const above = measureNumbers(name, [5, 5, 5], [6, 6]).value!;
    const below = measureNumbers(name, [5, 5, 5], [4, 4]).value!;

    expect(same).toBe(0);
    expect(above).toBeGreaterThan(0.9);
    expect(below).toBe(above);
  });

  test('jensen_shannon of disjoint samples is 1; a value between two discrete ones is unseen', () => {
    expect(measureNumbers('jensen_shannon', [5, 5, 5], [6, 6]).value).toBe(1);
    expect(measureNumbers('jensen_shannon', [0, 1, 0, 1], [0.5, 0.5]).value).toBe(1);
  });

  test('missing cells are a cell of their own', () => {
    const aligned = { ...numbers([1, 2], [1, 2]), baselineMissing: 0, windowMissing: 2 };
    // p = ½, ½, 0; q = ¼, ¼, ½: 1 − 2 √(1/8).
    expect(driftMethod('hellinger').measureNumbers!(aligned).value).toBeCloseTo(
      Math.sqrt(1 - 2 * Math.sqrt(1 / 8)),
      14,
    );
  });
});

describe('l_infinity', () => {
  test('missing categories count as a cell', () => {
    const aligned = categories(['a', 'a', 'a', 'b'], ['a', 'b', null, null]);
    // Shares of a: ¾ and ¼; of missing: 0 and ½.
    expect(driftMethod('l_infinity').measureCategories!(aligned).value).toBe(0.5);
  });
});

describe('chi_square', () => {
  const chi = (baseline: number[], window: number[]) =>
    measureTable('chi_square', baseline, window) as { value: number; beyondChance: number };

  test("Cramér's V by hand", () => {
    // p = 0.6, 0.4; q = 0.25, 0.75: ½ (0.35²/0.85 + 0.35²/1.15); with 100 rows a side it is X²/200.
    const statistic = (200 * (60 * 75 - 40 * 25) ** 2) / (100 * 100 * 85 * 115);

    expect(chi([60, 40], [25, 75]).value).toBeCloseTo(Math.sqrt(0.5 * (0.35 ** 2 / 0.85 + 0.35 ** 2 / 1.15)), 14);
    expect(chi([60, 40], [25, 75]).value).toBeCloseTo(Math.sqrt(statistic / 200), 14);
  });

  test.each([1000, 100_000, 1_000_000])('the same shift is as far beside %i rows as beside any', (rows) => {
    const { value, beyondChance } = chi([0.2 * rows, 0.8 * rows], [900, 100]);
    // ½ (0.7²/1.1 + 0.7²/0.9)
    expect(value).toBeCloseTo(Math.sqrt(0.49 / 2 / 1.1 + 0.49 / 2 / 0.9), 12);
    // Chance makes no more than 1/4 (1/n + 1/m) of the square.
    expect(value - beyondChance).toBeLessThan(0.001);
  });

  test.each([
    { name: 'less than chance', baseline: [50, 50], window: [51, 49] },
    { name: 'one category', baseline: [3], window: [9] },
    { name: 'one row each', baseline: [1, 0], window: [0, 1] },
  ])('$name is nothing beyond chance', ({ baseline, window }) => {
    expect(chi(baseline, window).beyondChance).toBeCloseTo(0, 6);
  });

  test('bins of numbers lose what chance makes of them, too', () => {
    const random = new SeededRandom(5);
    const draw = (rows: number) => Array.from({ length: rows }, () => random.normal());
    const measured = Array.from(
      { length: 50 },
      () =>
        driftMethod('chi_square').measureNumbers!(numbers(draw(2000), draw(100))) as {
          value: number;
          beyondChance: number;
        },
    );
    const mean = (of: (one: (typeof measured)[number]) => number) =>
      measured.reduce((sum, one) => sum + of(one), 0) / 50;
    // 20 bins; the relative standard deviation of chi-square with 19 degrees of freedom is √(2/19), of 50 means 5 %.
    expect(mean(({ value }) => value ** 2) / ((19 / 4) * (1 / 100 + 1 / 2000))).toBeCloseTo(1, 0);
    expect(mean(({ beyondChance }) => beyondChance)).toBeLessThan(0.4 * mean(({ value }) => value));
  });
});

describe('wasserstein', () => {
  test('a shift in units of the population standard deviation', () => {
    // Deviation of 0, 2 is 1.
    expect(measureNumbers('wasserstein', [0, 2], [3, 5])).toEqual({ value: 3, errorBound: 0 });
  });

  test.each([
    { name: 'the same constant', baseline: [5, 5], window: [5], expected: { value: 0, errorBound: 0 } },
    {
      name: 'a changed constant',
      baseline: [5, 5],
      window: [5, 6],
      expected: { value: null, reason: 'constant_baseline_changed' },
    },
    {
      name: 'only infinities',
      baseline: [Number.POSITIVE_INFINITY],
      window: [Number.NEGATIVE_INFINITY],
      expected: { value: null, reason: 'no_finite_numbers' },
    },
    {
      name: 'beyond a double',
      baseline: [0, 1e-310],
      window: [1e308],
      expected: { value: null, reason: 'not_representable' },
    },
    // +∞ stands at 4, the largest finite number: the window is 0, 4.
    {
      name: 'an infinity',
      baseline: [0, 4],
      window: [0, Number.POSITIVE_INFINITY],
      expected: { value: 0, errorBound: 0 },
    },
  ])('$name', ({ baseline, window, expected }) => {
    expect(measureNumbers('wasserstein', baseline, window)).toEqual(expected);
  });
});

describe('wasserstein without the most extreme rows', () => {
  const ramp = (from: number) => Array.from({ length: 20 }, (_, i) => from + i);

  test('names the extreme value where it makes up more than half of the distance, and only then', () => {
    const moved = measureNumbers('wasserstein', ramp(0), ramp(10));
    const odd = measureNumbers('wasserstein', ramp(0), [...ramp(0).slice(0, 19), 1000]);

    expect(moved).not.toHaveProperty('extreme');
    // Without 29 the window's mean is 19, that of the baseline with 1 in place of 0 is 9.55. The variance is 399 / 12.
    expect(moved).toHaveProperty('beyondChance', expect.closeTo((19 - 9.55) / Math.sqrt(399 / 12), 12));
    expect(odd).toHaveProperty('extreme', { value: 1000, side: 'window', end: 'largest' });
  });

  test.each([
    [85, false],
    [84, true],
  ])(
    'a baseline of a constant and one other row: with %i of a hundred rows at the constant it has changed: %s',
    (at, changed) => {
      // 95 of a hundred are in the baseline: the difference is a tenth, or more.
      const baseline = [...new Array<number>(19).fill(5), 12];
      const window = Array.from({ length: 100 }, (_, i) => (i < at ? 5 : 6));

      expect(measureNumbers('wasserstein', baseline, window).value === null).toBe(changed);
    },
  );
});

describe('model_monitor_robust', () => {
  test('discounts from what is beyond chance, too', () => {
    const noise = (n: number, m: number) => 1.8 * Math.sqrt(1 / n + 1 / m);
    const beyondOf = (baseline: number[], window: number[]) =>
      (measureTable('model_monitor_robust', baseline, window) as { beyondChance: number }).beyondChance;

    expect(beyondOf([900, 100], [100, 900])).toBeCloseTo(0.8 - noise(1000, 1000), 14);
    expect(beyondOf([5, 5], [6, 4])).toBe(0);
    // A new category in half of the window, none of which chance explains.
    expect(beyondOf([900_000, 100_000, 0], [450, 50, 500])).toBeCloseTo(0.5 - noise(1e6, 1000), 12);
    expect(measureNumbers('model_monitor_robust', [1, 2], [1, 2])).toEqual({ value: 0, errorBound: 0 });
  });

  test('discounts what chance explains, from rows', () => {
    const zeros = new Array<number>(900).fill(0);
    const ones = new Array<number>(100).fill(1);
    const noise = 1.8 * Math.sqrt(2 / 1000);
    // Model Monitor counts distinct values and measures 0 here.
    const flipped = [...zeros.map(() => 1), ...ones.map(() => 0)];
    expect(measureNumbers('model_monitor_robust', [...zeros, ...ones], flipped).value).toBeCloseTo(0.8 - noise, 14);
    expect(measureTable('model_monitor_robust', [900, 100], [100, 900]).value).toBeCloseTo(0.8 - noise, 14);
    expect(measureTable('model_monitor_robust', [5, 5], [6, 4]).value).toBe(0);
  });
});

describe('the table', () => {
  test.each([
    ['wasserstein', true, false],
    ['ks', true, false],
    ['jensen_shannon', true, true],
    ['psi', true, true],
    ['hellinger', true, true],
    ['l_infinity', false, true],
    ['chi_square', true, true],
    ['model_monitor_robust', true, true],
  ] as const)('%s suits numbers: %s, categories: %s', (name, forNumbers, forCategories) => {
    expect(methodSuits(name, 'number')).toBe(forNumbers);
    expect(methodSuits(name, 'category')).toBe(forCategories);
  });

  test.each(DRIFT_METHOD_NAMES)('%s says what it measures, and whether that is at most 1', (name) => {
    const { definition, isAtMostOne } = driftMethod(name);
    const far = methodSuits(name, 'number')
      ? measureNumbers(name, [0, 1, 2], [100, 101, 102])
      : measureTable(name, [3, 0], [0, 3]);

    expect(definition).toMatch(/[a-z]/);
    expect(far.value! > 1).toBe(!isAtMostOne);
  });

  test('refuses a name it does not have', () => {
    expect(() => driftMethod('constructor' as DriftMethodName)).toThrow(
      /no drift method "constructor"; there are wasserstein, ks, jensen_shannon/,
    );
  });
});
