import { table } from 'arquero';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PositiveClassError } from '../../../lambdas/core/performance/errors.ts';
import { evaluateBinary } from '../../../lambdas/core/performance/evaluate.ts';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import { type PairedBinary, pairTables } from '../../../lambdas/core/performance/rows/paired-tables.ts';

const BINARY = { problem: 'binary-classification', threshold: 0.5 } as const;

describe('pairTables', () => {
  it('pairs a binary problem, leaving out rows that either model has no answer to', () => {
    const actual = ['1', '0', null, 1, 0, '1'];
    const candidate = table({ actual, score: [0.9, 0.2, 0.5, Number.NaN, 0.7, 0.5] });
    const live = table({ actual, score: [0.4, 0.6, 0.5, 0.1, Number.POSITIVE_INFINITY, 0.8] });
    expect(pairTables({ candidate, live }, BINARY)).toEqual({
      rows: Int32Array.of(0, 1, 5),
      paired: {
        problem: 'binary-classification',
        actual: Uint8Array.of(1, 0, 1),
        candidate: { predicted: Uint8Array.of(1, 0, 1), score: Float64Array.of(0.9, 0.2, 0.5) },
        live: { predicted: Uint8Array.of(0, 1, 1), score: Float64Array.of(0.4, 0.6, 0.8) },
      },
    });
  });

  it('gives both models the same two classes, also where one of them answers a third most often', () => {
    const actual = ['bad', 'good', 'bad', 'good', 'good'];
    const candidate = table({ actual, label: ['bad', 'good', 'good', 'odd', 'bad'] });
    const live = table({ actual, label: ['good', 'good', 'odd', 'good', 'bad'] });
    const { paired, rows } = pairTables({ candidate, live }, { ...BINARY, positive: 'bad' });
    expect(rows).toEqual(Int32Array.of(0, 1, 4));
    expect(paired).toEqual({
      problem: 'binary-classification',
      actual: Uint8Array.of(1, 0, 0),
      candidate: { predicted: Uint8Array.of(1, 0, 1), score: null },
      live: { predicted: Uint8Array.of(0, 0, 1), score: null },
    });
  });

  it('pairs a multiclass problem in one order of classes', () => {
    const settings = { problem: 'multiclass-classification', scoreClasses: ['x', 'y'] } as const;
    const actual = ['z', 'y', 'x', null];
    const scores = { score_0: [0.2, 0.3, Number.NaN, 0.1], score_1: [0.8, 0.7, 0.5, 0.9] };
    const candidate = table({ actual, label: ['a', 'y', 'x', 'x'], ...scores });
    const live = table({ actual, ...scores, score_0: [0.9, 0.3, 0.5, 0.1] });
    expect(pairTables({ candidate, live }, settings)).toEqual({
      rows: Int32Array.of(0, 1),
      paired: {
        problem: 'multiclass-classification',
        classes: ['x', 'y', 'a', 'z'],
        actual: Int32Array.of(3, 1),
        candidate: { predicted: Int32Array.of(2, 1), scores: [Float64Array.of(0.2, 0.3), Float64Array.of(0.8, 0.7)] },
        live: { predicted: Int32Array.of(0, 1), scores: [Float64Array.of(0.9, 0.3), Float64Array.of(0.8, 0.7)] },
      },
    });
  });

  it('pairs a regression on the rows where all three are finite', () => {
    const actual = Float64Array.of(1, 2, Number.NaN, 4);
    const candidate = table({ actual, value: Float64Array.of(1.5, Number.NaN, 3, 4.5) });
    const live = table({ actual, value: Float64Array.of(0.5, 2, 3, 3.5) });
    expect(pairTables({ candidate, live }, { problem: 'regression' })).toEqual({
      rows: Int32Array.of(0, 3),
      paired: {
        problem: 'regression',
        actual: Float64Array.of(1, 4),
        candidate: { predicted: Float64Array.of(1.5, 4.5) },
        live: { predicted: Float64Array.of(0.5, 3.5) },
      },
    });
  });

  it.each([
    ['binary-classification', /label or score/],
    ['multiclass-classification', /label or score_0/],
    ['regression', /value/],
  ] as const)('needs the answers of a %s', (problem, message) => {
    const empty = table({ actual: [1, 0] });
    expect(() => pairTables({ candidate: empty, live: empty }, { ...BINARY, problem })).toThrow(message);
  });

  it('needs to know the positive class', () => {
    const named = table({ actual: ['a', 'b'], label: ['a', 'b'] });
    expect(() => pairTables({ candidate: named, live: named }, BINARY)).toThrow(PositiveClassError);
  });

  const row = fc.record({
    actual: fc.constantFrom(0, 1, null),
    score: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)),
  });

  it('measures a model paired with itself as it is measured alone', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 50 }), (rows) => {
        const alone = table({ actual: rows.map(({ actual }) => actual), score: rows.map(({ score }) => score) });
        const { paired } = pairTables({ candidate: alone, live: alone }, BINARY);
        const { actual, candidate, live } = paired as PairedBinary;
        expect(live).toEqual(candidate);
        expect(evaluateBinary({ actual, ...candidate }, ['0', '1'])).toEqual(evaluateTable(alone, BINARY).performance);
      }),
    );
  });
});
