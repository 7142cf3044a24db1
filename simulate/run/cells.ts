import type { ProblemType } from '../../lambdas/core/capture/spec.ts';
import { hasMetric } from '../../lambdas/core/monitor/limit.ts';
import { METRIC_FUNCTION_KEYS, METRICS } from '../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../lambdas/core/performance/types.ts';
import { DAYS_AFTER } from '../count/tally.ts';
import type { Cell, ModelPlay } from '../play/cell.ts';
import { parseChange } from '../world/change.ts';
import type { ColumnKind } from '../world/column-kinds.ts';
import { parseLabels } from '../world/model/label-arrival.ts';
import type { ModelSpec } from '../world/model/spec.ts';
import { AUTOCORRELATION, parseWorld } from '../world/spec.ts';
import { cellName } from './cell-name.ts';

/** What a cell is made from: the options of the command line, or a line of a preset list. */
export interface CellOptions {
  readonly world: string;
  readonly change: string | null;
  readonly rows: number;
  readonly features: number;
  readonly columns: ColumnKind | 'mix';
  /** How many monitors, each of which watches for {@link days}. */
  readonly years: number;
  /** null: a year; with a change four weeks from its end on. */
  readonly days: number | null;
  readonly changeDay: number;
  readonly changeOver: number;
  readonly changedFeatures: number;
  readonly baselineRows: number;
  readonly baselineDays: number;
  readonly baselineTime: boolean;
  readonly seed: number;
  readonly read: boolean;
  readonly rules: boolean;
  readonly choices: Cell['choices'];
  /** null: only drift is watched. */
  readonly performance: MetricName | null;
  /** null: the first problem that has the metric. */
  readonly problem: ProblemType | null;
  /** The metric's true value before a change. */
  readonly value: number;
  /** In the metric's unit. */
  readonly limit: number;
  /** Windows in a row that have to meet the limit; null: as many as by default. */
  readonly windows: number | null;
  readonly literal: boolean;
  readonly labels: string;
  /** null: the model does not become worse. */
  readonly drop: number | null;
  /** Days after which a drop is over; null: it stays. */
  readonly changeDays: number | null;
  readonly valueWobble: number;
  readonly positives: number;
  readonly errors: ModelSpec['errors'];
  readonly keys: { readonly performance: object; readonly labels: object };
  /** Keys of the section `retraining`; null: nothing is retrained. */
  readonly retraining: object | null;
}

const YEAR = 365;

/** @throws RangeError for an unknown world, change, metric or way in which labels come */
export function makeCell(options: CellOptions): Cell {
  const { world, change, rows, features, columns, years, baselineRows, baselineDays, baselineTime } = options;
  const { changeDay, changeOver, changedFeatures, seed, read, rules, choices } = options;
  const model = options.performance === null ? null : makeModel(options, options.performance);
  const drop = model?.drop ?? null;
  const changes = change !== null || drop !== null;
  const days = options.days ?? (changes ? changeDay + Math.max(changeOver, drop?.days ?? 0) + DAYS_AFTER : YEAR);
  if (changes && changeDay >= days) throw new RangeError('the change comes after the last day');
  return {
    name: cellName(options, model),
    world: { rows, features, columns, ...parseWorld(world), baselineRows, baselineDays },
    change:
      change === null ? null : { ...parseChange(change), day: changeDay, over: changeOver, features: changedFeatures },
    model,
    monitors: years,
    days,
    seed,
    choices,
    baselineTime,
    read,
    rules,
  };
}

function makeModel(options: CellOptions, metric: MetricName): ModelPlay {
  const { value, limit, windows, literal, drop, changeDay, changeOver, changeDays, keys, retraining } = options;
  const problem =
    options.problem ?? (Object.keys(METRIC_FUNCTION_KEYS) as ProblemType[]).find((known) => hasMetric(known, metric))!;
  if (!hasMetric(problem, metric)) throw new RangeError(`${metric} is not a metric of ${problem}`);
  return {
    spec: {
      problem,
      metric,
      value,
      wobble: options.valueWobble,
      autocorrelation: AUTOCORRELATION,
      positives: options.positives,
      errors: options.errors,
      labels: parseLabels(options.labels),
    },
    drop: drop === null ? null : { size: drop, day: changeDay, over: changeOver, days: changeDays },
    limit: `${metric} ${METRICS[metric].better === 'higher' ? '<' : '>'} ${limit}`,
    windows,
    literal,
    ...keys,
    retraining,
  };
}
