import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Column, type TableChunk } from '../../../lambdas/core/columns/column.ts';
import { decileEdges, doaneEdges } from '../../../simulate/rules/bins.ts';
import { CategoryReference } from '../../../simulate/rules/category-reference.ts';
import {
  goodnessOfFitPValue,
  homogeneityPValue,
  jensenShannonDistance,
  populationStabilityIndex,
} from '../../../simulate/rules/count-distances.ts';
import { NumberReference } from '../../../simulate/rules/number-reference.ts';
import { PLAIN_RULES, PlainRules } from '../../../simulate/rules/plain-rules.ts';
import { referenceChunks } from '../../../simulate/rules/reference-chunks.ts';
import { compareSorted, sortedNumbers } from '../../../simulate/rules/sorted-samples.ts';

const VALUES = JSON.parse(readFileSync(join(import.meta.dirname, '../reference/values.json'), 'utf8'));
const GOLDEN = 0.6180339887498949;

/** As the script makes them. */
function spread(rows: number, start: number, shift: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const part = ((start + i) * GOLDEN) % 1;
    return Math.floor(1e4 * (10 * part ** 2 + shift)) / 1e4;
  });
}

const numberCells = (numbers: Float64Array) => ({ numbers, codes: null });

/** Codes with these counts. */
const codesOf = (counts: readonly number[]) =>
  Int32Array.from(counts.flatMap((count, code) => Array(count).fill(code)));

describe('bins', () => {
  it('are deciles', () => {
    expect(Array.from(decileEdges(spread(800, 0, 0).sort()))).toEqual(VALUES.deciles);
  });

  it('are as many as Doane says', () => {
    const edges = Array.from(doaneEdges(spread(800, 0, 0).sort()));
    expect(edges).toHaveLength(VALUES.doane.length);
    for (const [i, edge] of edges.entries()) expect(edge).toBeCloseTo(VALUES.doane[i], 12);
  });
});

describe('numbers', () => {
  it.each(VALUES.numbers as Record<string, number>[])('are measured: $rows rows, shift $shift', (expected) => {
    const all = spread(expected.rows, 0, 0);
    const window = spread(expected.windowRows, 5000, expected.shift);
    const reference = new NumberReference(
      referenceChunks([numberCells(all)], all.length, expected.windowRows),
      all.length,
    );

    const { psi, jensenShannon, evidently, significant } = reference.measure(numberCells(window));
    const compared = compareSorted(sortedNumbers([all]), sortedNumbers([window]));

    expect(compared.ks).toBeCloseTo(expected.ks, 12);
    expect(compared.wasserstein).toBeCloseTo(expected.wasserstein, 10);
    expect(psi).toBeCloseTo(expected.psi, 10);
    expect(jensenShannon).toBeCloseTo(expected.jensenShannon, 10);
    expect(reference.referenceLimit).toBeCloseTo(expected.referenceLimit, 10);
    expect(significant).toBe(expected.p < 0.05);
    expect(evidently).toBe(expected.rows > 1000 ? expected.normed >= 0.1 : expected.p < 0.05);
  });

  it('leave missing cells out', () => {
    const numbers = spread(800, 0, 0);
    const half = Float64Array.from({ length: 1600 }, (_, i) => (i % 2 === 0 ? numbers[i / 2] : Number.NaN));
    const plain = new NumberReference([numberCells(numbers)], 800);
    const holed = new NumberReference([numberCells(half)], 800);
    const window = numberCells(spread(300, 5000, 0.3));
    expect(holed.measure(window)).toEqual(plain.measure(window));
  });
});

describe('categories', () => {
  it.each(VALUES.categories as Record<string, number & number[]>[])('are measured: $window', (expected) => {
    const { reference, window } = expected;
    expect(populationStabilityIndex(reference, window)).toBeCloseTo(expected.psi, 12);
    expect(jensenShannonDistance(reference, window, 2)).toBeCloseTo(expected.jensenShannon2, 12);
    expect(jensenShannonDistance(reference, window, Math.E)).toBeCloseTo(expected.jensenShannonE, 12);
    expect(homogeneityPValue(reference, window)).toBeCloseTo(expected.homogeneity, 12);
    expect(goodnessOfFitPValue(reference, window)).toBeCloseTo(expected.goodnessOfFit, 12);
  });

  it('are tested up to 1,000 rows, and measured beyond', () => {
    const [, { reference, window }] = VALUES.categories;
    const cells = { numbers: null, codes: codesOf(reference) };
    const small = new CategoryReference([cells], 4, 1000).measure({ numbers: null, codes: codesOf(window) });
    const large = new CategoryReference([cells], 4, 1001).measure({ numbers: null, codes: codesOf(window) });
    const [, { goodnessOfFit, jensenShannonE }] = VALUES.categories;
    expect([small.evidently, large.evidently]).toEqual([goodnessOfFit < 0.05, jensenShannonE >= 0.1]);
  });
});

describe('rules', () => {
  /** Two columns; the first one is moved. */
  const chunk = (rows: number, start: number, shift: number): TableChunk => ({
    rows,
    columns: new Map([
      ['moved', new Column(rows, spread(rows, start, shift), null)],
      ['still', new Column(rows, spread(rows, start, 0), null)],
    ]),
  });

  it('raise an alert when a run of flagged windows begins, naming the columns', () => {
    const rules = new PlainRules([chunk(1500, 0, 0)], 300);
    const days = [0, 3, 3, 0, 3].map((shift) => rules.look(chunk(300, 5000, shift)));
    const any = days.map((day) => day.find(({ rule }) => rule === 'PSI > 0.2, any column')!);
    expect(any.map(({ alert }) => alert)).toEqual([false, true, false, false, true]);
    expect(any.map(({ flagged }) => flagged)).toEqual([false, true, true, false, true]);
    expect(any.map(({ columns }) => columns)).toEqual([[], ['moved'], ['moved'], [], ['moved']]);
    const half = days.map((day) => day.find(({ rule }) => rule.endsWith('half of the columns'))!);
    expect(half.map(({ alert }) => alert)).toEqual([false, true, false, false, true]);
  });

  it('all judge every day', () => {
    const rules = new PlainRules([chunk(1500, 0, 0)], 300);
    expect(rules.look(chunk(300, 5000, 0)).map(({ rule }) => rule)).toEqual(PLAIN_RULES.map(({ name }) => name));
  });

  it('cut the baseline into chunks of a window, or into ten', () => {
    const cells = [numberCells(spread(1500, 0, 0))];
    const lengths = (windowRows: number) =>
      referenceChunks(cells, 1500, windowRows).map((part) => part.numbers!.length);
    expect(lengths(200)).toEqual([200, 200, 200, 200, 200, 200, 300]);
    expect(lengths(300)).toEqual(Array(10).fill(150));
  });
});
