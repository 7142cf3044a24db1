import { describe, expect, it } from 'vitest';
import { Column } from '../../../lambdas/core/columns/column.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import type { ColumnProfile } from '../../../lambdas/core/profile/types.ts';
import { type AnswerKind, assessAnswers } from '../../../lambdas/core/quality/answers.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';

const ROWS = 1000;
const numbers = (make: (row: number) => number) =>
  new Column(
    ROWS,
    Float64Array.from({ length: ROWS }, (_, row) => make(row)),
    null,
  );
const texts = (...dictionary: string[]) =>
  new Column(
    ROWS,
    null,
    Int32Array.from({ length: ROWS }, (_, row) => row % dictionary.length),
    dictionary,
  );

function profileOf(column: Column, type: 'number' | 'category'): ColumnProfile {
  const profiler = new Profiler({ types: new Map([['r', type]]) });
  profiler.add({ rows: ROWS, columns: new Map([['r', column]]) });
  return profiler.finish().columns[0];
}

const breaches = (kind: AnswerKind, window: ColumnProfile | null, baseline: ColumnProfile | null = null) =>
  assessAnswers([{ role: 'r', kind, baseline, window }], ROWS, DEFAULT_QUALITY_LIMITS)
    .filter(({ breached }) => breached)
    .map(({ check, subject, value }) => [check, subject, value]);

const scores = profileOf(
  numbers((row) => row / ROWS),
  'number',
);

describe('the answers of a window', () => {
  it.each<[string, AnswerKind, ColumnProfile | null, ColumnProfile | null, unknown[]]>([
    ['no answer at all', 'score', null, scores, [['missing_answers', 'answer', 1]]],
    ['no answer at all, without a baseline', 'class', null, null, [['missing_answers', 'answer', 1]]],
    [
      'every tenth missing',
      'score',
      profileOf(
        numbers((row) => (row % 10 === 0 ? Number.NaN : 0.5)),
        'number',
      ),
      scores,
      [['missing_values', 'answer', 0.1]],
    ],
    ['texts in place of scores', 'score', profileOf(texts('error'), 'number'), null, [['type_change', 'answer', 1]]],
    [
      'percent in place of probabilities',
      'score',
      profileOf(
        numbers((row) => row / 10),
        'number',
      ),
      scores,
      [['out_of_range', 'answer', 0.99]],
    ],
    [
      'a third class of two',
      'either',
      profileOf(texts('a', 'b', 'error', 'a'), 'category'),
      null,
      [['unseen_categories', 'answer', 0.25]],
    ],
    ['a third class of many', 'class', profileOf(texts('a', 'b', 'c', 'a'), 'category'), null, []],
    ['the same scores', 'score', scores, scores, []],
    ['the same scores, without a baseline', 'score', scores, null, []],
    [
      'one and the same score: drift, not broken',
      'score',
      profileOf(
        numbers(() => 0.5),
        'number',
      ),
      scores,
      [],
    ],
  ])('%s', (_, kind, window, baseline, expected) => {
    expect(breaches(kind, window, baseline)).toEqual(expected);
  });

  it('report nothing for a window without rows', () => {
    expect(
      assessAnswers([{ role: 'r', kind: 'score', baseline: null, window: null }], 0, DEFAULT_QUALITY_LIMITS),
    ).toEqual([]);
  });
});
