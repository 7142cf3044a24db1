import { expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { garwoodInterval } from '../../../simulate/count/garwood.ts';
import { drawDays, judgeDay, type Traffic } from './row-count-streams.ts';

const YEARS = 400;
const DAYS = 365;
/** A year begins with days that are learned from. */
const FIRST = 42;

/** The numbers of docs/statistics.md, "Number of rows". */
it.each<[string, Traffic, { readonly findings: number; readonly alerts: number; readonly half: number }]>([
  ['regular', { rows: 2000, scatter: 0.05, growth: 1.03 }, { findings: 0.02, alerts: 0, half: 0.98 }],
  ['usual', { rows: 2000, scatter: 0.1, growth: 1.03 }, { findings: 0.1, alerts: 0, half: 0.7 }],
  ['wild', { rows: 2000, scatter: 0.2, growth: 1.03 }, { findings: 0.32, alerts: 0, half: 0.08 }],
  ['few rows', { rows: 200, scatter: 0.1, growth: 1.03 }, { findings: 0.2, alerts: 0, half: 0.48 }],
  [
    'correlated',
    { rows: 2000, scatter: 0.1, correlation: 0.7, growth: 1.03 },
    { findings: 0.2, alerts: 0, half: 0.63 },
  ],
  // A scale of 8 % with tails so heavy: a standard deviation of 14 %, and a day in 67 off by a factor of 1.5.
  ['odd', { rows: 2000, scatter: 0.08, degrees: 3, growth: 1.03 }, { findings: 4, alerts: 0.05, half: 0.65 }],
])('%s days', (name, traffic, bounds) => {
  const random = new SeededRandom(20010201);
  let [findings, breaches, holidays, holidayPages] = [0, 0, 0, 0];
  const detected = [0.03, 0.1, 0.5].map((share) => ({ share, found: 0, paged: 0 }));
  for (let year = 0; year < YEARS; year++) {
    const counts = drawDays(random, DAYS, traffic);
    // A weekday; the days after it know it as one of theirs.
    const holiday = FIRST + 7 * random.integer(40) + random.integer(5);
    counts[holiday] = Math.round(counts[holiday] / 3);
    for (let day = 0; day < DAYS; day++) {
      const found = judgeDay(counts, day);
      if (day === holiday) {
        holidays += Number(found !== null);
        holidayPages += Number(found?.breached ?? false);
      } else {
        findings += Number(found !== null);
        breaches += Number(found?.breached ?? false);
      }
    }
    const fall = FIRST + random.integer(DAYS - FIRST);
    for (const each of detected) {
      const found = judgeDay(counts, fall, Math.round(each.share * counts[fall]));
      each.found += Number(found !== null && found.value < 1);
      each.paged += Number(found?.breached ?? false);
    }
  }
  const perYear = (count: number) =>
    `${(count / YEARS).toFixed(3)} (${garwoodInterval(count)
      .map((end) => (end / YEARS).toFixed(3))
      .join(' to ')})`;
  console.info(
    `${name}: findings a year ${perYear(findings)}, breaches ${perYear(breaches)}; holidays found ${holidays / YEARS}, paged ${holidayPages}; ` +
      detected
        .map(({ share, found, paged }) => `to ${share}: found ${found / YEARS}, paged ${paged / YEARS}`)
        .join('; '),
  );
  expect(findings / YEARS).toBeLessThan(bounds.findings);
  expect(breaches / YEARS).toBeLessThanOrEqual(bounds.alerts);
  expect(holidayPages / YEARS).toBeLessThanOrEqual(bounds.alerts);
  const [most, tenth, half] = detected;
  expect(most.paged / YEARS).toBeGreaterThan(0.99);
  expect(tenth.found / YEARS).toBeGreaterThan(0.99);
  expect(half.found / YEARS).toBeGreaterThan(bounds.half);
});
