import type { CheckedWindow, Signal } from '../../../lambdas/core/decision/checked-window.ts';
import type { IncidentEvent } from '../../../lambdas/core/decision/transition.ts';
import type { HistoryRow } from '../../../lambdas/core/history/row.ts';
import type { Incident } from '../../../lambdas/core/result/incident.ts';
import type { CheckResult, DriftResult } from '../../../lambdas/core/result/schema.ts';
import { labelsOf, NONE_REJECTED } from '../decision/measured-windows.ts';

/** Results written by hand: one window of a made-up shop's model, as each test needs it. */

/** Lines that are not JSON, and a file that could not be read. */
export const REJECTED: CheckResult['data']['rejected'] = {
  records: 260,
  inWindow: 260,
  outsideWindow: 0,
  share: 0.052,
  byReason: [{ reason: 'invalid-json', count: 260 }],
  outsideByReason: [],
  samples: [
    { reason: 'invalid-json', uri: 'captures/05.jsonl', line: 12, detail: 'the line is not JSON', excerpt: '{"a":' },
    { reason: 'unreadable-file', uri: 'captures/06.jsonl', line: null, detail: '', excerpt: '' },
  ],
  places: [{ uri: 'captures/05.jsonl', count: 260, lines: '12-271' }],
  elsewhere: 0,
};

export function driftResult(changes: Partial<CheckResult> = {}): CheckResult {
  return {
    schema: 'driftwarden/check-result',
    version: 1,
    monitor: 'returns',
    model: 'returns-2',
    kind: 'drift',
    window: { name: '2026-03-02', start: '2026-03-02T00:00:00Z', end: '2026-03-03T00:00:00Z' },
    checkedAt: '2026-03-03T06:00:00Z',
    baseline: { id: '2026-02-01-0a1b2c3d', createdAt: '2026-02-01T09:00:00Z', rows: 120_000 },
    data: {
      objects: 24,
      bytes: 1_200_000,
      records: 5_010,
      used: 5_000,
      rows: 5_000,
      recordsOutsideWindow: 10,
      rowsOutsideWindow: 10,
      absentInputs: 0,
      absentOutputs: 0,
      repeats: 0,
      conflicts: 0,
      repeatSamples: [],
      rejected: { ...NONE_REJECTED, inWindow: 0, outsideWindow: 0, outsideByReason: [] },
    },
    verdict: {
      dataMatches: 'yes',
      performance: { metric: null, value: null, lower: null, upper: null, rows: 0, comparedWithBaseline: 'unknown' },
      nextStep: 'continue',
      reasons: [],
    },
    quality: [],
    drift: driftOf([feature({ name: 'price', distance: 0.0312 }), feature({ name: 'country', type: 'category' })]),
    predictionDrift: driftOf([feature({ name: 'score', distance: 0.02 })]),
    labels: null,
    performance: null,
    segments: [],
    limits: [],
    incidents: [],
    retraining: null,
    ...changes,
  };
}

export function accuracyResult(changes: Partial<CheckResult> = {}): CheckResult {
  const estimate = { value: 0.8012, lower: 0.79, upper: 0.8123, rows: 4_800 };
  return {
    ...driftResult(),
    kind: 'accuracy',
    drift: null,
    predictionDrift: null,
    verdict: {
      dataMatches: 'yes',
      performance: { metric: 'accuracy', ...estimate, comparedWithBaseline: 'worse' },
      nextStep: 'alert',
      reasons: ['accuracy 0.8012 (0.7900 to 0.8123), limit: < 0.85'],
    },
    labels: labelsOf({
      predictions: 5_000,
      labelled: 4_800,
      coverage: 0.96,
      reading: { objects: 24, bytes: 480_000, records: 4_800, used: 4_800, others: 0, rejected: NONE_REJECTED },
      settled: false,
    }),
    performance: {
      problem: 'binary-classification',
      rows: 4_800,
      metrics: {
        accuracy: estimate,
        recall: { value: null, lower: null, upper: null, rows: 4_800, reason: 'no row is positive' },
      },
      confusionMatrix: null,
      classes: null,
    },
    segments: [
      { feature: 'country', value: 'NL', rows: 900, metric: { ...estimate, value: 0.7 }, worse: true },
      { feature: 'country', value: null, rows: 12, metric: null, worse: false },
    ],
    limits: [
      { text: 'accuracy < 0.85', purpose: 'alert', windows: 1, met: true, streak: 1, reached: true, standing: null },
      { text: 'accuracy < 0.7', purpose: 'retrain', windows: 3, met: false, streak: 0, reached: false, standing: null },
    ],
    ...changes,
  };
}

