import * as z from 'zod';

const MINUTE = 60_000;

/** What CloudWatch counts of the requests to an endpoint, as a metric of AWS/SageMaker and its statistic. */
export const TRAFFIC = {
  requests: { metric: 'Invocations', statistic: 'Sum' },
  /** Requests that the model did not answer with 2XX: other statuses, timeouts, broken connections, malformed responses. */
  failures: { metric: 'InvocationModelErrors', statistic: 'Sum' },
  /** Requests whose latency is known, and the sum of their latencies in microseconds. */
  timed: { metric: 'ModelLatency', statistic: 'SampleCount' },
  latency: { metric: 'ModelLatency', statistic: 'Sum' },
} as const;

/** The part of GetMetricData's `MetricDataResults` that is read: a value for each period in which something was reported. */
export const trafficSchema = z.array(
  z.object({ Id: z.string(), Timestamps: z.array(z.string()), Values: z.array(z.number()) }),
);
export type Traffic = Readonly<z.infer<typeof trafficSchema>>;

/** The live model's requests before a deployment. */
export interface UsualTraffic {
  /** Share of them that the model failed, 0 to 1. */
  readonly failedShare: number;
  /** Average latency, milliseconds; null: no request was answered. */
  readonly latency: number | null;
}

export function usualTraffic(traffic: Traffic): UsualTraffic {
  const [requests, failures, timed, latency] = (['requests', 'failures', 'timed', 'latency'] as const).map((name) =>
    total(traffic, name),
  );
  return {
    failedShare: requests > 0 ? Math.min(1, failures / requests) : 0,
    latency: timed > 0 ? latency / timed / 1000 : null,
  };
}

/** The number of requests. */
export function requestsIn(traffic: Traffic): number {
  return total(traffic, 'requests');
}

/**
 * The number of requests that the model answered before a time.
 *
 * @param traffic By the minute. @param time Milliseconds since the epoch.
 */
export function answeredUntil(traffic: Traffic, time: number): number {
  const before = traffic.map(({ Id, Timestamps, Values }) => {
    const Kept = Values.filter((_, i) => Date.parse(Timestamps[i]) + MINUTE <= time);
    return { Id, Timestamps, Values: Kept };
  });
  return Math.max(0, total(before, 'requests') - total(before, 'failures'));
}

function total(traffic: Traffic, name: keyof typeof TRAFFIC): number {
  const values = traffic.filter(({ Id }) => Id === name).flatMap(({ Values }) => Values);
  return values.reduce((sum, value) => sum + value, 0);
}
