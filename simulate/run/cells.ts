import type { ProblemType } from '../../lambdas/core/capture/spec.ts';
import { hasMetric } from '../../lambdas/core/monitor/limit.ts';
import { METRIC_FUNCTION_KEYS, METRICS } from '../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../lambdas/core/performance/types.ts';
import { DAYS_AFTER } from '../count/tally.ts';
import type { Cell, ModelPlay } from '../play/cell.ts';
import { parseChange } from '../world/change.ts';
import { parseLabels } from '../world/model/label-arrival.ts';
import { AUTOCORRELATION, parseWorld } from '../world/spec.ts';
import { cellName } from './cell-name.ts';
import type { CellOptions } from './cell-options.ts';

const YEAR = 365;

/** @throws RangeError for an unknown world, change, metric or way in which labels arrive */
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
