/**
 * How many days pass until an alert says that accuracy is below its limit, by how far it is below and by the labelled rows a
 * day: the median of seeded runs in which all labels of a day arrive at once.
 * Run: node bench/limits.ts
 */

import { claimThreshold } from '../lambdas/core/check/measuring/false-alarm-budget.ts';
import { KEPT_WINDOWS } from '../lambdas/core/decision/state.ts';
import { parseMonitorValue } from '../lambdas/core/monitor/parse-value.ts';
import { ClaimDetector } from '../lambdas/core/performance/claims/detector.ts';
import { median } from '../lambdas/core/statistics/median.ts';
import { SeededRandom } from '../lambdas/core/statistics/random.ts';

const LIMIT = 0.85;
const RUNS = 101;
const TRUE_VALUES = [0.84, 0.83, 0.82, 0.8, 0.75, 0.7];
const ROWS = [50, 200, 1000, 5000, 20_000];
const BUDGETS: readonly (readonly [name: string, falsePages: number])[] = [
  ['0.1 false alerts a year (the default)', 0.1],
  ['12 false alerts a year', 12],
];

/** A monitor of daily windows with this one limit. */
function dailyMonitor(falsePages: number) {
  const monitor = {
    model: 'limits',
    problem: 'binary-classification',
    capture: { uri: 'captures', features: ['x'], prediction: { score: 0 } },
    labels: { uri: 'labels' },
    performance: { alert: [`accuracy < ${LIMIT}`] },
    alerts: { falsePages },
  };
  return parseMonitorValue(monitor, 'limits.json');
}

function countWrong(random: SeededRandom, rows: number, chance: number): number {
  let wrong = 0;
  for (let row = 0; row < rows; row++) if (random.uniform() < chance) wrong++;
  return wrong;
}

function daysUntilAlert(
  seed: number,
  {
    accuracy,
    rows,
    threshold,
    minimumRows,
  }: Readonly<Record<'accuracy' | 'rows' | 'threshold' | 'minimumRows', number>>,
): number {
  const random = new SeededRandom(seed);
  const detector = new ClaimDetector('beyond');
  for (let day = 1; day <= KEPT_WINDOWS; day++) {
    const bad = countWrong(random, rows, 1 - accuracy);
    detector.add(String(day), rows, { test: 'counts', bad, rows, allowed: 1 - LIMIT });
    const run = detector.run;
    if (detector.logCapital >= Math.log(threshold) && run !== null && run.rows >= minimumRows) return day;
  }
  return Number.POSITIVE_INFINITY;
}

for (const [name, falsePages] of BUDGETS) {
  const monitor = dailyMonitor(falsePages);
  const threshold = claimThreshold(monitor, 'alert');
  const { minimumRows } = monitor.performance;
  console.log(`\naccuracy < ${LIMIT}, ${name}: days until the alert, median of ${RUNS} runs\n`);
  console.log(`| true accuracy | ${ROWS.map((rows) => `${rows.toLocaleString('en')} rows a day`).join(' | ')} |`);
  console.log(`|---|${ROWS.map(() => '---').join('|')}|`);
  for (const accuracy of TRUE_VALUES) {
    const days = ROWS.map((rows) => {
      const cell = { accuracy, rows, threshold, minimumRows };
      const middle = median(Array.from({ length: RUNS }, (_, seed) => daysUntilAlert(seed, cell)));
      return Number.isFinite(middle) ? String(middle) : `more than ${KEPT_WINDOWS}`;
    });
    console.log(`| ${accuracy} | ${days.join(' | ')} |`);
  }
}
