/**
 * How many days pass until an alert says that accuracy is below its limit, by how far it is below and by the labelled rows a
 * day: the median of seeded runs, labels of a day all at once. `node bench/limits.ts`.
 */
import { ClaimDetector } from '../lambdas/core/performance/claims/detector.ts';
import { SeededRandom } from '../lambdas/core/statistics/random.ts';

const LIMIT = 0.85;
const RUNS = 101;
/** Windows that a monitor keeps. */
const MOST_DAYS = 400;
const TRUE_VALUES = [0.84, 0.83, 0.82, 0.8, 0.75, 0.7];
const ROWS = [50, 200, 1000, 5000, 20_000];
const BUDGETS: readonly (readonly [name: string, falsePages: number])[] = [
  ['0.1 false alerts a year (the default)', 0.1],
  ['12 false alerts a year', 12],
];
const DAYS_A_YEAR = 365.25;
const PART_OF_PERFORMANCE = 0.45;
const MINIMUM_ROWS = 200;

/** Normal approximation of a binomial count where it is good, exact draws elsewhere. */
function countBad(random: SeededRandom, rows: number, chance: number): number {
  const mean = rows * chance;
  const sd = Math.sqrt(mean * (1 - chance));
  if (sd > 10) return Math.max(0, Math.min(rows, Math.round(mean + sd * random.normal())));
  let bad = 0;
  for (let row = 0; row < rows; row++) if (random.uniform() < chance) bad++;
  return bad;
}

function daysUntilAlert(seed: number, accuracy: number, rows: number, threshold: number): number {
  const random = new SeededRandom(seed);
  const detector = new ClaimDetector('beyond');
  for (let day = 1; day <= MOST_DAYS; day++) {
    const bad = countBad(random, rows, 1 - accuracy);
    detector.add(String(day), rows, { test: 'counts', bad, rows, allowed: 1 - LIMIT });
    const run = detector.run;
    if (detector.logCapital >= Math.log(threshold) && run !== null && run.rows >= MINIMUM_ROWS) return day;
  }
  return Number.POSITIVE_INFINITY;
}

for (const [name, falsePages] of BUDGETS) {
  const threshold = DAYS_A_YEAR / (PART_OF_PERFORMANCE * falsePages);
  console.log(`\naccuracy < ${LIMIT}, ${name}: days until the alert, median of ${RUNS} runs\n`);
  console.log(`| true accuracy | ${ROWS.map((rows) => `${rows.toLocaleString('en')} rows a day`).join(' | ')} |`);
  console.log(`|---|${ROWS.map(() => '---').join('|')}|`);
  for (const accuracy of TRUE_VALUES) {
    const days = ROWS.map((rows) => {
      const sorted = Array.from({ length: RUNS }, (_, seed) => daysUntilAlert(seed, accuracy, rows, threshold)).sort(
        (a, b) => a - b,
      );
      const median = sorted[(RUNS - 1) / 2];
      return Number.isFinite(median) ? String(median) : `more than ${MOST_DAYS}`;
    });
    console.log(`| ${accuracy} | ${days.join(' | ')} |`);
  }
}
