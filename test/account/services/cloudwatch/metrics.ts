/** Values reported together for one metric at one time. */
export interface Sample {
  /** UTC milliseconds. */
  readonly time: number;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Dimensions as `[name, value]`; their order does not matter. */
export type Dimensions = readonly (readonly [string, string])[];

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** One metric with what was reported for it, in the order of time. */
export interface Series extends MetricName {
  readonly unit: string;
  readonly samples: Sample[];
  /** Holds its last value until the next one, like the number of messages in a queue, which AWS reports every minute. */
  readonly isGauge: boolean;
}

/** All metrics of the account: a metric is its namespace, name and dimensions together. */
export class Metrics {
  /** Grows with every change. */
  version = 0;
  readonly #series = new Map<string, Series>();

  add(metric: MetricName, sample: Sample, unit = 'None', isGauge = false): void {
    const key = keyOf(metric);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { ...metric, unit, samples: [], isGauge };
      this.#series.set(key, series);
    }
    let index = series.samples.length;
    while (index > 0 && series.samples[index - 1].time > sample.time) index--;
    series.samples.splice(index, 0, sample);
    this.version++;
  }

  addValue(metric: MetricName, value: number, time: number, unit?: string, isGauge?: boolean): void {
    this.add(metric, { time, count: 1, sum: value, minimum: value, maximum: value }, unit, isGauge);
  }

  series(metric: MetricName): Series | undefined {
    return this.#series.get(keyOf(metric));
  }

  all(): Iterable<Series> {
    return this.#series.values();
  }
}

export const STATISTICS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'] as const;
export type Statistic = (typeof STATISTICS)[number];

/** A statistic over [start, end), or undefined when nothing was reported. */
export function statistic(series: Series, kind: Statistic, start: number, end: number): number | undefined {
  const { samples, isGauge } = series;
  let count = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let index = samples.length - 1; index >= 0; index--) {
    const sample = samples[index];
    if (sample.time >= end) continue;
    if (sample.time < start && !isGauge) break;
    count += sample.count;
    sum += sample.sum;
    minimum = Math.min(minimum, sample.minimum);
    maximum = Math.max(maximum, sample.maximum);
    // The value a gauge had when the period began belongs to it, older ones do not.
    if (sample.time <= start) break;
  }
  if (count === 0) return undefined;
  switch (kind) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return minimum;
    case 'Maximum':
      return maximum;
    case 'SampleCount':
      return count;
  }
}

function keyOf({ namespace, name, dimensions }: MetricName): string {
  const sorted = dimensions.map(([key, value]) => JSON.stringify([key, value])).sort();
  return JSON.stringify([namespace, name, sorted]);
}
