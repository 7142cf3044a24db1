import { describe, expect, test } from 'vitest';
import { countCells, poolUnseen, withoutMissingCell } from '../../../lambdas/core/drift/cells.ts';
import { categories, numbers, table } from './align-samples.ts';

describe('countCells', () => {
  test('numbers fall into (edge, edge] bins, the outer ones open', () => {
    const aligned = { ...numbers([1, 2, 3, 4], [0, 2, 2.5, 9]), binEdges: Float64Array.of(1, 3) };

    const { baseline, window } = countCells(aligned);

    expect([...baseline]).toEqual([1, 2, 1]);
    expect([...window]).toEqual([1, 2, 1]);
  });

  test('missing rows are the last cell, when there are any', () => {
    expect([...countCells(categories(['a', 'a', null], ['b'])).baseline]).toEqual([2, 0, 1]);
    expect([...countCells(categories(['a', 'a', null], ['b'])).window]).toEqual([0, 1, 0]);
    expect([...countCells(categories(['a'], ['a'])).baseline]).toEqual([1]);
  });
});

describe('the cell of missing values', () => {
  const colours = (baselineMissing: number, windowMissing: number) =>
    countCells({ ...table([5, 3], [1, 2]), baselineMissing, windowMissing });
  const bins = (baselineMissing: number, windowMissing: number) =>
    countCells({ ...numbers([1, 2], [2]), binEdges: Float64Array.of(1), baselineMissing, windowMissing });

  test('is the last one, and is there where either side misses a value', () => {
    for (const [baselineMissing, windowMissing] of [
      [4, 0],
      [0, 7],
      [4, 7],
    ]) {
      expect(colours(baselineMissing, windowMissing)).toEqual({
        baseline: Float64Array.of(5, 3, baselineMissing),
        window: Float64Array.of(1, 2, windowMissing),
        names: ['c0', 'c1'],
        missing: 2,
      });
      expect(bins(baselineMissing, windowMissing)).toEqual({
        baseline: Float64Array.of(1, 1, baselineMissing),
        window: Float64Array.of(0, 1, windowMissing),
        names: null,
        missing: 2,
      });
    }
  });

  test('is not there where none is missing', () => {
    for (const cells of [colours(0, 0), bins(0, 0)]) {
      expect(cells).not.toHaveProperty('missing');
      expect(cells.baseline).toHaveLength(2);
      expect(withoutMissingCell(cells)).toBe(cells);
    }
  });

  test('can be left out', () => {
    const baseline = Float64Array.of(5, 3);
    expect(withoutMissingCell(colours(4, 7))).toEqual({ baseline, window: Float64Array.of(1, 2), names: ['c0', 'c1'] });
  });
});

describe('poolUnseen', () => {
  test('puts what the baseline never had into one last cell', () => {
    const pooled = poolUnseen(countCells(table([5, 3, 0, 0], [1, 2, 3, 4])));

    expect([...pooled.baseline]).toEqual([5, 3, 0]);
    expect([...pooled.window]).toEqual([1, 2, 7]);
  });

  test('adds no cell when everything was seen', () => {
    expect([...poolUnseen(countCells(table([5, 3], [1, 0]))).window]).toEqual([1, 0]);
  });
});
