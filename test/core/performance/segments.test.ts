import { table } from 'arquero';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import { evaluateSegments } from '../../../lambdas/core/performance/segments.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

const binary = { problem: 'binary-classification', threshold: 0.5 } as const;
const byAccuracy = { minimumRows: 2, metric: 'accuracy' } as const;
const HOSTILE = ['__proto__', 'constructor', '', 'a.b', '"', '\n', '\ud800', null];

describe('evaluateSegments', () => {
  it('puts the worst segment first and names it as worse', () => {
    const predictions = drawRows([
      { value: 'JFK', rows: 400, accuracy: 0.9 },
      { value: 'ORD', rows: 400, accuracy: 0.6 },
      { value: 'ATL', rows: 400, accuracy: 0.9 },
    ]);

    const { segments, overall } = evaluateSegments(predictions, 'origin', binary, byAccuracy);

    expect(overall.rows).toBe(1200);
    expect(segments.map((segment) => segment.value)).toEqual(['ORD', 'ATL', 'JFK']);
    expect(segments.map((segment) => segment.worse)).toEqual([true, false, false]);
    expect(segments[0].comparison.outcome).toBe('worse');
  });

  it('does not judge segments below the minimum, and counts them', () => {
    const predictions = drawRows([
      { value: 'JFK', rows: 50, accuracy: 1 },
      { value: 'small', rows: 49, accuracy: 0 },
      { value: 'tiny', rows: 3, accuracy: 0 },
    ]);

    const { segments, tooSmall } = evaluateSegments(predictions, 'origin', binary, { ...byAccuracy, minimumRows: 50 });

    expect(segments.map((segment) => segment.value)).toEqual(['JFK']);
    expect(tooSmall).toEqual({
      segments: 2,
      rows: 52,
      largest: [
        { value: 'small', rows: 49 },
        { value: 'tiny', rows: 3 },
      ],
    });
  });

  it('lists only the largest of many small segments', () => {
    const predictions = drawRows(
      Array.from({ length: 30 }, (_, i) => ({ value: `id-${i}`, rows: i + 1, accuracy: 1 })),
    );

    const { tooSmall } = evaluateSegments(predictions, 'origin', binary, { ...byAccuracy, minimumRows: 100 });

    expect(tooSmall.segments).toBe(30);
    expect(tooSmall.rows).toBe((30 * 31) / 2);
    expect(tooSmall.largest.map((segment) => segment.rows)).toEqual(Array.from({ length: 20 }, (_, i) => 30 - i));
  });

  it('orders segments that are equally bad by their rows, then by number and text', () => {
    const even = [10, 9, 'b', '#', 'a'].map((value) => ({ value: String(value), rows: 4, accuracy: 0.5 }));
    const predictions = drawRows([...even, { value: 'large', rows: 8, accuracy: 0.5 }]);

    const { segments } = evaluateSegments(predictions, 'origin', binary, byAccuracy);

    expect(segments.map((segment) => segment.value)).toEqual(['large', '9', '10', '#', 'a', 'b']);
  });

  it('gives a single segment a p-value of at most 5 % exactly where its interval leaves out 0', () => {
    const outcomes = new Set<string>();
    for (let right = 30; right <= 100; right++) {
      const predictions = drawRows([
        { value: 'judged', rows: 100, accuracy: right / 100 },
        { value: 'small', rows: 80, accuracy: 0.7 },
      ]);
      const [{ comparison, adjustedPValue, worse }] = evaluateSegments(predictions, 'origin', binary, {
        ...byAccuracy,
        minimumRows: 100,
      }).segments;
      outcomes.add(comparison.outcome);

      expect(adjustedPValue! <= 0.05).toBe(comparison.outcome !== 'same');
      expect(worse).toBe(comparison.outcome === 'worse');
      if (comparison.difference === 0) expect(adjustedPValue).toBe(1);
    }
    expect([...outcomes].sort()).toEqual(['better', 'same', 'worse']);
  });

  it('has no p-value below that of its segment, and calls none worse that is worse by chance', () => {
    // One of twenty segments is worse by an interval that just leaves out 0: too little among twenty.
    const even = Array.from({ length: 19 }, (_, i) => ({ value: `s${i}`, rows: 100, accuracy: 0.8 }));
    const predictions = drawRows([...even, { value: 'unlucky', rows: 100, accuracy: 0.7 }]);

    const [worst] = evaluateSegments(predictions, 'origin', binary, byAccuracy).segments;

    expect(worst).toMatchObject({ value: 'unlucky', comparison: { outcome: 'worse' }, worse: false });
    expect(worst.adjustedPValue).toBeGreaterThan(0.05);
  });

  it('puts segments without a value of the metric last', () => {
    const predictions = table({
      origin: ['A', 'A', 'B', 'B', 'C', 'C'],
      actual: [0, 0, 1, 1, 1, 1],
      score: [0.1, 0.1, 0.9, 0.1, 0.9, 0.9],
    });

    const { segments } = evaluateSegments(predictions, 'origin', binary, { ...byAccuracy, metric: 'recall' });

    expect(segments.map((segment) => segment.value)).toEqual(['B', 'C', 'A']);
    expect(segments[2]).toMatchObject({ comparison: { outcome: 'unknown' }, adjustedPValue: null, worse: false });
  });

  it('orders errors from the largest, and biases by their distance from zero', () => {
    const predictions = table({
      origin: [1, 1, 2, 2, 3, 3],
      actual: [0, 0, 0, 0, 0, 0],
      value: [1, 1.5, -4, -5, 2, 2.5],
    });
    const order = (metric: 'mae' | 'bias') =>
      evaluateSegments(predictions, 'origin', { problem: 'regression' }, { minimumRows: 1, metric }).segments.map(
        (segment) => segment.value,
      );

    expect(order('mae')).toEqual(['2', '3', '1']);
    expect(order('bias')).toEqual(['2', '3', '1']);
  });

  it('rarely calls one of fifty equal segments worse', () => {
    // Benjamini–Hochberg at 5 %: no more than 5 of 100 quiet worlds have a false alarm, give or take four binomial standard
    // errors: 5 + 4 · √(100 · 0.05 · 0.95) = 13.7.
    const random = new SeededRandom(7);
    let alarms = 0;
    for (let world = 0; world < 100; world++) {
      const segments = Array.from({ length: 50 }, (_, i) => ({ value: `s${i}`, rows: 100, accuracy: 0.85 }));
      const found = evaluateSegments(drawRows(segments, random), 'origin', binary, byAccuracy);
      if (found.segments.some((segment) => segment.worse)) alarms++;
    }

    expect(alarms).toBeLessThanOrEqual(13);
  });

  it('gives each segment what evaluateTable gives its rows, for any segment value', () => {
    const row = fc.record({
      origin: fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 3 })),
      actual: fc.constantFrom(0, 1, null),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const columns = (some: typeof rows) =>
          table({
            origin: some.map((r) => r.origin),
            actual: some.map((r) => r.actual),
            score: some.map((r) => r.score),
          });

        const { segments, tooSmall, overall } = evaluateSegments(columns(rows), 'origin', binary, byAccuracy);

        expect(overall).toEqual(evaluateTable(columns(rows), binary).performance);
        expect(segments.reduce((sum, segment) => sum + segment.rows, tooSmall.rows)).toBe(overall.rows);
        for (const { value, performance } of segments) {
          const ofSegment = rows.filter((r) => r.origin === value);
          expect(performance).toEqual(evaluateTable(columns(ofSegment), binary).performance);
        }
      }),
    );
  });

  it('refuses a column that is not there and a metric of another problem', () => {
    const predictions = table({ actual: [1], score: [1] });

    expect(() => evaluateSegments(predictions, 'origin', binary, byAccuracy)).toThrow(
      'no column origin (the segments)',
    );
    expect(() => evaluateSegments(predictions, 'actual', binary, { minimumRows: 1, metric: 'rmse' })).toThrow(
      'binary-classification has no metric rmse',
    );
  });
});

/** Rows with as many right predictions as the accuracy says, or each right with that probability when `random` is given. */
function drawRows(
  segments: readonly { value: string; rows: number; accuracy: number }[],
  random: SeededRandom | null = null,
) {
  const origin: string[] = [];
  const actual: number[] = [];
  const score: number[] = [];
  for (const segment of segments) {
    for (let row = 0; row < segment.rows; row++) {
      const right = random === null ? row < segment.rows * segment.accuracy : random.uniform() < segment.accuracy;
      origin.push(segment.value);
      actual.push(row % 2);
      score.push(right === (row % 2 === 1) ? 0.9 : 0.1);
    }
  }
  return table({ origin, actual, score });
}
