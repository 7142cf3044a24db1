import type { CaptureSpec, PredictionSpec, ProblemType, TableFormat } from '../capture/spec.ts';
import { type Dialect, dialectOf } from '../capture/tables/dialect.ts';
import { canonicalValue } from '../columns/canonical-value.ts';
import type { MetricName } from '../performance/types.ts';
import type { DeclaredType } from '../profile/types.ts';
import type { WindowLength } from './duration.ts';
import { defaultKeep } from './retained-rows.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/** A monitor of one model: a monitor file with its defaults. Durations are in milliseconds, absent sections null. */
export interface Monitor {
  /** The file's name without its extension. Safe in keys, paths and metric dimensions. */
  readonly name: string;
  /** The file it was read from; relative paths in it start from this file's folder. */
  readonly file: string;
  readonly model: string;
  readonly problem: MonitorSections['problem'];
  /** Binary: the positive class as canonical text. Not given: 1 of 0 and 1, or true. */
  readonly positive: string | undefined;
  readonly capture: CaptureSettings;
  readonly labels: LabelSettings | null;
  readonly baseline: BaselineSettings | null;
  readonly schedule: ScheduleSettings;
  readonly drift: MonitorSections['drift'];
  readonly quality: MonitorSections['quality'];
  readonly performance: PerformanceSettings;
  readonly alerts: MonitorSections['alerts'];
  readonly privacy: MonitorSections['privacy'];
  readonly retraining: RetrainingSettings | null;
}

export interface CaptureSettings extends CaptureSpec {
  readonly uri: string;
  readonly maxRejectedShare: number;
  readonly expectData: boolean;
}

export type LabelSettings = NonNullable<MonitorSections['labels']>;

export interface BaselineSettings extends Dialect {
  readonly uri: string;
  /** @default by the extension */
  readonly format: TableFormat | undefined;
  /** Column with the true outcome. */
  readonly label: string | undefined;
  /** Columns with the model's answers, by their roles in captured data. */
  readonly prediction: PredictionSpec;
  /** The columns of features that have another name in the training data, by the feature. */
  readonly columns: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, DeclaredType>;
  readonly missing: readonly string[];
  readonly header: boolean;
  /** Column with the time of each row; null: none is used; undefined: it is detected. */
  readonly time: string | null | undefined;
}

export interface ScheduleSettings {
  /** EventBridge schedule expressions; null: not scheduled. */
  readonly drift: string | null;
  readonly accuracy: string | null;
  readonly timeZone: string;
  readonly window: WindowLength;
}

export type PerformanceSettings = MonitorSections['performance'] & { readonly primaryMetric: MetricName };

type RetrainingSections = NonNullable<MonitorSections['retraining']>;
export type RetrainingSettings = Omit<RetrainingSections, 'promote' | 'data'> & {
  readonly promote: RetrainingSections['promote'] & { readonly metric: MetricName };
  readonly data: RetrainingSections['data'] & { readonly keep: number };
};

/** Adds defaults that depend on several sections: schedules that fit the window, the primary metric, the baseline's prediction. */
export function completeMonitor(sections: MonitorSections, name: string, file: string): Monitor {
  const { baseline, capture, labels, performance, retraining, schedule } = sections;
  const primaryMetric = performance.primaryMetric ?? primaryMetricOf(sections.problem, capture.prediction);
  return {
    ...sections,
    name,
    file,
    positive: sections.positive === undefined ? undefined : canonicalValue(sections.positive),
    capture,
    labels: labels ?? null,
    baseline: baseline ? completeBaseline(baseline, capture.prediction.threshold) : null,
    schedule: { ...defaultSchedules(schedule.window), ...withoutUndefined(schedule) },
    performance: { ...performance, primaryMetric },
    retraining: retraining ? completeRetraining(retraining, primaryMetric) : null,
  };
}

function completeRetraining(retraining: RetrainingSections, primaryMetric: MetricName): RetrainingSettings {
  const { data, promote } = retraining;
  return {
    ...retraining,
    promote: { ...promote, metric: promote.metric ?? primaryMetric },
    data: { ...data, keep: data.keep ?? defaultKeep(retraining) },
  };
}

function completeBaseline(
  { uri, format, label, columns, types, missing, header, time, ...rest }: NonNullable<MonitorSections['baseline']>,
  threshold: number,
): BaselineSettings {
  const { score, predictedLabel, value, scores } = rest;
  const prediction = { score, threshold, label: predictedLabel, value, scores };
  return { uri, format, label, prediction, columns, types, missing, header, time, ...dialectOf(rest) };
}

/** The metric that decides where the settings name none. */
export function primaryMetricOf(problem: ProblemType, prediction: Pick<PredictionSpec, 'score'>): MetricName {
  switch (problem) {
    case 'binary-classification':
      return prediction.score === undefined ? 'accuracy' : 'roc_auc';
    case 'multiclass-classification':
      return 'macro_f1';
    case 'regression':
      return 'mae';
  }
}

/** Captured files arrive a few minutes after their hour. The accuracy check follows the drift check, which can explain its result. */
function defaultSchedules(window: WindowLength): { drift: string; accuracy: string } {
  return 'days' in window
    ? { drift: 'cron(0 6 * * ? *)', accuracy: 'cron(30 6 * * ? *)' }
    : { drift: 'cron(20 * * * ? *)', accuracy: 'cron(40 * * * ? *)' };
}

function withoutUndefined({ drift, accuracy, ...schedule }: MonitorSections['schedule']) {
  return { ...schedule, ...(drift === undefined ? {} : { drift }), ...(accuracy === undefined ? {} : { accuracy }) };
}
