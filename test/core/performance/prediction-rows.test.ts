import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL, Column } from '../../../lambdas/core/columns/column.ts';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import { PredictionRows } from '../../../lambdas/core/performance/rows/prediction-rows.ts';

describe('PredictionRows', () => {
  it('joins chunks whose dictionaries differ', () => {
    const rows = new PredictionRows({ problem: 'multiclass-classification', answers: ['label'] });

    rows.append({ rows: 2, actual: texts(['a', 'b']), label: texts(['b', 'b']) });
    rows.append({ rows: 2, actual: texts(['b', 'c']), label: texts(['c', 'b']) });
    const joined = rows.toTable();

    expect(rows.rows).toBe(4);
    expect(joined.array('actual')).toEqual(['a', 'b', 'b', 'c']);
    expect(joined.array('label')).toEqual(['b', 'b', 'c', 'b']);
  });

  it('writes classes canonically, whatever kind of cell they come from', () => {
    const rows = new PredictionRows({ problem: 'binary-classification', answers: [] });
    const codes = Int32Array.of(
      0,
      CELL.number,
      CELL.number,
      CELL.true,
      CELL.false,
      CELL.missing,
      CELL.nan,
      CELL.nested,
    );
    const numbers = Float64Array.of(NaN, 1, -0, NaN, NaN, NaN, NaN, NaN);

    rows.append({ rows: 8, actual: new Column(8, numbers, codes, ['1']) });

    expect(rows.toTable().array('actual')).toEqual(['1', '1', '0', 'true', 'false', null, NaN, null]);
  });

  it('fills columns that a chunk lacks with missing cells', () => {
    const rows = new PredictionRows({
      problem: 'binary-classification',
      answers: ['score', 'label'],
      segments: ['origin'],
    });

    rows.append({ rows: 1 });
    rows.append({ rows: 1, actual: texts(['1']), score: texts(['not a number']), segments: new Map() });
    const joined = rows.toTable();

    expect(joined.array('actual')).toEqual([null, '1']);
    expect(joined.array('label')).toEqual([null, null]);
    expect(joined.array('score')).toEqual([null, 'not a number']);
    expect(joined.array('segment_0')).toEqual([null, null]);
  });

  it('names columns by position, so captured names never become keys', () => {
    const rows = new PredictionRows({
      problem: 'multiclass-classification',
      answers: [],
      scoreClasses: ['__proto__', 'b'],
      segments: ['constructor', '__proto__'],
    });

    rows.append({
      rows: 2,
      actual: texts(['b', '__proto__']),
      scores: new Map([
        ['b', numbers([0.9, 0.2])],
        ['__proto__', numbers([0.1, 0.8])],
      ]),
      segments: new Map([
        ['__proto__', texts(['p', 'q'])],
        ['constructor', texts(['r', 's'])],
      ]),
    });
    const joined = rows.toTable();

    expect(joined.columnNames()).toEqual(['actual', 'score_0', 'score_1', 'segment_0', 'segment_1']);
    expect(joined.array('segment_1')).toEqual(['p', 'q']);
    const settings = { problem: 'multiclass-classification', scoreClasses: ['__proto__', 'b'] } as const;
    expect(evaluateTable(joined, settings).performance.metrics.accuracy!.value).toBe(1);
  });

  it('leaves a table unchanged when more rows are added', () => {
    const rows = new PredictionRows({ problem: 'regression', answers: ['value'] });
    rows.append({ rows: 1, actual: numbers([1]), value: numbers([2]) });

    const early = rows.toTable();
    rows.append({ rows: 1, actual: numbers([3]), value: numbers([4]) });

    expect(Array.from(early.array('actual'))).toEqual([1]);
    expect(Array.from(rows.toTable().array('value'))).toEqual([2, 4]);
  });

  it('gives the same table however the rows are cut into chunks, beyond the first buffers too', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(cuts, (sizes) => {
        const total = sizes.reduce((sum, n) => sum + n, 0);
        const classOf = (row: number) => `class ${(row * 7) % 11}`;
        const rows = new PredictionRows({ problem: 'multiclass-classification', answers: ['score'] });
        let start = 0;
        for (const size of sizes) {
          const positions = Array.from({ length: size }, (_, i) => start + i);
          rows.append({ rows: size, actual: texts(positions.map(classOf)), score: numbers(positions) });
          start += size;
        }

        const joined = rows.toTable();

        expect(joined.array('actual')).toEqual(Array.from({ length: total }, (_, row) => classOf(row)));
        expect(Array.from(joined.array('score'))).toEqual(Array.from({ length: total }, (_, row) => row));
      }),
      { numRuns: 20 },
    );
  });
});

function texts(values: readonly string[]): Column {
  const dictionary = [...new Set(values)];
  return new Column(
    values.length,
    null,
    Int32Array.from(values, (text) => dictionary.indexOf(text)),
    dictionary,
  );
}

function numbers(values: readonly number[]): Column {
  return new Column(values.length, Float64Array.from(values), null);
}
