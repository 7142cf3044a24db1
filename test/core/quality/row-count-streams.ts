import { assessRowCount, type WindowCount } from '../../../lambdas/core/quality/row-count.ts';
import type { QualityFinding } from '../../../lambdas/core/quality/types.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

export const DAY = 86_400_000;
/** 2001-01-01, a Monday. */
export const FIRST_DAY = Date.UTC(2001, 0, 1);
/** A shop for companies: little on weekends. */
const WEEK = [1, 1.05, 1.02, 1, 0.9, 0.4, 0.3];
/** Windows that a check reads. */
const KNOWN = 98;

export interface Traffic {
  /** Rows of a Monday in the first week. */
  readonly rows: number;
  /** Standard deviation of a day's mean, as a share: gamma distributed, so that counts are negative binomial. */
  readonly scatter: number;
  /** Correlation of one day's level with the next. @default 0 */
  readonly correlation?: number;
  /** Degrees of freedom of Student's t, whose tails odd days have: logarithms are then t distributed. @default - none are odd */
  readonly degrees?: number;
  /** Growth a week. @default 1 */
  readonly growth?: number;
}

/** Windows of one day from their number of rows. */
export function dayOf(day: number, rows: number): WindowCount {
  const weekday = (day % 7) + 1;
  return { start: FIRST_DAY + day * DAY, rows, kinds: [weekday, Number(weekday > 5)], alike: 0 };
}

/** Counts of some days: negative binomial, or with correlated days log-normal, around a week that grows. */
export function drawDays(random: SeededRandom, days: number, traffic: Traffic): number[] {
  const { rows, scatter, correlation = 0, growth = 1, degrees } = traffic;
  let level = random.normal();
  return Array.from({ length: days }, (_, day) => {
    level = correlation * level + Math.sqrt(1 - correlation ** 2) * random.normal();
    if (degrees !== undefined) {
      const odd = random.normal() / Math.sqrt((2 * gamma(random, degrees / 2)) / degrees);
      return poisson(random, rows * WEEK[day % 7] * growth ** (day / 7) * Math.exp(scatter * odd));
    }
    const factor = correlation === 0 ? gamma(random, scatter ** -2) * scatter ** 2 : Math.exp(scatter * level);
    return poisson(random, rows * WEEK[day % 7] * growth ** (day / 7) * factor);
  });
}

/** Marsaglia and Tsang (2000), for shapes of at least 1. */
function gamma(random: SeededRandom, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Exact for small means; normal for large ones, where the difference is below a row in ten thousand. */
function poisson(random: SeededRandom, mean: number): number {
  if (mean > 400) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  let [count, product] = [0, random.uniform()];
  const end = Math.exp(-mean);
  while (product > end) {
    count++;
    product *= random.uniform();
  }
  return count;
}

/** What a monitor of daily windows with the default budget says on a day. */
export function judgeDay(counts: readonly number[], day: number, rows = counts[day]): QualityFinding | null {
  const live = counts
    .slice(0, day)
    .map((count, i) => dayOf(i, count))
    .slice(-KNOWN)
    .filter((window) => window.rows > 0);
  return assessRowCount(dayOf(day, rows), { live, ofBaseline: [] }, CHANCES);
}

/** Two percent of one page in ten years, and two findings a year. */
export const CHANCES = { breach: (0.02 * 0.1) / 365.25, finding: 2 / 365.25 };