/** A metric has its value, but too few positive rows for an interval. */
export function fewPositivesResult(): CheckResult {
  const base = accuracyResult();
  const estimate = {
    value: 0.8125,
    lower: null,
    upper: null,
    rows: 4_800,
    reason: '12 positive rows; an interval needs 20',
  };
  return {
    ...base,
    verdict: {
      ...base.verdict,
      performance: { metric: 'roc_auc', ...estimate, comparedWithBaseline: 'unknown' },
      nextStep: 'continue',
      reasons: [],
    },
    performance: { ...base.performance!, metrics: { ...base.performance!.metrics, roc_auc: estimate } },
    segments: [
      {
        ...{ feature: 'country', value: 'NL', rows: 900, worse: false },
        metric: { ...estimate, rows: 900, reason: '3 positive rows; an interval needs 20' },
      },
    ],
    limits: [],
  };
}

export function feature(changes: Partial<DriftResult['features'][number]> = {}): DriftResult['features'][number] {
  const { distance = 0.01, limit = 0.1 } = changes;
  return {
    name: 'price',
    type: 'number',
    method: 'wasserstein',
    distance,
    errorBound: 0,
    limit,
    test: 'ks',
    statistic: 0.01,
    pValue: 0.4,
    adjustedPValue: 0.8,
    smallSampleAdjustedPValue: changes.adjustedPValue === undefined ? 0.8 : changes.adjustedPValue,
    baselineRows: 120_000,
    windowRows: 5_000,
    baselineMissingShare: 0,
    windowMissingShare: 0,
    importance: 1,
    effect: distance === null ? null : distance / limit,
    drifted: false,
    reason: null,
    ...changes,
  };
}

type Shift = NonNullable<DriftResult['features'][number]['shift']>;

/** What moved most in a column, as a stream of windows has it. */
export function shift(changes: Partial<Shift> = {}): Shift {
  return {
    kind: 'location',
    effect: 0.62,
    windows: 1,
    pValue: 2e-40,
    limit: 0.154,
    limitSource: 'history',
    historyWindows: 27,
    usual: 0.03,
    since: null,
    ...changes,
  };
}

export function driftOf(features: DriftResult['features']): DriftResult {
  const drifted = features.filter((each) => each.drifted);
  return {
    alpha: 0.004,
    features,
    compared: features.length,
    drifted: drifted.length,
    driftedShare: features.length === 0 ? 0 : drifted.length / features.length,
    ranking: drifted.map(({ name }) => name),
  };
}

export function checkedWindow(window: string, signals: Signal[], changes: Partial<CheckedWindow> = {}): CheckedWindow {
  const start = Date.parse(window);
  return {
    window,
    start,
    end: start + 86_400_000,
    digest: '',
    checkedAt: start,
    signals,
    limits: [],
    labels: null,
    ...changes,
  };
}

/** A window of a drift check with the share of the features that drifted. */
export function driftWindow(window: string, driftedShare = 0, rows = 5_000): CheckedWindow {
  return checkedWindow(window, [clear('drift')], { measures: { rows, driftedShare } });
}

/** A window of an accuracy check: accuracy 0.91 (0.9 to 0.92). */
export function accuracyWindow(window: string, metric: Partial<Metric> = {}, rows = 5_000): CheckedWindow {
  const measures = { rows, metric: { name: 'accuracy', value: 0.91, lower: 0.9, upper: 0.92, ...metric } };
  return checkedWindow(window, [clear('performance')], { measures });
}

type Metric = NonNullable<NonNullable<CheckedWindow['measures']>['metric']>;

export function breach(kind: Signal['kind'], headline: string, details: string[] = []): Signal {
  return { kind, status: 'breach', headline, details };
}

export function clear(kind: Signal['kind']): Signal {
  return { kind, status: 'clear', headline: '', details: [] };
}

export function incident(kind: Incident['kind'], changes: Partial<Incident> = {}): Incident {
  return {
    id: `${kind}-2026-03-01`,
    kind,
    state: 'open',
    since: '2026-03-01',
    openedAt: 0,
    lastWindow: '2026-03-02',
    notifiedAt: 0,
    notifiedWindow: '2026-03-01',
    recoveredWindow: null,
    acknowledged: null,
    resolved: null,
    ...changes,
  };
}

/** The message about an incident for its latest entry. */
export function eventOf(
  type: IncidentEvent['type'],
  about: Incident,
  checkedWindows: readonly CheckedWindow[],
): IncidentEvent & { checkedWindows: readonly CheckedWindow[] } {
  const latest = checkedWindows.at(-1)!;
  return { type, incident: about, signal: latest.signals[0], checkedWindow: latest, checkedWindows };
}

export function historyRow(window: string, changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    monitor: 'returns',
    kind: 'accuracy',
    window,
    window_start: `${window}T00:00:00Z`,
    window_end: `${window}T24:00:00Z`,
    checked_at: `${window}T24:00:00Z`,
    baseline: 'b',
    rows: 5_000,
    rejected_share: 0,
    data_matches: 'yes',
    drifted_share: null,
    metric: 'accuracy',
    metric_value: 0.91,
    metric_lower: 0.9,
    metric_upper: 0.92,
    metric_rows: 4_800,
    label_coverage: 1,
    compared_with_baseline: 'same',
    next_step: 'continue',
    reason: null,
    features: [],
    answers: [],
    ...changes,
  };
}
