import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { LARGEST_METRIC_VALUE, type MetricPoint } from '../../core/ports.ts';
import { isMetricText, isVisible } from '../../core/text/metric-text.ts';

/** CloudWatch would reject this point, and with it the whole call. */
export class InvalidMetricError extends Error {
  override readonly name = 'InvalidMetricError';
  readonly metric: string;
  constructor(metric: string, what: string, value: unknown, accepted: string) {
    super(`metric ${JSON.stringify(metric)}: ${what} ${describe(value)} is not ${accepted}`);
    this.metric = metric;
  }
}

/** Limits of PutMetricData: the CloudWatch API reference, MetricDatum and Dimension. */
const MAX_NAME = 255;
const MAX_DIMENSION_VALUE = 1024;
const MAX_DIMENSIONS = 30;

/**
 * A point as PutMetricData accepts it. A value too small for CloudWatch (below 2^-360) is sent as 0.
 *
 * @throws InvalidMetricError
 */
export function toMetricDatum({ name, value, unit, dimensions, time }: MetricPoint): MetricDatum {
  const refuse = (what: string, given: unknown, accepted: string): never => {
    throw new InvalidMetricError(name, what, given, accepted);
  };
  if (!isName(name)) refuse('its name', name, `1 to ${MAX_NAME} printable ASCII characters that do not start with ":"`);
  if (!(Math.abs(value) <= LARGEST_METRIC_VALUE)) refuse('the value', value, 'a number from -2^360 to 2^360');
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) refuse('the time', time, 'a time in milliseconds');
  const pairs = Object.entries(dimensions);
  if (pairs.length > MAX_DIMENSIONS) refuse('the number of dimensions', pairs.length, `at most ${MAX_DIMENSIONS}`);
  for (const [key, text] of pairs) {
    if (!isName(key)) {
      refuse('the dimension name', key, `1 to ${MAX_NAME} printable ASCII characters that do not start with ":"`);
    }
    if (text.length > MAX_DIMENSION_VALUE || !isVisible(text)) {
      refuse(`the dimension ${key}`, text, `1 to ${MAX_DIMENSION_VALUE} printable ASCII characters`);
    }
  }
  return {
    MetricName: name,
    Value: Math.abs(value) < 1 / LARGEST_METRIC_VALUE ? 0 : value,
    Unit: unit,
    Timestamp: new Date(time),
    Dimensions: pairs.map(([Name, Value]) => ({ Name, Value })),
  };
}

/** Whether CloudWatch accepts this text as the name of a metric or a dimension. */
export function isName(text: string): boolean {
  return isMetricText(text) && !text.startsWith(':');
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
}
