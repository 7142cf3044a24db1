import { describe, expect, test } from 'vitest';
import { judgeDrift } from '../../../lambdas/core/drift/judge.ts';
import type { DriftAssessment } from '../../../lambdas/core/drift/result.ts';
import { historyRow, historyRowSchema } from '../../../lambdas/core/history/row.ts';
import type { DriftResult } from '../../../lambdas/core/result/schema.ts';
import { normalQuantile } from '../../../lambdas/core/statistics/normal.ts';
import { numbers, table } from '../drift/align-samples.ts';
import { NO_HISTORY } from '../drift/no-history.ts';
import { driftResult } from '../report/results.ts';

const normal = (rows: number, by = 0) => Array.from({ length: rows }, (_, i) => normalQuantile((i + 0.5) / rows) + by);
const STREAM = { window: 'w', groups: [], cycle: 8, mostKnown: 98, moves: true, historyOf: () => NO_HISTORY };

const rowOf = ({ features, ranking, ...rest }: DriftAssessment) => {
  const drift: DriftResult = { ...rest, features: [...features], ranking: [...ranking] };
  return historyRow(driftResult({ drift }));
};

describe('the history row of a drift check', () => {
  const still = { name: 'still', aligned: numbers(normal(1000), normal(500, 0.012_345_678)), hasOwnLimit: false };
  const moved = { name: 'moved', aligned: numbers(normal(1000), normal(500, 1)), hasOwnLimit: false };
  const assessment = judgeDrift([still, moved], 1e-4, STREAM);
  const row = rowOf(assessment);

  test('has every shift of every column, to five digits, and what flagged it', () => {
    for (const [i, { shifts }] of row.features.entries()) {
      for (const [j, [key, effect, error]] of shifts!.entries()) {
        const [fullKey, fullEffect, fullError] = assessment.features[i].shifts![j];
        expect(key).toBe(fullKey);
        expect(Math.abs(effect - fullEffect)).toBeLessThanOrEqual(5e-5 * Math.abs(fullEffect));
        expect(Math.abs(error - fullError)).toBeLessThanOrEqual(5e-5 * fullError);
      }
    }
    expect(row.features.map(({ flagged_by }) => flagged_by)).toEqual([undefined, 'location']);
    expect(row.features.map(({ flagged_since }) => flagged_since)).toEqual([undefined, row.window]);
  });

  test('keeps since when a column is flagged', () => {
    const historyOf = () => ({ ...NO_HISTORY, flagged: { key: 'location', since: '2001-01-01', windows: 1 } });
    const lasting = rowOf(judgeDrift([still, moved], 1e-4, { ...STREAM, historyOf }));
    expect(lasting.features[1].flagged_since).toBe('2001-01-01');
  });

  test('is read back as it was written', () => {
    expect(historyRowSchema.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
  });
});

test('a column takes no more than a thousand bytes a window, whatever its categories are called', () => {
  const many = Array.from({ length: 5000 }, (_, i) => 5000 - i);
  const aligned = table(many, many);
  const long = { ...aligned, categories: aligned.categories.map((name) => `${'long '.repeat(200)}${name}`) };
  const size = (pair: typeof aligned) =>
    JSON.stringify(rowOf(judgeDrift([{ name: 'x', aligned: pair, hasOwnLimit: false }], 1e-4, STREAM)).features).length;

  expect(size(aligned)).toBeLessThan(1000);
  expect(size(long)).toBeLessThan(2000);
});
