import { describe, expect, it } from 'vitest';
import { assessRowCount, type WindowCount } from '../../../lambdas/core/quality/row-count.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { CHANCES, DAY, dayOf, drawDays, FIRST_DAY, judgeDay } from './row-count-streams.ts';

const NONE = { live: [], ofBaseline: [] };
const days = (counts: readonly number[], from = 0) => counts.map((rows, i) => dayOf(from + i, rows));
const constant = (count: number, rows = 200) => Array.from({ length: count }, () => rows);
const judged = (live: readonly WindowCount[], now: WindowCount) => assessRowCount(now, { ...NONE, live }, CHANCES);

describe('the number of rows of a window', () => {
  it('is a breach where nearly all are missing, with what is usual and how it is known', () => {
    const found = judged(days(constant(28)), dayOf(28, 6));
    expect(found).toMatchObject({ check: 'row_count', feature: null, breached: true, rows: 6, value: 0.03 });
    expect(found!.usual).toMatchObject({ windows: 28, ofBaseline: 0 });
    const { lower, upper } = found!.usual!;
    // Constant days: a quarter is assumed for seven windows, and 5 % besides chance is the least.
    expect(lower).toBeGreaterThan(90);
    expect(lower).toBeLessThan(134);
    expect(lower * upper).toBeGreaterThan(0.95 * 200 ** 2);
    expect(lower * upper).toBeLessThan(1.05 * 200 ** 2);
    expect(found!.limit).toBeGreaterThan(0.1);
    expect(found!.limit).toBeLessThanOrEqual(0.2);
  });

  it('is a finding without a breach where half is missing, or where rows are many', () => {
    expect(judged(days(constant(60)), dayOf(60, 80))).toMatchObject({ breached: false, value: 0.4 });
    expect(judged(days(constant(60)), dayOf(60, 20_000))).toMatchObject({ breached: false, value: 100, limit: null });
  });

  it('is none where it is the same every day', () => {
    const counts = constant(200);
    for (let day = 0; day < counts.length; day++) expect(judgeDay(counts, day)).toBeNull();
  });

  it('is none below a factor of one and a half, however regular the days are', () => {
    for (const rows of [1350, 2900]) expect(judged(days(constant(90, 2000)), dayOf(90, rows))).toBeNull();
    for (const rows of [1300, 3050]) expect(judged(days(constant(90, 2000)), dayOf(90, rows))).not.toBeNull();
  });

  it('is not judged before two weeks are known', () => {
    expect(judged(days(constant(13)), dayOf(13, 1))).toBeNull();
    expect(judged(days(constant(14)), dayOf(14, 1))).toMatchObject({ breached: true });
    // Two weeks ago, with a gap.
    expect(judged([...days(constant(4)), ...days(constant(3), 12)], dayOf(15, 1))).toBeNull();
  });

  it('is judged by weekdays: a quiet weekend is usual, a quiet Wednesday is none', () => {
    const week = (_: unknown, i: number) => (i % 7 > 4 ? 20 : 2000);
    const counts = Array.from({ length: 28 }, week);
    expect(judged(days(counts), dayOf(33, 20))).toBeNull();
    expect(judged(days(counts), dayOf(30, 20))).not.toBeNull();
    expect(judged(days(counts), dayOf(33, 2000))).toMatchObject({ breached: false });
  });

  it('is no breach on a holiday that is as quiet as a Sunday', () => {
    const counts = Array.from({ length: 28 }, (_, i) => (i % 7 > 4 ? 200 : 2000));
    expect(judged(days(counts), dayOf(30, 200))).toMatchObject({ breached: false });
    expect(judged(days(counts), dayOf(30, 90))).toMatchObject({ breached: true });
  });

  it('is not moved by a holiday and an outage among the latest of its weekday', () => {
    const counts = constant(42, 2000);
    counts[28] = 20;
    counts[35] = 700;
    expect(judged(days(counts), dayOf(42, 2000))).toBeNull();
    expect(judged(days(counts), dayOf(42, 60))).toMatchObject({ breached: true });
  });

  it('that has changed for good is usual after three weeks', () => {
    const counts = [...constant(56, 2000), ...constant(28, 150)];
    const found = Array.from({ length: 28 }, (_, i) => judgeDay(counts, 56 + i)?.breached ?? false);
    expect(found.slice(0, 14)).not.toContain(false);
    expect(found.slice(21)).not.toContain(true);
  });

  it('is judged by the time of day where windows are parts of one', () => {
    const hour = (at: number, rows: number): WindowCount => {
      const minute = (at % 24) * 60;
      const weekend = Number(Math.floor(at / 24) % 7 > 4);
      return { start: FIRST_DAY + at * (DAY / 24), rows, kinds: [1440 * weekend + minute], alike: minute };
    };
    const rowsAt = (at: number) => (at % 24 < 6 ? 30 : 3000);
    const known = Array.from({ length: 14 * 24 }, (_, at) => hour(at, rowsAt(at)));
    expect(judged(known, hour(14 * 24 + 3, 30))).toBeNull();
    expect(judged(known, hour(14 * 24 + 12, 30))).toMatchObject({ breached: true });
    expect(judged(known.slice(0, 13 * 24), hour(13 * 24 + 8, 30))).toBeNull();
  });

  it('of a long window needs eight of them', () => {
    const week = (at: number, rows: number) => ({ start: FIRST_DAY + 7 * at * DAY, rows, kinds: [0], alike: 0 });
    const known = Array.from({ length: 8 }, (_, at) => week(at, 2000));
    expect(judged(known.slice(1), week(8, 20))).toBeNull();
    expect(judged(known, week(8, 20))).toMatchObject({ breached: true });
  });
});

