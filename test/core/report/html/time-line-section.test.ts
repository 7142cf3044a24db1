import { describe, expect, it } from 'vitest';
import { emptyState } from '../../../../lambdas/core/decision/state.ts';
import { timeLineSection } from '../../../../lambdas/core/report/html/time-line-section.ts';
import type { TimePoint } from '../../../../lambdas/core/report/time-line.ts';
import { accuracyResult, driftOf, driftResult, feature, incident } from '../results.ts';
import { readPage } from './page-structure.ts';

const DAY = 86_400_000;
const LAST = Date.parse('2026-03-02');

/** A window so many days before the last one. */
function daysBefore(days: number, more: Partial<TimePoint> = {}): TimePoint {
  const start = LAST - days * DAY;
  return {
    ...{ window: new Date(start).toISOString().slice(0, 10), start, rows: 2_500, driftedShare: null },
    ...{ metric: 'accuracy', value: 0.9, lower: 0.8, upper: 1 },
    ...more,
  };
}
const state = emptyState('m');
const valuesOf = (markup: string, key: string) =>
  readPage(markup).attributes.flatMap(([name, value]) => (name === key ? [value] : []));

describe('the time line of an accuracy check', () => {
  const estimate = { metric: 'accuracy', value: 0.8, lower: 0.7, upper: 0.9, rows: 100 };
  const result = accuracyResult({
    verdict: { ...accuracyResult().verdict, performance: { ...estimate, comparedWithBaseline: 'same' } },
    limits: [
      { ...accuracyResult().limits[0], text: 'accuracy < 0.75' },
      { ...accuracyResult().limits[0], text: 'recall < 0.1' },
    ],
  });

  it('draws the metric as a line, its interval as a band, and its limits', () => {
    const { markup } = timeLineSection(result, { earlier: [daysBefore(2), daysBefore(1)], state })!;
    // Days at 54, 340 and 626. The axis goes from 0.7 to 1: 100 units from 134 up to 34, a tenth is 33.3.
    expect(valuesOf(markup, 'd')).toEqual([
      'M54,100.7L54,34L340,34L626,67.3L626,134L340,100.7Z',
      'M54,67.3L340,67.3L626,100.7',
    ]);
    const dashed = [...markup.matchAll(/<line class="limit"[^>]* y1="([\d.]+)"/g)].map(([, y]) => Number(y));
    // 0.75 is half a tenth above the bottom.
    expect(dashed).toEqual([117.3]);
    // The rows of the last window are 5,000, the others have half as many: 24 and 12 units.
    expect(
      [...markup.matchAll(/<rect class="before"[^>]* height="([\d.]+)"/g)].map(([, height]) => Number(height)),
    ).toEqual([12, 12, 24]);
    expect(readPage(markup).texts).toEqual(
      expect.arrayContaining([
        '2026-02-28',
        '0.9000',
        '0.8000 to 1.0000',
        '2,500',
        '0.8000',
        '0.7000 to 0.9000',
        '5,000',
      ]),
    );
  });

  it('has gaps where the metric is not known or was another one', () => {
    const unknown = { value: null, lower: null, upper: null };
    const earlier = [daysBefore(4), daysBefore(3, unknown), daysBefore(2), daysBefore(1, { metric: 'recall' })];
    const { markup } = timeLineSection(result, { earlier, state })!;
    const [band, line] = valuesOf(markup, 'd');
    expect(line.match(/M/g)).toHaveLength(3);
    // Windows alone have bands four units wide.
    expect(band.match(/h4/g)).toHaveLength(3);
  });

  it('draws sixty windows whole', () => {
    const earlier = Array.from({ length: 59 }, (_, i) => daysBefore(59 - i));
    const { markup } = timeLineSection(result, { earlier, state })!;
    const [band, line] = valuesOf(markup, 'd');
    expect(line.match(/[ML]/g)).toHaveLength(60);
    expect(band.match(/[ML]/g)).toHaveLength(120);
    for (const path of [band, line]) expect(path).toMatch(/^[MLZ\d.,-]+$/);
  });

  it('marks what happened, letters that would overlap together', () => {
    const at = LAST - DAY;
    const run = {
      id: 'r',
      action: 'retrain',
      execution: 'e',
      reason: '',
      since: null,
      baseline: null,
      endedAt: at,
      message: '',
    } as const;
    const history = {
      earlier: [daysBefore(2), daysBefore(1)],
      state: {
        incidents: [incident('performance', { since: '2026-03-01' })],
        retrainings: [{ ...run, startedAt: at, end: 'promoted' as const }],
        model: { retraining: 'r', endpointConfig: 'c', baseline: null, since: at + 60_000, previous: null },
      },
    };
    const { markup } = timeLineSection(result, history)!;
    expect(readPage(markup).texts).toContain('RD');
    // From the second window to the last one, with 4 units on either side.
    expect(markup).toContain('<rect class="incident" x="336" y="20" width="294" height="7"/>');
  });

  it('is left out where there is nothing to compare with, or nothing was measured', () => {
    expect(timeLineSection(result, undefined)).toBeNull();
    expect(timeLineSection(result, { earlier: [], state })).toBeNull();
    const none = { metric: null, value: null, lower: null, upper: null, rows: 0 };
    const waiting = accuracyResult({
      verdict: { ...result.verdict, performance: { ...none, comparedWithBaseline: 'unknown' } },
    });
    expect(timeLineSection(waiting, { earlier: [daysBefore(1, { metric: null, value: null })], state })).toBeNull();
  });
});

it('the time line of a drift check draws the drifted share', () => {
  const drift = driftOf([feature({ drifted: true }), feature({ name: 'b' })]);
  const earlier = [daysBefore(1, { metric: null, value: null, driftedShare: 0 })];
  const { markup } = timeLineSection(driftResult({ drift }), { earlier, state })!;
  // Half of the features: the top of the axis.
  expect(valuesOf(markup, 'd')).toEqual(['', 'M54,134L626,34']);
  expect(readPage(markup).texts).toEqual(
    expect.arrayContaining(['50 %', 'Line: the share of the features that drifted. Bars: rows.']),
  );
});
