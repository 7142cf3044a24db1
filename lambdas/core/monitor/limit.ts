import type { ProblemType } from '../capture/spec.ts';
import { isMetricName, METRIC_FUNCTION_KEYS, METRICS } from '../performance/metrics/registry.ts';
import type { MetricName } from '../performance/types.ts';
import { InvalidValueError } from './invalid-value.ts';
import { nearestName } from './nearest.ts';

const COMPARISONS = ['<', '<=', '>', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A limit on a performance metric: `accuracy < 0.85`, possibly for several windows in a row. */
export interface Limit {
  readonly metric: MetricName;
  readonly operator: Comparison;
  readonly value: number;
  /** Number of windows in a row that have to meet it. */
  readonly windows: number;
  /** Whether values are compared as they are; otherwise the limit must be passed beyond chance. */
  readonly literal?: boolean;
  /** Whether the monitor file has the number of windows in a row. */
  readonly hasFor?: boolean;
  /** `{metric} {operator} {value}` with single spaces: the same limit always has the same text. */
  readonly text: string;
}

const LIMIT = /^\s*([^\s<>=]+)\s*(<=|>=|<|>)\s*([^\s<>=]+)\s*$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const ACCEPTED = 'a metric, one of < <= > >=, and a number, such as accuracy < 0.85';

/**
 * Reads a limit such as `accuracy < 0.85`. Throws {@link InvalidValueError} for unknown metrics, numbers that the metric cannot
 * have, limits that every value or no value meets, and limits that good values would meet.
 *
 * @param windows Number of windows in a row that have to meet it.
 */
export function parseLimit(text: string, windows = 1): Limit {
  const match = LIMIT.exec(text);
  if (match === null) throw new InvalidValueError('is not a limit', ACCEPTED);
  const [, name, sign, number] = match;
  const operator = COMPARISONS.find((each) => each === sign)!;
  const metric = readMetric(name);
  if (!NUMBER.test(number)) {
    const percent = /^(\d+(?:\.\d+)?)%$/.exec(number)?.[1];
    const suggestion = percent === undefined ? null : `${metric} ${operator} ${Number(`${percent}e-2`)}`;
    throw new InvalidValueError(`does not end in a number`, ACCEPTED, suggestion);
  }
  // -0 and 0 are the same limit and must have the same text.
  const value = Number(number) + 0;
  refuseImpossible(metric, operator, value);
  return { metric, operator, value, windows, text: `${metric} ${operator} ${value}` };
}

/** Whether the value meets the limit, by exact comparison, including equality. NaN meets none. */
export function isBreached(limit: Pick<Limit, 'operator' | 'value'>, value: number): boolean {
  switch (limit.operator) {
    case '<':
      return value < limit.value;
    case '<=':
      return value <= limit.value;
    case '>':
      return value > limit.value;
    case '>=':
      return value >= limit.value;
  }
}

/** Reads the name of a metric. Throws {@link InvalidValueError} that suggests a similar one. */
export function readMetric(name: string): MetricName {
  if (isMetricName(name)) return name;
  const names = Object.keys(METRICS);
  throw new InvalidValueError('names an unknown metric', names.join(', '), nearestName(name, names));
}

/** Whether models of this problem type have the metric. */
export function hasMetric(problem: ProblemType, metric: MetricName): boolean {
  return METRICS[metric][METRIC_FUNCTION_KEYS[problem]] !== undefined;
}

function refuseImpossible(metric: MetricName, operator: Comparison, value: number): void {
  const { better, range } = METRICS[metric];
  const [min, max] = range;
  const accepted = `${metric} is ${describeRange(min, max)}, ${BETTER[better]}`;
  if (!Number.isFinite(value) || value < min || value > max) {
    throw new InvalidValueError(`has a number outside the range of ${metric}`, accepted);
  }
  const below = operator === '<' || operator === '<=';
  if (better !== 'zero' && below !== (better === 'higher')) {
    const turned = `${metric} ${OPPOSITE[operator]} ${value}`;
    throw new InvalidValueError(`would be breached by good values: for ${metric}, ${BETTER[better]}`, accepted, turned);
  }
  const limit = { operator, value };
  const [atMin, atMax] = [isBreached(limit, min), isBreached(limit, max)];
  if (atMin && atMax) throw new InvalidValueError(`is breached by every value of ${metric}`, accepted);
  if (!atMin && !atMax) throw new InvalidValueError(`can never be breached by a value of ${metric}`, accepted);
}

function describeRange(min: number, max: number): string {
  if (min === -Infinity) return max === Infinity ? 'any number' : `at most ${max}`;
  return max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
}

const BETTER = {
  higher: 'higher is better',
  lower: 'lower is better',
  zero: 'closer to zero is better',
} as const;

const OPPOSITE: Readonly<Record<Comparison, Comparison>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
