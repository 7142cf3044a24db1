import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { CELL, Column } from '../../../lambdas/core/columns/column.ts';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import { countUnreadable, leftOutShare } from '../../../lambdas/core/performance/rows/left-out.ts';
import { PredictionRows } from '../../../lambdas/core/performance/rows/prediction-rows.ts';
import { shownLeftOut } from '../../../lambdas/core/result/redact-performance.ts';
import { Redactor } from '../../../lambdas/core/text/redactor.ts';

const regression = { problem: 'regression' } as const;

function cells(values: readonly (number | string | null | 'NaN')[]): Column {
  const dictionary: string[] = [];
  const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return CELL.missing;
    if (value === 'NaN') return CELL.nan;
    if (value === '{}') return CELL.nested;
    return typeof value === 'number' ? CELL.number : dictionary.push(value) - 1;
  });
  return new Column(values.length, numbers, codes, dictionary);
}

describe('labelled rows that no metric counts', () => {
  it('are counted by reason, the label first', () => {
    const rows = new PredictionRows({ problem: 'regression', answers: ['value'] });
    rows.append({ rows: 2, actual: cells([1, 2]), value: cells([1, null]) });
    rows.append({
      rows: 8,
      actual: cells(['1,234.50', null, 'NaN', 4, 5, 6, 7, '€ 8']),
      value: cells([1, 2, 3, 'NaN', 'error', '{}', Number.POSITIVE_INFINITY, 'NaN']),
    });

    const { performance, leftOut } = evaluateTable(rows.toTable(), regression);

    expect(performance.rows).toBe(1);
    // Two rows have no label: theirs may still come.
    expect(leftOut).toMatchObject({ rows: 7, labelled: 8 });
    expect(leftOut.reasons).toEqual([
      { part: 'label', kind: 'text', rows: 2, examples: ['1,234.50', '€ 8'] },
      { part: 'answer', kind: 'missing', rows: 1, examples: [] },
      { part: 'answer', kind: 'nan', rows: 1, examples: [] },
      { part: 'answer', kind: 'text', rows: 1, examples: ['error'] },
      { part: 'answer', kind: 'nested', rows: 1, examples: [] },
      { part: 'answer', kind: 'infinite', rows: 1, examples: [] },
    ]);
    expect(leftOutShare(leftOut)).toBeCloseTo(7 / 8);
    // Which rows these are depends on what their values say.
    expect(countUnreadable(leftOut)).toBe(3);
  });

  it('does not count rows that were not put to the model, where a table has such', () => {
    const data = table({ actual: [1, 2, 3], value: [1, null, Number.NaN] });

    const all = evaluateTable(data, regression);
    const held = evaluateTable(data, regression, { unanswered: 'not-counted' });

    expect(all.leftOut).toMatchObject({ rows: 2, labelled: 3 });
    expect(held.leftOut).toMatchObject({ rows: 1, labelled: 2, reasons: [{ kind: 'nan', rows: 1 }] });
  });

  it('counts an answer that lacks one of its parts, and a third class', () => {
    const data = table({ actual: [1, 0, 1, 0], label: [1, 'Internal error', 1, 0], score: [0.9, 0.1, null, 0.2] });

    const { leftOut } = evaluateTable(
      data,
      { problem: 'binary-classification', threshold: 0.5 },
      {
        unanswered: 'not-counted',
      },
    );

    expect(leftOut).toEqual({
      rows: 2,
      labelled: 4,
      reasons: [
        { part: 'answer', kind: 'class', rows: 1, examples: ['Internal error'] },
        { part: 'answer', kind: 'missing', rows: 1, examples: [] },
      ],
    });
  });

  it('are counted by reason in every problem', () => {
    const multiclass = evaluateTable(
      table({ actual: ['a', {}, 'b', 'a'], label: ['a', 'a', null, 'b'], score_0: [1, 1, 1, Number.NaN] }),
      { problem: 'multiclass-classification', scoreClasses: ['a'] },
    );
    const byScore = evaluateTable(table({ actual: [1, {}, 0], score: [0.9, 0.1, 'high'] }), {
      problem: 'binary-classification',
      threshold: 0.5,
    });

    expect(multiclass.leftOut.reasons).toEqual([
      { part: 'label', kind: 'nested', rows: 1, examples: [] },
      { part: 'answer', kind: 'missing', rows: 1, examples: [] },
      { part: 'answer', kind: 'nan', rows: 1, examples: [] },
    ]);
    expect(byScore.leftOut.reasons).toEqual([
      { part: 'label', kind: 'nested', rows: 1, examples: [] },
      { part: 'answer', kind: 'text', rows: 1, examples: ['high'] },
    ]);
  });

  it.each(['binary-classification', 'multiclass-classification'] as const)(
    'are counted where labels and answers have no class in common: %s',
    (problem) => {
      const columns = { actual: ['yes', 'no', {}, 'no'], label: ['1', '2', '1', []] };
      const { leftOut, performance } = evaluateTable(table(columns), { problem, threshold: 0.5, positive: 'yes' });

      expect(performance).toMatchObject({ problem, rows: 2 });
      expect(leftOut).toEqual({
        rows: 2,
        labelled: 4,
        reasons: [
          { part: 'label', kind: 'nested', rows: 1, examples: [] },
          { part: 'answer', kind: 'nested', rows: 1, examples: [] },
        ],
      });
    },
  );

  it('of plain numbers are missing or infinite', () => {
    const { leftOut } = evaluateTable(
      table({ actual: Float64Array.of(1, 2, 3), value: Float64Array.of(1, Number.NaN, Number.POSITIVE_INFINITY) }),
      regression,
    );

    expect(leftOut.reasons).toEqual([
      { part: 'answer', kind: 'missing', rows: 1, examples: [] },
      { part: 'answer', kind: 'infinite', rows: 1, examples: [] },
    ]);
  });

  it('of a plain array are missing where there is nothing, and boolean where there is one', () => {
    const { leftOut } = evaluateTable(table({ actual: [1, 2, 3], value: [undefined, true, 3] }), regression);

    expect(leftOut.reasons).toEqual([
      { part: 'answer', kind: 'missing', rows: 1, examples: [] },
      { part: 'answer', kind: 'boolean', rows: 1, examples: [] },
    ]);
  });

  it('are no share of nothing', () => {
    expect(leftOutShare({ rows: 0, labelled: 0 })).toBe(0);
  });

  it.each([
    ['label', 'nested', 5],
    ['answer', 'text', 5],
    ['answer', 'boolean', 5],
    ['answer', 'class', 5],
    ['answer', 'missing', 0],
    ['answer', 'nan', 0],
    ['answer', 'infinite', 0],
  ] as const)('are unreadable by their content: %s %s', (part, kind, rows) => {
    expect(countUnreadable({ reasons: [{ part, kind, rows: 5, examples: [] }] })).toBe(rows);
  });

  it('keep eight texts of a column of numbers, each once', () => {
    const rows = new PredictionRows({ problem: 'regression', answers: ['value'] });
    const texts = Array.from({ length: 40 }, (_, i) => `text ${Math.floor(i / 2)}`);
    rows.append({ rows: 40, actual: cells(texts.map(() => 1)), value: cells(texts) });

    const kept = rows.toTable().array('value') as string[];

    expect(new Set(kept)).toEqual(new Set(Array.from({ length: 8 }, (_, i) => `text ${i}`)));
    expect(kept.slice(0, 4)).toEqual(['text 0', 'text 0', 'text 1', 'text 1']);
  });

  it('keeps examples printable and short, and a few texts of very many', () => {
    const rows = new PredictionRows({ problem: 'regression', answers: ['value'] });
    const texts = Array.from({ length: 5000 }, (_, i) => `\u001b[31m${i} ${'x'.repeat(100)}`);
    rows.append({ rows: 5000, actual: cells(texts.map(() => 1)), value: cells(texts) });

    const { leftOut } = evaluateTable(rows.toTable(), regression);

    const [reason] = shownLeftOut(leftOut, Redactor.SHOW).reasons;
    expect(reason).toMatchObject({ kind: 'text', rows: 5000 });
    expect(reason.examples).toHaveLength(3);
    for (const example of reason.examples) {
      expect(example.length).toBeLessThanOrEqual(60);
      expect(example).not.toContain('\u001b');
    }
  });
});
