import { expect, test } from 'vitest';
import { DEFAULT_FALSE_ALARMS, splitFalseAlarms } from '../../../lambdas/core/drift/rule.ts';
import { hybrid, uniform, zipf } from './many-valued.ts';
import { countQuietAlarms } from './quiet-many-valued.ts';

const ALPHA = splitFalseAlarms(DEFAULT_FALSE_ALARMS).features;
const VALUES = [1001, 5000, 50_000];
const ROWS_A_VALUE = [0.5, 1, 5, 50];
const BASELINE_ROWS_A_WINDOW_ROW = [0.2, 1, 5];
const MOST_ROWS = 2_500_000;
/** Rows drawn for one configuration. */
const WORK = 2_000_000;

const runs = [uniform, zipf, hybrid]
  .flatMap((make) =>
    VALUES.flatMap((k) =>
      ROWS_A_VALUE.flatMap((ratio) =>
        BASELINE_ROWS_A_WINDOW_ROW.map((larger) => ({
          population: make(k),
          rows: Math.round(ratio * k),
          baselineRows: Math.round(larger * ratio * k),
        })),
      ),
    ),
  )
  .filter(({ rows, baselineRows }) => rows + baselineRows <= MOST_ROWS);

test('quiet windows of 1,001 to 50,000 values, half a row to 50 rows a value: at most 1 % raise an alarm', async () => {
  let alarms = 0;
  let windows = 0;
  for (const [i, run] of runs.entries()) {
    const wanted = Math.floor(WORK / (5 * (run.rows + run.baselineRows / 5)) / 5) * 5;
    const found = await countQuietAlarms({ ...run, seed: 1000 + i }, Math.min(200, Math.max(5, wanted)), ALPHA);
    alarms += found.alarms;
    windows += found.windows;
  }
  expect(windows).toBeGreaterThan(5000);
  expect(alarms).toBeLessThanOrEqual(windows * DEFAULT_FALSE_ALARMS);
}, 1_800_000);
