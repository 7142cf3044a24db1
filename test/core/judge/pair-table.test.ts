import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import { pairTable } from '../../../lambdas/core/judge/pair-table.ts';
import { evaluatePair } from '../../../lambdas/core/judge/paired-rows.ts';
import { MissingColumnError } from '../../../lambdas/core/performance/errors.ts';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import type { EvaluationSettings } from '../../../lambdas/core/performance/rows/settings.ts';
import { settings } from './rows.ts';

const binary: EvaluationSettings = { problem: 'binary-classification', threshold: 0.5 };

describe('two models in one table', () => {
  it.each<[string, EvaluationSettings, Record<string, unknown[]>]>([
    [
      'scores',
      binary,
      { actual: [1, 0, 1, 0], candidate_score: [0.9, 0.1, 0.6, 0.2], live_score: [0.4, 0.6, 0.7, 0.1] },
    ],
    [
      'classes by name',
      { ...binary, positive: 'late' },
      {
        actual: ['late', 'on time', 'late', 'late'],
        candidate_label: ['late', 'on time', 'on time', 'late'],
        live_label: ['on time', 'on time', 'on time', 'on time'],
      },
    ],
    [
      'classes and probabilities of several classes',
      { problem: 'multiclass-classification', scoreClasses: ['b', 'a'] },
      {
        actual: ['a', 'b', 'b', 'c'],
        candidate_score_0: [0.1, 0.6, 0.9, 0.5],
        candidate_score_1: [0.9, 0.4, 0.1, 0.5],
        live_score_0: [0.5, 0.5, 0.4, 0.5],
        live_score_1: [0.5, 0.5, 0.6, 0.5],
        live_label: ['a', 'b', 'c', 'c'],
      },
    ],
    [
      'numbers',
      { problem: 'regression' },
      { actual: [1, 2, 3, 4], candidate_value: [1, 2, 3, 5], live_value: [0, 0, 1, 1] },
    ],
  ])('are each what they are alone: %s', (_, how, columns) => {
    const { heldOut, totalRows } = pairTable(table(columns), how);
    const pair = evaluatePair(heldOut);

    expect(totalRows).toBe(4);
    for (const side of ['candidate', 'live'] as const) {
      const alone = Object.entries(columns)
        .filter(([name]) => name === 'actual' || name.startsWith(side))
        .map(([name, values]) => [name.replace(`${side}_`, ''), values]);
      const expected = evaluateTable(table(Object.fromEntries(alone)), how).performance;

      expect(pair[side].rows).toBe(4);
      expect(pair[side].metrics).toEqual(expected.metrics);
    }
  });

  it('leaves out rows that one of them did not answer, by reason, with their segments', () => {
    const columns = {
      actual: [1, 0, null, 1, 0, 1, 1],
      candidate_label: [1, 0, 1, null, 0, 1, 1],
      candidate_score: [0.9, 0.2, 0.5, 0.5, 0.1, Number.NaN, 0.9],
      live_label: [0, 1, 1, 1, 'maybe', 1, 1],
      live_score: [0.1, 0.8, 0.5, 0.5, 0.5, 0.5, null],
      origin: ['JFK', 'LGA', 'JFK', 'JFK', 'JFK', 'JFK', 'JFK'],
    };
    const { heldOut, totalRows, unusable, leftOut } = pairTable(
      table(columns),
      binary,
      new Map([['airport', 'origin']]),
    );

    expect(totalRows).toBe(7);
    expect(unusable).toEqual({
      missingActual: 1,
      unknownActual: 0,
      missingPrediction: 1,
      unknownPrediction: 1,
      missingScore: 2,
    });
    expect(leftOut).toMatchObject({ rows: 4, labelled: 6 });
    expect([...heldOut.actual]).toEqual([1, 0]);
    const { codes, texts } = heldOut.segments!.get('airport')!;
    expect(Array.from(codes, (code) => texts[code])).toEqual(['JFK', 'LGA']);
    expect(judge(heldOut, settings('accuracy', { segments: ['airport'], minimumSegmentRows: 1 })).decision).toBe(
      'keep-live',
    );
  });

  it.each<[EvaluationSettings, Record<string, unknown[]>, string]>([
    [binary, { candidate_label: [1], live_label: [1] }, 'actual'],
    [binary, { actual: [1], candidate_label: [1] }, 'live_label or live_score'],
    [
      { problem: 'multiclass-classification' },
      { actual: [1], live_label: [1] },
      'candidate_label or candidate_score_0',
    ],
    [
      { problem: 'multiclass-classification', scoreClasses: ['a'] },
      { actual: ['a'], candidate_score_0: [1] },
      'live_score_0',
    ],
    [{ problem: 'regression' }, { actual: [1], candidate_value: [1] }, 'live_value'],
  ])('names the column that is missing: $problem', (how, columns, missing) => {
    expect(() => pairTable(table(columns), how)).toThrow(MissingColumnError);
    expect(() => pairTable(table(columns), how)).toThrow(`no column ${missing} (`);
  });
});

describe('labels that share no class with the answers of a model', () => {
  it('decide nothing, with both sets of classes quoted', () => {
    const half = (yes: string, no: string) => Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? yes : no));
    const columns = {
      actual: half('late', 'in time'),
      candidate_label: half('1', '0'),
      live_label: half('late', 'in time'),
    };
    const { heldOut } = pairTable(table(columns), { problem: 'multiclass-classification' });
    const { decision, reasons } = judge(heldOut, settings('accuracy'));
    expect(decision).toBe('not-enough-data');
    expect(reasons.join(' ')).toMatch(
      /labels and answers have no class in common: the labels are "late", "in time", the answers of the candidate model "1", "0"/,
    );
  });
});
