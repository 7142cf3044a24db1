import { describe, expect, test } from 'vitest';
import { countCells, poolUnseen } from '../../../lambdas/core/drift/cells.ts';
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