describe("the baseline's own windows", () => {
  const ofBaseline = days(Array.from({ length: 56 }, (_, i) => (i % 7 > 4 ? 20 : 100)));
  const live = days([2000, 2100, 1900], 70);

  it('show how days scatter, not the level, from the third live window of a kind on', () => {
    const judge = (now: WindowCount, known = live) => assessRowCount(now, { live: known, ofBaseline }, CHANCES);
    // Training data was a sample of one row in twenty.
    expect(judge(dayOf(73, 2000))).toBeNull();
    // Of weekends, live windows show nothing yet.
    expect(judge(dayOf(75, 2))).toBeNull();
    const weekends = [75, 76, 82].map((day) => dayOf(day, 400));
    expect(judge(dayOf(83, 400), [...live, ...weekends])).toBeNull();
    expect(judge(dayOf(83, 2000), [...live, ...weekends])).toMatchObject({ usual: { windows: 6, ofBaseline: 56 } });
    expect(judge(dayOf(73, 400))!.usual).toMatchObject({ windows: 3, ofBaseline: 56 });
    expect(judge(dayOf(73, 400), live.slice(1))).toBeNull();
  });

  it('warn only: training data may be drawn evenly over the days', () => {
    const found = assessRowCount(dayOf(73, 1), { live, ofBaseline }, CHANCES);
    expect(found).toMatchObject({ breached: false, limit: null });
  });

  it('are not needed where live windows are enough', () => {
    const known = days(constant(28, 2000));
    const found = assessRowCount(dayOf(28, 10), { live: known, ofBaseline }, CHANCES);
    expect(found).toMatchObject({ breached: true, usual: { windows: 28, ofBaseline: 0 } });
  });
});

/** `row-count.simulation.test.ts` has the figures. */
it('of days that scatter and grow raises few findings and no breach, and shows a fall to a tenth', () => {
  const random = new SeededRandom(7);
  let [findings, detected] = [0, 0];
  for (let year = 0; year < 20; year++) {
    const counts = drawDays(random, 200, { rows: 2000, scatter: 0.15, growth: 1.03 });
    const holiday = 42 + 7 * random.integer(20);
    counts[holiday] /= 3;
    for (let day = 0; day < counts.length; day++) {
      const found = judgeDay(counts, day);
      expect(found?.breached ?? false).toBe(false);
      findings += Number(found !== null && day !== holiday);
    }
    const fall = 42 + random.integer(150);
    detected += Number(judgeDay(counts, fall, counts[fall] / 10) !== null);
  }
  expect(findings).toBeLessThanOrEqual(10);
  expect(detected).toBe(20);
});
