import { escape as asIs, desc, table } from 'arquero';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column } from '../../../lambdas/core/columns/column.ts';
import { MissingColumnError, PositiveClassError } from '../../../lambdas/core/performance/errors.ts';
import { evaluateBinary } from '../../../lambdas/core/performance/evaluate.ts';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import { HOSTILE, NONE_UNUSABLE } from './tables.ts';

const binary = { problem: 'binary-classification', threshold: 0.5 } as const;

describe('evaluateTable, binary', () => {
  it('predicts positive at the threshold and above', () => {
    const predictions = table({ actual: [1, 1, 0, 0], score: [0.7, 0.6999, 0.7, 0.1] });

    const { performance } = evaluateTable(predictions, { ...binary, threshold: 0.7 });

    expect(performance.confusionMatrix).toEqual({
      classes: ['0', '1'],
      counts: [
        [1, 1],
        [1, 1],
      ],
    });
  });

  it('takes the predicted class from the label where there is one, whatever the score', () => {
    const predictions = table({ actual: [1, 0], label: [0, 1], score: [0.9, 0.1] });

    const { performance } = evaluateTable(predictions, binary);

    expect(performance.metrics.accuracy!.value).toBe(0);
    expect(performance.metrics.roc_auc!.value).toBe(1);
  });

  it.each([
    { classes: 'numbers', actual: [1, 0, 1], label: [1, 1, 0], names: ['0', '1'] },
    { classes: 'texts of numbers', actual: ['1', '0', '1'], label: ['1', '1', '0'], names: ['0', '1'] },
    { classes: 'numbers and their texts', actual: [1.0, -0, 1], label: ['1', '1', '0'], names: ['0', '1'] },
    { classes: 'booleans', actual: [true, false, true], label: [true, true, false], names: ['false', 'true'] },
    { classes: 'booleans against 0 and 1', actual: [true, false, true], label: [1, 1, 0], names: ['false', 'true'] },
    { classes: 'signs', actual: [1, -1, 1], label: [1, 1, -1], positive: '1', names: ['-1', '1'] },
    { classes: 'big integers', actual: [1n, 0n, 1n], label: [1n, 1n, 0n], names: ['0', '1'] },
    { classes: 'two and one', actual: [1, 2, 1], label: [1, 1, 2], positive: '1', names: ['2', '1'] },
    { classes: 'one and two', actual: [2, 1, 2], label: [2, 2, 1], positive: '2', names: ['1', '2'] },
    {
      classes: 'names',
      actual: ['late', 'in time', 'late'],
      label: ['late', 'late', 'in time'],
      positive: 'late',
      names: ['in time', 'late'],
    },
  ])('understands $classes', ({ actual, label, positive, names }) => {
    const { performance, unusable } = evaluateTable(table({ actual, label }), { ...binary, positive });

    expect(performance.confusionMatrix).toEqual({
      classes: names,
      counts: [
        [0, 1],
        [1, 1],
      ],
    });
    expect(unusable).toEqual(NONE_UNUSABLE);
  });

  it('evaluates a window with one class only', () => {
    const ofClass = (value: unknown, positive?: string) =>
      evaluateTable(table({ actual: [value, value], score: [0.9, 0.2] }), { ...binary, positive }).performance
        .confusionMatrix!;

    expect(ofClass(0)).toEqual({
      classes: ['0', '1'],
      counts: [
        [1, 1],
        [0, 0],
      ],
    });
    expect(ofClass(true)).toEqual({
      classes: ['false', 'true'],
      counts: [
        [0, 0],
        [1, 1],
      ],
    });
    expect(ofClass('late', 'late')).toEqual({
      classes: ['not late', 'late'],
      counts: [
        [0, 0],
        [1, 1],
      ],
    });
    expect(ofClass('in time', 'late')).toEqual({
      classes: ['in time', 'late'],
      counts: [
        [1, 1],
        [0, 0],
      ],
    });
  });

  it.each<[string, unknown[], unknown[], { positive: string; negative?: string }, string, number]>([
    [
      'the most frequent other class',
      ['late', 'early', 'in time', 'in time'],
      ['late', 'late', 'late', 'late'],
      { positive: 'late' },
      'in time',
      1,
    ],
    [
      'the most frequent one of labels and answers together',
      ['late', 'x', 'late', 'x', 'y'],
      ['y', 'y', 'late', null, 'late'],
      { positive: 'late' },
      'y',
      2,
    ],
    [
      'the first by code units of equally frequent ones',
      ['late', 'b', 'a', 'c'],
      ['late', 'late', 'late', 'late'],
      { positive: 'late' },
      'a',
      2,
    ],
    ['the usual opposite, however rare', [1, 0, 2, 2], [1, 1, 1, 1], { positive: '1' }, '0', 2],
    [
      'the class that is known to be it',
      ['late', 'early', 'in time', 'in time'],
      ['late', 'late', 'late', 'late'],
      { positive: 'late', negative: 'early' },
      'early',
      2,
    ],
  ])('takes for the negative class %s', (_, actual, label, chosen, negative, unknown) => {
    const { performance, unusable } = evaluateTable(table({ actual, label }), { ...binary, ...chosen });

    expect(performance.confusionMatrix!.classes).toEqual([negative, chosen.positive]);
    expect(unusable.unknownActual).toBe(unknown);
  });

  it('takes true for 1 beside an unknown label', () => {
    const { performance } = evaluateTable(
      table({ actual: [1, 0, 'n/a', 0], label: [true, false, true, true] }),
      binary,
    );

    expect(performance.confusionMatrix).toEqual({
      classes: ['0', '1'],
      counts: [
        [1, 1],
        [0, 1],
      ],
    });
  });

  it('does not turn an unknown label into a negative', () => {
    const predictions = table({ actual: ['1', '0', 'n/a', '0', 'n/a', 'n/a'], score: [0.9, 0.1, 0.1, 0.1, 0.1, 0.1] });

    const { performance, unusable } = evaluateTable(predictions, binary);

    expect(performance.rows).toBe(3);
    expect(unusable).toEqual({ ...NONE_UNUSABLE, unknownActual: 3 });
  });

  it('counts every row that it cannot use, once, by reason', () => {
    const predictions = table({
      actual: [1, 0, null, Number.NaN, {}, 'x', 1, 0, 0, 1],
      label: [1, 0, 1, 1, 1, 1, null, 'y', 0, 1],
      score: [0.9, 0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, Number.NaN, Number.POSITIVE_INFINITY],
    });

    const { performance, totalRows, unusable } = evaluateTable(predictions, binary);

    expect(performance.rows).toBe(2);
    expect(totalRows).toBe(10);
    expect(unusable).toEqual({
      missingActual: 3,
      unknownActual: 1,
      missingPrediction: 1,
      unknownPrediction: 1,
      missingScore: 2,
    });
  });

  it('has no prediction where the score that makes it is missing', () => {
    const predictions = table({ actual: [1, 1, 0], score: [0.9, null, Number.NaN] });

    const { unusable } = evaluateTable(predictions, binary);

    expect(unusable).toEqual({ ...NONE_UNUSABLE, missingPrediction: 2 });
  });

  it.each([
    { actual: ['late', 'in time'], classes: '"late", "in time"' },
    { actual: [1, 2], classes: '"1", "2"' },
    { actual: [2, 1, 2, 2], classes: '"2", "1"' },
    { actual: [1, -1], classes: '"1", "-1"' },
    { actual: [0, 5], classes: '"0", "5"' },
    { actual: [true, 'unsure'], classes: '"true", "unsure"' },
  ])('requires the positive class of $classes', ({ actual, classes }) => {
    const predictions = table({ actual, score: actual.map((_, i) => i / 10) });

    expect(() => evaluateTable(predictions, binary)).toThrow(PositiveClassError);
    expect(() => evaluateTable(predictions, binary)).toThrow(
      `which class is the positive one? The labels and predictions have ${classes}; ` +
        'name it with "positive" (--positive on the command line): ' +
        'without it, only 1 of 0 and 1 and true of true and false count as positive',
    );
    expect(() => evaluateTable(predictions, binary)).toThrow(expect.objectContaining({ name: 'PositiveClassError' }));
  });

  it.each([
    [{ score: [1] }, 'there is no column actual (the labels) among "score"'],
    [{ actual: [1] }, 'there is no column label or score (the predictions) among "actual"'],
    [{}, 'there is no column actual (the labels) among no columns'],
  ])('names the missing column', (columns: Record<string, number[]>, message) => {
    expect(() => evaluateTable(table(columns), binary)).toThrow(MissingColumnError);
    expect(() => evaluateTable(table(columns), binary)).toThrow(message);
    expect(() => evaluateTable(table(columns), binary)).toThrow(
      expect.objectContaining({ name: 'MissingColumnError' }),
    );
  });

  it('respects the filter, order and groups of the table', () => {
    const predictions = table({ actual: [1, 0, 1, 0], score: [0.9, 0.2, 0.1, 0.8], keep: [true, true, false, false] });

    const prepared = predictions
      .filter(asIs((row: { keep: boolean }) => row.keep))
      .orderby(desc(asIs((row: { score: number }) => row.score)))
      .groupby({ actual: asIs((row: { actual: number }) => row.actual) });
    const { performance, totalRows } = evaluateTable(prepared, binary);

    expect(totalRows).toBe(2);
    expect(performance.metrics.accuracy!.value).toBe(1);
  });

  it('has no values and throws nothing for a table without rows', () => {
    const { performance, totalRows } = evaluateTable(table({ actual: [], score: [] }), binary);

    expect(totalRows).toBe(0);
    expect(performance.metrics.accuracy!.value).toBeNull();
  });

  it('is evaluateBinary on the complete rows, for any two class names', () => {
    const name = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }));
    const names = fc.uniqueArray(name, { minLength: 2, maxLength: 2 });
    const row = fc.record({
      actual: fc.constantFrom(0, 1, null),
      score: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(names, fc.array(row), ([negative, positive], rows) => {
        const nameOf = (code: number | null) => (code === null ? null : code === 1 ? positive : negative);
        const predictions = table({ actual: rows.map((r) => nameOf(r.actual)), score: rows.map((r) => r.score) });
        const complete = rows.filter((r) => r.actual !== null && r.score !== null);

        const { performance } = evaluateTable(predictions, { ...binary, positive });

        const expected = evaluateBinary({
          actual: Uint8Array.from(complete, (r) => r.actual!),
          predicted: Uint8Array.from(complete, (r) => (r.score! >= 0.5 ? 1 : 0)),
          score: Float64Array.from(complete, (r) => r.score!),
        });
        expect(performance.metrics).toEqual(expected.metrics);
        expect(performance.confusionMatrix!.counts).toEqual(expected.confusionMatrix!.counts);
      }),
    );
  });
});

