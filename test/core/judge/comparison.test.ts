import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import type { HeldOut } from '../../../lambdas/core/judge/paired-rows.ts';
import { comparisonSchema } from '../../../lambdas/core/judge/schema.ts';
import type { JudgeSettings } from '../../../lambdas/core/judge/settings.ts';
import { parseLimit } from '../../../lambdas/core/monitor/limit.ts';
import { better, bySegment, lopsided, strict } from './judged-rows.ts';
import { binaryRows, errorsOf, regressionRows, rowsOf, settings } from './rows.ts';

describe('the comparison that a judgement stores', () => {
  it('is a document that can be stored and matches its schema', () => {
    const comparison = judge(lopsided, { ...bySegment, floor: [parseLimit('accuracy < 0.7')] });

    expect(comparisonSchema.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
    expect(comparison.settings).toEqual({
      metric: 'accuracy',
      margin: 0.005,
      minimumRows: 1000,
      floor: ['accuracy < 0.7'],
      segments: ['origin'],
      maxSegmentLoss: 0,
      minimumSegmentRows: 200,
      confidence: 0.95,
    });
    expect(comparison.floor).toEqual([{ text: 'accuracy < 0.7', value: 0.85, met: false }]);
    expect(Object.keys(comparison.metrics)).toContain('roc_auc');
    expect(comparison.segments.compared.map(({ value, rows, blocks }) => [value, rows, blocks])).toEqual([
      ['LGA', 300, true],
      ['JFK', 700, false],
    ]);
    expect(comparison.segments.tooSmall).toEqual({ segments: 0, rows: 0 });
  });

  it.each<[string, HeldOut, JudgeSettings]>([
    ['promote', better, strict],
    ['keep-live', regressionRows(errorsOf(2), errorsOf(1)), settings('mae')],
    ['not-enough-data', regressionRows(errorsOf(1), errorsOf(2)), settings('bias', { minimumRows: 1000 })],
  ])('matches its schema whatever is decided: %s', (decision, rows, given) => {
    const comparison = judge(rows, given);

    expect(comparison.decision).toBe(decision);
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
  });

  it('has a schema whose descriptions all say something', () => {
    const descriptions = JSON.stringify(z.toJSONSchema(comparisonSchema)).match(/"description":"[^"]*/g)!;

    for (const description of descriptions) expect(description).toMatch(/"description":"\S/);
  });

  it('counts the segments that are too small, and their rows', () => {
    const { compared, tooSmall } = judge(lopsided, { ...bySegment, minimumSegmentRows: 301 }).segments;

    expect(compared.map(({ value }) => value)).toEqual(['JFK']);
    expect(tooSmall).toEqual({ segments: 1, rows: 300 });
  });

  it('shows a segment without a difference last, with the reason and without a p-value', () => {
    const rows = binaryRows([
      ...Array.from({ length: 300 }, () => ({ actual: 0, candidate: 0, live: 0, segment: 0 })),
      ...rowsOf(800, 100, 50, 50, 1),
    ]);
    const { compared } = judge(rows, { ...bySegment, metric: 'recall' }).segments;

    expect(compared.map(({ value }) => value)).toEqual(['LGA', 'JFK']);
    expect(compared[1]).toMatchObject({
      difference: null,
      reason: 'recall of the candidate is not defined: no row is positive',
      adjustedPValue: null,
      blocks: false,
    });
  });

  it('names the rows without a value when they lose', () => {
    const codes = Int32Array.from(lopsided.actual, (_, row) => (row < 700 ? 0 : -1));
    const { texts } = lopsided.segments.get('origin')!;
    const { reasons } = judge({ ...lopsided, segments: new Map([['origin', { codes, texts }]]) }, bySegment);

    expect(reasons[0]).toMatch(/^segment: origin without a value \(300 rows\): accuracy/);
  });

  it('counts the rows without a value as a segment, and shows captured values safely', () => {
    const codes = Int32Array.from(lopsided.actual, (_, row) => (row < 700 ? -1 : 2));
    const { texts } = lopsided.segments.get('origin')!;
    const hostile = { ...lopsided, segments: new Map([['origin', { codes, texts }]]) };
    const { segments, reasons } = judge(hostile, bySegment);

    expect(segments.compared.map(({ value, rows }) => [value, rows])).toEqual([
      ['E\u202eWR', 300],
      [null, 700],
    ]);
    expect(reasons[0]).toMatch(/^segment: origin "E\\u\{202e\}WR"/);
  });
});
