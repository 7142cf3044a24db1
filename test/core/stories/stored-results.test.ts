import { describe, expect, it } from 'vitest';
import { loadBaseline } from '../../../lambdas/core/baseline/document.ts';
import { historyRowSchema } from '../../../lambdas/core/history/row.ts';
import { readHistory } from '../../../lambdas/core/history/store.ts';
import { readStatus } from '../../../lambdas/core/operate/status.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { parseCheckResult } from '../../../package/check-result.ts';
import { labelDay, openDepot, type Parcel, serveDay } from './parcels.ts';
import { contentOf, dayName } from './story-fixture.ts';

const LIMITS =
  '{ primaryMetric: accuracy, alert: [{ when: accuracy < 0.85, literal: true }], retrain: [{ when: accuracy <= 0.85, literal: true }], segments: [depot] }';
const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });
const broken = (parcel: Parcel): Parcel => ({ ...parcel, depot: null });

/** Five days: quiet, drifted and bad, broken, without data, with too few rows. */
async function liveFiveDays() {
  const fixture = await openDepot({ performance: LIMITS });
  labelDay(fixture, 0, serveDay(fixture, 0), { wrong: 20 });
  labelDay(fixture, 1, serveDay(fixture, 1, heavier), { wrong: 100 });
  labelDay(fixture, 2, serveDay(fixture, 2, broken), { wrong: 20, to: 50 });
  labelDay(fixture, 4, serveDay(fixture, 4, undefined, 50), { wrong: 0 });
  const results: CheckResult[] = [];
  for (const day of [0, 1, 2, 3, 4]) results.push(await fixture.checkDrift(day), await fixture.checkAccuracy(day));
  return { fixture, results };
}

describe('what is stored', () => {
  it('is what was returned, and reads back by the documented schemas', async () => {
    const { fixture, results } = await liveFiveDays();

    for (const result of results) {
      const stored = await fixture.stored(`checks/${result.kind}/${result.window.name}/result.json`);
      expect(parseCheckResult(JSON.stringify(stored))).toEqual(stored);
      expect(stored).toEqual(result);
    }
    const rows = [...(await contentOf(fixture.store))].filter(([key]) => key.includes('/history/'));
    expect(rows).toHaveLength(10);
    for (const [key, line] of rows) {
      expect(line.endsWith('\n') && line.indexOf('\n') === line.length - 1, `${key} is one line`).toBe(true);
      expect(historyRowSchema.parse(JSON.parse(line))).toEqual(JSON.parse(line));
    }
  });

  it('of the history has the same facts of each day as its result', async () => {
    const { fixture, results } = await liveFiveDays();

    const drift = await readHistory(fixture.store, 'story', 'drift', { last: 10 });
    const accuracy = await readHistory(fixture.store, 'story', 'accuracy', { last: 10 });

    expect(drift.map((row) => [row.window, row.data_matches, row.next_step, row.rows])).toEqual([
      [dayName(0), 'yes', 'continue', 400],
      [dayName(1), 'no', 'alert', 400],
      [dayName(2), 'no', 'fix-data', 400],
      [dayName(3), 'unknown', 'alert', 0],
      [dayName(4), 'unknown', 'continue', 50],
    ]);
    expect(accuracy.map((row) => [row.window, row.next_step, row.metric_value, row.label_coverage])).toEqual([
      [dayName(0), 'continue', 0.95, 1],
      [dayName(1), 'retrain', 0.75, 1],
      [dayName(2), 'wait-for-labels', 0.6, 0.125],
      [dayName(3), 'alert', null, 0],
      [dayName(4), 'continue', 1, 1],
    ]);
    expect([...drift, ...accuracy].map(({ reason }) => reason).sort()).toEqual(
      results.map(({ verdict }) => verdict.reasons[0] ?? null).sort(),
    );
  });

  it('as status shows the state of the monitor', async () => {
    const { fixture } = await liveFiveDays();

    const status = await readStatus(fixture.monitor, 2, { results: fixture.store, now: 0 });

    expect(status.incidents.map(({ kind, since }) => `${kind} ${since}`).sort()).toEqual([
      `data-quality ${dayName(2)}`,
      `drift ${dayName(1)}`,
      `performance ${dayName(1)}`,
    ]);
    expect(status.retraining).toMatchObject({ since: dayName(1) });
    expect(status.drift.map(({ window }) => window)).toEqual([dayName(3), dayName(4)]);
    expect(status.baseline).toBe((await fixture.state()).baseline);
  });

  it('as a baseline reads back as it was built', async () => {
    const { fixture } = await liveFiveDays();
    const built = await fixture.buildBaseline();

    const loaded = await loadBaseline(fixture.store, 'story', built.baseline.id);

    expect(loaded).toEqual(built.baseline);
    expect(loaded.performance!.metrics['accuracy']?.value).toBe(0.95);
  });

  it('publishes finite metrics only, stamped with the time of the run', async () => {
    const { fixture, results } = await liveFiveDays();

    expect(fixture.metrics).toHaveLength(results.length);
    for (const [i, points] of fixture.metrics.entries()) {
      for (const { value, time, dimensions } of points) {
        expect(Number.isFinite(value)).toBe(true);
        expect(time).toBe(Date.parse(results[i].checkedAt));
        expect(dimensions).toEqual({ Monitor: 'story' });
      }
    }
    const values = new Map(fixture.metrics[2].map(({ name, value }) => [name, value]));
    expect([values.get('Rows'), values.get('DriftedFeatures'), values.get('DriftedShare')]).toEqual([400, 1, 1 / 3]);
    const accuracy = new Map(fixture.metrics[3].map(({ name, value }) => [name, value]));
    expect([accuracy.get('LabelledRows'), accuracy.get('accuracy')]).toEqual([400, 0.75]);
  });
});
