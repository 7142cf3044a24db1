import { describe, expect, it } from 'vitest';
import { timeLineSection } from '../../../../lambdas/core/report/html/time-line-section.ts';
import type { TimeLine, TimePoint } from '../../../../lambdas/core/report/time-line.ts';
import { readPage } from './page-structure.ts';

const DAY = 86_400_000;
const LAST = Date.parse('2026-03-02');

/** A window so many days before the last one. */
function daysBefore(days: number, more: Partial<TimePoint> = {}): TimePoint {
  const start = LAST - days * DAY;
  return {
    ...{ window: new Date(start).toISOString().slice(0, 10), start, rows: 2_500, driftedShare: null },
    ...{ value: 0.9, lower: 0.8, upper: 1 },
    ...more,
  };
}
const last = daysBefore(0, { rows: 5_000, value: 0.8, lower: 0.7, upper: 0.9 });
const UNKNOWN = { value: null, lower: null, upper: null };

/** The section of these windows and the last one. */
function sectionOf(earlier: readonly TimePoint[], more: Partial<TimeLine> = {}) {
  const line = { points: [...earlier, last], metric: 'accuracy', limits: [], marks: [], ...more };
  return timeLineSection('returns', line)!.markup;
}
const valuesOf = (markup: string, key: string) =>
  readPage(markup).attributes.flatMap(([name, value]) => (name === key ? [value] : []));

describe('the time line', () => {
  it('draws the metric as a line, its interval as a band, its limits, and the rows', () => {
    const markup = sectionOf([daysBefore(2), daysBefore(1)], { limits: [0.75] });
    // Days at 54, 340 and 626. The axis goes from 0.7 to 1: 80 units from 126 up to 46, a tenth is 26.7.
    expect(valuesOf(markup, 'd')).toEqual([
      'M54,99.3L54,46L340,46L626,72.7L626,126L340,99.3Z',
      'M54,72.7L340,72.7L626,99.3',
    ]);
    const dashed = [...markup.matchAll(/<line class="limit"[^>]* y1="([\d.]+)"/g)].map(([, y]) => Number(y));
    // 0.75 is half a tenth above the bottom.
    expect(dashed).toEqual([112.7]);
    // The rows of the last window are 5,000, the others have half as many: 24 and 12 units.
    expect(
      [...markup.matchAll(/<rect class="before"[^>]* height="([\d.]+)"/g)].map(([, height]) => Number(height)),
    ).toEqual([12, 12, 24]);
    expect(valuesOf(markup, 'aria-label')).toEqual(['returns: accuracy, rows, 3 windows from 2026-02-28']);
  });

  it('draws the drifted share below the metric, and has a table with all', () => {
    const markup = sectionOf([daysBefore(1, { driftedShare: 0.5 })], {
      points: [daysBefore(1, { driftedShare: 0.5 }), { ...last, driftedShare: 0 }],
    });
    // From the top of its part, 146, to the bottom, 186.
    expect(valuesOf(markup, 'd').at(-1)).toBe('M54,146L626,186');
    expect(valuesOf(markup, 'aria-label')).toEqual([
      'returns: accuracy, drifted share of the features, rows, 2 windows from 2026-03-01',
    ]);
    const { texts } = readPage(markup);
    const table = texts.slice(texts.indexOf('window')).filter((text) => text.trim() !== '');
    expect(table).toEqual([
      ...['window', 'accuracy', '95 % interval', 'drifted features', 'rows'],
      ...['2026-03-01', '0.9000', '0.8000 to 1.0000', '50 %', '2,500'],
      ...['2026-03-02', '0.8000', '0.7000 to 0.9000', '0 %', '5,000'],
    ]);
  });

  it('draws the drifted share alone where no metric is measured', () => {
    const points = [daysBefore(1, { ...UNKNOWN, driftedShare: 0 }), { ...last, ...UNKNOWN, driftedShare: 0.5 }];
    const markup = sectionOf([], { points, metric: null });
    expect(valuesOf(markup, 'd')).toEqual(['M54,86L626,46']);
    expect(readPage(markup).texts).not.toContain('95 % interval');
  });

  it('has gaps where the metric is not known, and draws windows alone as dots', () => {
    const markup = sectionOf([daysBefore(4), daysBefore(3, UNKNOWN), daysBefore(2), daysBefore(1, UNKNOWN)]);
    const [band, line] = valuesOf(markup, 'd');
    expect(line).toBe('M54,72.7L54,72.7M340,72.7L340,72.7M626,99.3L626,99.3');
    // They have bands four units wide.
    expect(band.match(/h4/g)).toHaveLength(3);
  });

  it('draws a year of windows whole', () => {
    const markup = sectionOf(Array.from({ length: 364 }, (_, i) => daysBefore(364 - i)));
    const [band, line] = valuesOf(markup, 'd');
    expect(line.match(/[ML]/g)).toHaveLength(365);
    expect(band.match(/[ML]/g)).toHaveLength(730);
    for (const path of [band, line]) expect(path).toMatch(/^[MLZ\d.,-]+$/);
  });

  it('marks what happened, letters that would overlap together', () => {
    const at = LAST - DAY;
    const markup = sectionOf([daysBefore(2), daysBefore(1)], {
      marks: [
        { letter: '', from: at, to: LAST, text: 'performance <open>' },
        { letter: 'R', from: at, text: 'a retraining' },
        { letter: 'D', from: at + 60_000, text: 'a deployment' },
      ],
    });
    const { texts } = readPage(markup);
    expect(texts).toEqual(expect.arrayContaining(['RD', 'performance &lt;open&gt;', ' a retraining']));
    // From the second window to the last one, with 4 units on either side.
    expect(markup).toContain('<rect class="incident" x="336" y="17" width="294" height="7"/>');
  });

  it('is left out where there is nothing to compare with, or nothing was measured', () => {
    const line = { points: [last], metric: 'accuracy', limits: [], marks: [] };
    expect(timeLineSection('m', undefined)).toBeNull();
    expect(timeLineSection('m', line)).toBeNull();
    expect(timeLineSection('m', { ...line, points: [daysBefore(1, UNKNOWN), { ...last, ...UNKNOWN }] })).toBeNull();
  });
});
