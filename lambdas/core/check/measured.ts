import { hash } from 'node:crypto';
import type { CheckedWindow, LimitOutcome, Measures, Signal } from '../decision/checked-window.ts';
import type { WindowFindings } from '../decision/conclude-from-data.ts';
import type { MonitorState } from '../decision/state.ts';
import type { Transition } from '../decision/transition.ts';
import { isPastMaxAge } from '../labels/label-timing.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { ReportContext } from '../report/html/check-page.ts';
import type { CheckResult } from '../result/schema.ts';
import type { Window } from '../window.ts';

/** What a check measured; what follows from it depends on the monitor's state as well. */
export interface Measured
  extends Pick<
    CheckResult,
    'baseline' | 'data' | 'quality' | 'drift' | 'predictionDrift' | 'labels' | 'performance' | 'segments'
  > {
  readonly signals: readonly Signal[];
  readonly limits: readonly LimitOutcome[];
  /** Drift checks: the findings behind the signals. */
  readonly findings?: WindowFindings;
  /** Accuracy checks: the primary metric. */
  readonly metric?: Measures['metric'];
  /** The result as a page. */
  page(result: CheckResult, context: ReportContext): string;
  /** Accuracy checks: what was read and how, see {@link CheckedWindow}. */
  readonly seen?: string | undefined;
  /** Whether it no longer holds, because of what a person declared since. @default never */
  readonly isOutdated?: (state: MonitorState) => boolean;
  /** The verdict, given how the state stands after this window. */
  verdictAfter(moved: Transition): CheckResult['verdict'];
}

/** The counts of the window's own labels: files with labels of other windows come every day, and are no news of this one. */
function ofThisWindow({
  settled,
  late,
  reading,
  unmatched,
  others,
  rejected,
  empty,
  examples,
  ...own
}: NonNullable<Measured['labels']>) {
  return own;
}

/** What the state keeps of a measured window. */
export function checkedWindowOf(monitor: Monitor, window: Window, measured: Measured, now: number): CheckedWindow {
  const { signals, limits, labels, data, quality, drift, predictionDrift, performance, baseline, metric } = measured;
  const facts = [baseline, data, quality, drift, predictionDrift, performance, labels && ofThisWindow(labels)];
  return {
    window: window.name,
    start: window.start,
    end: window.end,
    digest: hash('sha256', JSON.stringify([facts, signals, limits])),
    checkedAt: now,
    ...(baseline && { baseline: baseline.id }),
    measures: {
      rows: data.rows,
      ...(drift && { driftedShare: drift.driftedShare }),
      ...(metric && { metric }),
    },
    signals: [...signals],
    limits: [...limits],
    labels: labels && {
      coverage: labels.coverage,
      predictions: labels.predictions,
      settled:
        isPastMaxAge(window, now, monitor.labels!) || (labels.withoutId > 0 && labels.withoutId === labels.predictions),
      seen: measured.seen,
      ...(labels.unreadable && { unreadable: true as const }),
    },
  };
}
