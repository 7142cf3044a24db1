import { describe, expect, it } from 'vitest';
import type { Baseline } from '../../../../lambdas/core/baseline/document.ts';
import { compareWithBaseline, earlierAccuracy } from '../../../../lambdas/core/check/measuring/baseline-comparison.ts';
import type { RunContext } from '../../../../lambdas/core/context.ts';
import { type HistoryRow, historyRow } from '../../../../lambdas/core/history/row.ts';
import { parseWindowLength } from '../../../../lambdas/core/monitor/duration.ts';
import type { Monitor } from '../../../../lambdas/core/monitor/monitor.ts';
import { windowByName } from '../../../../lambdas/core/monitor/windows.ts';
import type { ObjectStore } from '../../../../lambdas/core/ports.ts';
import { accuracyOf } from '../../comparison/streams.ts';
import { accuracyResult } from '../../report/results.ts';

const DAY = 86_400_000;
const LOOKED_AT = 98;
const MONITOR = {
  name: 'm',
  schedule: { window: parseWindowLength('P1D'), timeZone: 'UTC' },
  performance: { primaryMetric: 'accuracy', minimumRows: 200 },
} as unknown as Monitor;
const BASELINE = { id: 'b2', performance: { metrics: { accuracy: accuracyOf(0.95, 2000) } } } as unknown as Baseline;

const nameOf = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * DAY).toISOString().slice(0, 10);

function rowOf(day: number, rows: number, more: Partial<HistoryRow> = {}): HistoryRow {
  const { value, lower, upper } = accuracyOf(0.93, rows);
  return {
    ...historyRow(accuracyResult()),
    ...{ window: nameOf(day), window_start: `${nameOf(day)}T00:00:00.000Z`, baseline: 'b2', metric: 'accuracy' },
    ...{ metric_value: value, metric_lower: lower, metric_upper: upper, metric_rows: rows },
    ...{ compared_with_baseline: 'worse', next_step: 'continue' },
    ...more,
  };
}

/** How a last window of 500 rows compares, given the rows of the days before it. */
async function compared(rows: readonly HistoryRow[]) {
  const texts = new Map(rows.map((row) => [`m/history/accuracy/${row.window}.jsonl`, JSON.stringify(row)]));
  const store: Partial<ObjectStore> = {
    async *list() {
      for (const [key, text] of texts) yield { key, size: text.length, etag: '' };
    },
    get: async (key) => ({ bytes: new TextEncoder().encode(texts.get(key)!), etag: '' }),
  };
  const window = windowByName(MONITOR.schedule, nameOf(rows.length));
  const earlier = await earlierAccuracy(MONITOR, window, { results: store } as unknown as RunContext);
  return compareWithBaseline(MONITOR, window, BASELINE, accuracyOf(0.929, 500), earlier);
}

describe('a model that was worse before the first window that is looked at', () => {
  /** As many days as are looked at: all but the last two have too few rows to count. */
  const days = Array.from({ length: LOOKED_AT }, (_, day) => rowOf(day, day < LOOKED_AT - 2 ? 20 : 500));

  it('stays worse, though windows among those that are looked at have too few labels', async () => {
    expect(await compared(days)).toMatchObject({ outcome: 'worse', windows: 3 });
  });

  it.each([
    ['there is no window before', days.slice(1)],
    ['those before were compared with another baseline', [rowOf(0, 20, { baseline: 'b1' }), ...days.slice(1)]],
    ['those before have another metric', [rowOf(0, 20, { metric: 'roc_auc' }), ...days.slice(1)]],
  ])('is not carried on where %s', async (_, rows) => {
    // By themselves the same three windows prove nothing.
    expect((await compared(rows))?.outcome).toBe('same');
  });
});
