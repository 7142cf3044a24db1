import { table } from 'arquero';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column } from '../../../lambdas/core/columns/column.ts';
import { evaluateMulticlass } from '../../../lambdas/core/performance/evaluate.ts';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import { HOSTILE, NONE_UNUSABLE } from './tables.ts';

describe('evaluateTable, multiclass', () => {
  it('predicts the class of the highest probability, the first of equals', () => {
    const predictions = table({
      actual: ['b', 'a', 'c'],
      score_0: [0.2, 0.4, 0.1],
      score_1: [0.5, 0.4, 0.1],
      score_2: [0.3, 0.2, 0.8],
    });

    const { performance } = evaluateTable(predictions, {
      problem: 'multiclass-classification',
      scoreClasses: ['b', 'a', 'c'],
    });

    expect(performance.confusionMatrix).toEqual({
      classes: ['b', 'a', 'c'],
      counts: [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
      ],
    });
    expect(performance.metrics.log_loss!.value).toBeCloseTo(-(Math.log(0.2) + Math.log(0.4) + Math.log(0.8)) / 3, 12);
  });

  it('orders classes by number, then text, after the scored ones', () => {
    const classesOf = (actual: unknown[], scoreClasses: string[] = []) =>
      evaluateTable(table({ actual, label: actual, score_0: actual.map(() => 1) }), {
        problem: 'multiclass-classification',
        scoreClasses,
      }).performance.confusionMatrix!.classes;

    expect(classesOf([10, 9, 'b', 'a', 1, '-2', true])).toEqual(['-2', '1', '9', '10', 'a', 'b', 'true']);
    // Texts before digits by code units, and a text that is a number to JavaScript alone.
    expect(classesOf(['#1', 20, '0x10', 3, '!'])).toEqual(['3', '20', '!', '#1', '0x10']);
    expect(classesOf(['a', 'z', 'b'], ['z'])).toEqual(['z', 'a', 'b']);
  });

  it('keeps hostile class names apart', () => {
    const { performance } = evaluateTable(table({ actual: HOSTILE, label: HOSTILE }), {
      problem: 'multiclass-classification',
    });

    expect(performance.confusionMatrix!.classes).toEqual([...HOSTILE].sort());
    expect(performance.metrics.accuracy!.value).toBe(1);
    expect(performance.classes!.every((one) => one.rows === 1 && one.f1 === 1)).toBe(true);
  });

  it('counts rows without a label, a prediction or a score', () => {
    const predictions = table({
      actual: ['a', null, 'b', 'a'],
      label: ['a', 'a', null, 'a'],
      score_0: [1, 1, 1, null],
    });

    const { performance, unusable } = evaluateTable(predictions, {
      problem: 'multiclass-classification',
      scoreClasses: ['a'],
    });

    expect(performance.rows).toBe(1);
    expect(unusable).toEqual({ ...NONE_UNUSABLE, missingActual: 1, missingPrediction: 1, missingScore: 1 });
  });

  it('reads dictionary columns like plain ones', () => {
    const cell = fc.constantFrom(-1, 0, 1, 2);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const dictionary = ['x', '__proto__', 'y'];
        const column = (side: 0 | 1) =>
          new Column(
            rows.length,
            null,
            Int32Array.from(rows, (r) => r[side]),
            dictionary,
          );
        const texts = (side: 0 | 1) => rows.map((r) => (r[side] < 0 ? null : dictionary[r[side]]));
        const settings = { problem: 'multiclass-classification' } as const;

        const coded = evaluateTable(table({ actual: column(0), label: column(1) }), settings);
        const plain = evaluateTable(table({ actual: texts(0), label: texts(1) }), settings);

        expect(coded).toEqual(plain);
      }),
    );
  });

  it.each([
    [{ label: ['a'] }, 'there is no column actual (the labels) among "label"'],
    [{ actual: ['a'] }, 'there is no column label or score_0 (the predictions) among "actual"'],
  ])('names the missing column', (columns: Record<string, string[]>, message) => {
    expect(() => evaluateTable(table(columns), { problem: 'multiclass-classification' })).toThrow(message);
  });

  it('names the missing score column', () => {
    const act = () =>
      evaluateTable(table({ actual: ['a'], score_0: [1] }), {
        problem: 'multiclass-classification',
        scoreClasses: ['a', '__proto__'],
      });

    expect(act).toThrow('there is no column score_1 (the probability of "__proto__") among "actual", "score_0"');
  });
});

it('gives the same for codes handed to evaluateMulticlass directly', () => {
  const predictions = table({ actual: ['a', 'b', 'b', 'c'], label: ['a', 'b', 'c', 'c'] });

  const { performance } = evaluateTable(predictions, { problem: 'multiclass-classification' });

  expect(performance).toEqual(
    evaluateMulticlass({
      actual: Int32Array.of(0, 1, 1, 2),
      predicted: Int32Array.of(0, 1, 2, 2),
      classes: ['a', 'b', 'c'],
      scores: null,
    }),
  );
});
