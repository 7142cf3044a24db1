import type { ColumnTable } from 'arquero';
import type { Baseline } from '../baseline/document.ts';
import type { PerformanceFacts } from '../decision/judge-performance.ts';
import type { LimitOutcome } from '../decision/state.ts';
import { readHistory } from '../history/store.ts';
import { isBreached } from '../monitor/limit.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { comparePerformance } from '../performance/compare.ts';
import { evaluateTable } from '../performance/evaluate-table.ts';
import { METRICS } from '../performance/metrics/table.ts';
import { evaluateSegments } from '../performance/segments.ts';
import type { Performance } from '../performance/types.ts';
import { tolerateUsual, type UsualRange, usualRange } from '../performance/usual-range.ts';
import type { CheckResult } from '../result/schema.ts';
import type { Window } from '../window.ts';
import type { World } from '../world.ts';
import { evaluationSettings } from './prediction-columns.ts';

/** Earlier windows from which it is learned how windows usually differ. */
const USUAL_WINDOWS = 28;

/** What the labels say about a window: metrics, segments, and how the limits come out on it. */
export interface MeasuredPerformance {
  readonly facts: PerformanceFacts;
  readonly limits: readonly LimitOutcome[];
  readonly segments: CheckResult['segments'];
}

/**
 * Measures a window's labelled predictions and holds them against the baseline and against what windows usually show.
 *
 * @param table The predictions with their labels.
 */
export async function measurePerformance(
  monitor: Monitor,
  window: Window,
  baseline: Baseline | null,
  { table, labels }: { table: ColumnTable; labels: PerformanceFacts['labels'] },
  world: World,
): Promise<MeasuredPerformance> {
  const performance = measure(monitor, table, labels.labelled);
  const usual = await usualPerformance(monitor, window, baseline, world);
  return {
    facts: gatherFacts(monitor, { baseline, performance, labels, usual }),
    limits: limitOutcomes(monitor, performance),
    segments: performance === null || performance.unknown !== undefined ? [] : measureSegments(monitor, table),
  };
}

function measure(monitor: Monitor, table: ColumnTable, labelled: number): Performance | null {
  if (labelled === 0) return null;
  const settings = evaluationSettings(monitor.problem, monitor.capture.prediction, monitor.positive);
  return evaluateTable(table, settings).performance;
}

/** Where the primary metric of a window usually lies, from earlier windows with enough rows that asked nobody to do anything. */
async function usualPerformance(
  { name, performance }: Monitor,
  window: Window,
  baseline: Baseline | null,
  { results }: World,
): Promise<UsualRange | null> {
  const rows = await readHistory(results, name, 'accuracy', { last: USUAL_WINDOWS, before: window });
  const { primaryMetric, minimumRows } = performance;
  const quiet = rows.filter((row) => row.next_step === 'continue' && row.baseline === (baseline?.id ?? null));
  const judged = quiet.filter((row) => row.metric === primaryMetric && row.metric_rows >= minimumRows);
  const values = judged.map((row) => row.metric_value);
  return usualRange(values.filter((value) => value !== null));
}

function gatherFacts(
  monitor: Monitor,
  {
    baseline,
    performance,
    labels,
    usual,
  }: {
    baseline: Baseline | null;
    performance: Performance | null;
    labels: PerformanceFacts['labels'];
    usual: UsualRange | null;
  },
): PerformanceFacts {
  const { primaryMetric: metric, minimumRows } = monitor.performance;
  const before = baseline?.performance?.metrics[metric];
  const now = performance?.metrics[metric];
  const outcome = before && now ? comparePerformance(before, now, METRICS[metric]).outcome : 'unknown';
  const comparedWithBaseline = tolerateUsual(outcome, now?.value ?? null, usual, METRICS[metric]);
  return {
    metric,
    performance: performance && asResult(performance),
    labels,
    minimumRows,
    comparedWithBaseline,
    baseline: before ?? null,
  };
}

/** Limits on the window's values; without enough rows nothing is said. */
function limitOutcomes({ performance: settings }: Monitor, performance: Performance | null): LimitOutcome[] {
  const enough = performance !== null && performance.rows >= settings.minimumRows;
  return (['alert', 'retrain'] as const).flatMap((purpose) =>
    settings[purpose].map((limit) => {
      const value = performance?.metrics[limit.metric]?.value ?? null;
      const met = enough && value !== null ? isBreached(limit, value) : null;
      return { text: limit.text, purpose, windows: limit.windows, met };
    }),
  );
}

function measureSegments(monitor: Monitor, table: ColumnTable): CheckResult['segments'] {
  const { segments, minimumRows, primaryMetric: metric } = monitor.performance;
  const settings = evaluationSettings(monitor.problem, monitor.capture.prediction, monitor.positive);
  return segments.flatMap((feature, i) => {
    const found = evaluateSegments(table, `segment_${i}`, settings, { minimumRows, metric });
    return found.segments.map(({ value, rows, performance, worse }) => ({
      feature,
      value,
      rows,
      metric: performance.metrics[metric] ?? null,
      worse,
    }));
  });
}

function asResult({ confusionMatrix, classes, ...rest }: Performance): NonNullable<CheckResult['performance']> {
  return {
    ...rest,
    metrics: { ...rest.metrics },
    confusionMatrix: confusionMatrix && {
      classes: [...confusionMatrix.classes],
      counts: confusionMatrix.counts.map((row) => [...row]),
    },
    classes: classes && [...classes],
  };
}