describe('evaluateTable, regression', () => {
  it.each([
    [{ value: [1] }, 'there is no column actual (the labels) among "value"'],
    [{ actual: [1] }, 'there is no column value (the predictions) among "actual"'],
  ])('names the missing column', (columns: Record<string, number[]>, message) => {
    expect(() => evaluateTable(table(columns), { problem: 'regression' })).toThrow(message);
  });

  it('reads big integers, and no number from a column of texts', () => {
    const big = evaluateTable(table({ actual: [1n, 2n], value: [2n, 4n] }), { problem: 'regression' });
    const texts = new Column(2, null, Int32Array.of(0, 1), ['1', '2']);
    const text = evaluateTable(table({ actual: texts, value: [1, 2] }), { problem: 'regression' });

    expect(big.performance.metrics.mae!.value).toBe(1.5);
    expect(text.unusable.missingActual).toBe(2);
    expect(text.leftOut.reasons).toEqual([{ part: 'label', kind: 'text', rows: 2, examples: ['1', '2'] }]);
  });

  it('leaves out what is not a finite number, and counts it', () => {
    const predictions = table({
      actual: [1, 2, null, 'x', 5, Number.POSITIVE_INFINITY],
      value: [1, 4, 3, 4, null, 6],
    });

    const { performance, unusable } = evaluateTable(predictions, { problem: 'regression' });

    expect(performance.metrics.mae).toMatchObject({ value: 1, rows: 2 });
    expect(unusable).toEqual({ ...NONE_UNUSABLE, missingActual: 3, missingPrediction: 1 });
  });
});
