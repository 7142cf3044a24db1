import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import { pairTable } from '../../../lambdas/core/judge/pair-table.ts';
import { evaluatePair } from '../../../lambdas/core/judge/paired-rows.ts';
import { MissingColumnError } from '../../../lambdas/core/performance/errors.ts';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import type { EvaluationSettings } from '../../../lambdas/core/performance/rows/settings.ts';
import { describeDisjoint } from '../../../lambdas/core/performance/rows/unify-classes.ts';
import type { LeftOutReason } from '../../../lambdas/core/performance/types.ts';
import { Redactor } from '../../../lambdas/core/text/redactor.ts';
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
      'a score of one and a class of the other, 0 before 1',
      binary,
      { actual: [0, 1, 1, 0], candidate_score: [0.9, 0.1, 0.6, 0.2], live_label: [0, 1, 0, 0] },
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
      'several classes without probabilities, the last first',
      { problem: 'multiclass-classification' },
      { actual: ['b', 'a', 'b', 'true'], candidate_label: ['b', 'b', 'b', '1'], live_label: ['a', 'a', '1', 'true'] },
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
    expect(leftOut).toEqual({
      rows: 4,
      labelled: 6,
      reasons: [
        { part: 'answer', kind: 'missing', rows: 2, examples: [] },
        { part: 'answer', kind: 'class', rows: 1, examples: ['maybe'] },
        { part: 'answer', kind: 'nan', rows: 1, examples: [] },
      ],
    });
    expect([...heldOut.actual]).toEqual([1, 0]);
    const { codes, texts } = heldOut.segments!.get('airport')!;
    expect(Array.from(codes, (code) => texts[code])).toEqual(['JFK', 'LGA']);
    expect(judge(heldOut, settings('accuracy', { segments: ['airport'], minimumSegmentRows: 1 })).decision).toBe(
      'keep-live',
    );
  });

  it.each<[string, EvaluationSettings, Record<string, unknown[]>, LeftOutReason[]]>([
    [
      'a score that is no number, where it makes the class',
      binary,
      { actual: [1, 0, 1], candidate_score: [0.9, Number.NaN, 0.2], live_score: [0.9, 0.8, 0.2] },
      [{ part: 'answer', kind: 'nan', rows: 1, examples: [] }],
    ],
    [
      'a class or a probability that is missing',
      { problem: 'multiclass-classification', scoreClasses: ['a', 'b'] },
      {
        actual: ['a', 'b', 'b', {}],
        candidate_score_0: [0.9, 0.1, 0.2, 0.9],
        candidate_score_1: [0.1, Number.POSITIVE_INFINITY, 0.8, 0.1],
        live_score_0: [0.9, 0.8, 0.2, 0.9],
        live_score_1: [0.1, 0.2, 0.8, 0.1],
        live_label: ['a', 'a', null, 'a'],
      },
      [
        { part: 'answer', kind: 'infinite', rows: 1, examples: [] },
        { part: 'answer', kind: 'missing', rows: 1, examples: [] },
        { part: 'label', kind: 'nested', rows: 1, examples: [] },
      ],
    ],
    [
      'a number that is none',
      { problem: 'regression' },
      { actual: [1, 'two', 3], candidate_value: [1, 2, 3], live_value: [1, 2, '3.5 kg'] },
      [
        { part: 'label', kind: 'text', rows: 1, examples: ['two'] },
        { part: 'answer', kind: 'text', rows: 1, examples: ['3.5 kg'] },
      ],
    ],
  ])('leaves out %s, and says what is wrong', (_, how, columns, reasons) => {
    const { heldOut, leftOut } = pairTable(table(columns), how);
    const rows = columns['actual'].length;

    expect(leftOut).toEqual({ rows: reasons.length, labelled: rows, reasons });
    expect(heldOut.actual).toHaveLength(rows - reasons.length);
  });

  it('leaves out a row that lacks the score of the only model that gives scores', () => {
    for (const [scored, other] of [
      ['candidate', 'live'],
      ['live', 'candidate'],
    ]) {
      const columns = {
        actual: [1, 0, 1],
        [`${scored}_label`]: [1, 0, 1],
        [`${scored}_score`]: [0.9, null, 0.8],
        [`${other}_label`]: [1, 1, 0],
      };
      const { heldOut, unusable } = pairTable(table(columns), binary);

      expect(unusable.missingScore).toBe(1);
      expect([...heldOut.actual]).toEqual([1, 1]);
    }
  });

  it('takes true for 1 beside an unknown label where there are but two classes', () => {
    const { heldOut, unusable } = pairTable(
      table({ actual: [1, 0, 'n/a', 0], candidate_label: [true, false, true, true], live_label: [1, 0, 1, 0] }),
      binary,
    );

    expect(unusable.unknownActual).toBe(1);
    expect(heldOut.actual).toEqual(Uint8Array.of(1, 0, 0));
    expect(heldOut.candidate.predicted).toEqual(Uint8Array.of(1, 0, 1));
  });

  it.each<[EvaluationSettings, Record<string, unknown[]>, string]>([
    [binary, { candidate_label: [1], live_label: [1] }, 'actual (the labels)'],
    [binary, { actual: [1], candidate_label: [1] }, 'live_label or live_score (the answers of the live model)'],
    [{ problem: 'multiclass-classification' }, { candidate_label: ['a'], live_label: ['a'] }, 'actual (the labels)'],
    [
      { problem: 'multiclass-classification' },
      { actual: [1], live_label: [1] },
      'candidate_label or candidate_score_0 (the answers of the candidate model)',
    ],
    [
      { problem: 'multiclass-classification', scoreClasses: ['a'] },
      { actual: ['a'], candidate_score_0: [1] },
      'live_score_0 (the probability of "a")',
    ],
    [{ problem: 'regression' }, { candidate_value: [1], live_value: [1] }, 'actual (the labels)'],
    [{ problem: 'regression' }, { actual: [1], candidate_value: [1] }, 'live_value (the answers of the live model)'],
  ])('names the column that is missing: $problem', (how, columns, missing) => {
    expect(() => pairTable(table(columns), how)).toThrow(MissingColumnError);
    expect(() => pairTable(table(columns), how)).toThrow(`no column ${missing} among`);
  });

  it('names the segment column that is missing', () => {
    const numbers = table({ actual: [1], candidate_value: [1], live_value: [1] });
    const segments = new Map([['airport', 'origin']]);

    expect(() => pairTable(numbers, { problem: 'regression' }, segments)).toThrow(
      'no column origin (the segments) among',
    );
  });
});

describe('labels that share no class with the answers of a model', () => {
  it.each([undefined, 'late'])('decide nothing of two classes either, the positive one being %s', (positive) => {
    const columns = {
      actual: ['late', 'in time', 'late'],
      candidate_label: ['1', '0', '0'],
      live_label: ['late', 'in time', 'in time'],
    };
    const { heldOut } = pairTable(table(columns), { ...binary, positive });

    expect(describeDisjoint(heldOut.disjoint!, Redactor.SHOW)).toBe(
      'labels and answers have no class in common: the labels are "late", "in time", ' +
        'the answers of the candidate model "1", "0"',
    );
  });

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
