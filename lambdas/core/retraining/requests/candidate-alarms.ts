import { deploymentAlarmName } from '../../decision/retraining/names.ts';
import type { RetrainingSettings } from '../../monitor/monitor.ts';
import type { SageMakerRequest } from '../contract.ts';
import { TRAFFIC, type UsualTraffic } from '../traffic.ts';
import { type Tag, tagged } from './tags.ts';

/** How much larger than the live model's share of failed requests the candidate's may be. */
const MORE_FAILURES = 0.05;
/** How many times the live model's average latency the candidate's may be, where the monitor file has no limit. */
const LATENCY_FACTOR = 3;
/** No default limit of the latency is lower, in milliseconds. */
const LEAST_LATENCY = 100;
/** The alarms look at this many minutes. */
const MINUTES = 5;

/** A deployment whose candidate is watched. */
export interface WatchedDeployment {
  /** Prefix of the names of Driftwarden's deployment alarms. */
  readonly prefix: string;
  readonly monitor: string;
  readonly endpoint: string;
  readonly variant: string;
  /** Name of the candidate's endpoint configuration. */
  readonly endpointConfig: string;
  readonly usual: UsualTraffic;
  /** Tags of the alarms. */
  readonly tags: readonly Tag[];
}

/**
 * PutMetricAlarm of the alarms that roll a deployment back because of the candidate's own requests. SageMaker counts each fleet's
 * requests under the name of its endpoint configuration too, so the limits do not depend on the candidate's share of the traffic,
 * and the live model's failures cannot set the alarms off. The candidate is compared with what its callers are used to.
 *
 * The names belong to the monitor: the alarms of a deployment that nothing removed are replaced by the next one's.
 */
export function candidateAlarmRequests(
  { deploy }: Pick<RetrainingSettings, 'deploy'>,
  { usual, ...watched }: WatchedDeployment,
): SageMakerRequest[] {
  const maxFailedShare = Math.min(1, usual.failedShare + MORE_FAILURES);
  const usualLimit = usual.latency === null ? undefined : Math.max(LATENCY_FACTOR * usual.latency, LEAST_LATENCY);
  const maxLatency = deploy.maxLatencyMilliseconds ?? usualLimit;
  const failures = alarm(watched, 'failed-requests-of-candidate', {
    MetricName: TRAFFIC.failures.metric,
    Threshold: maxFailedShare,
    DatapointsToAlarm: 2,
    AlarmDescription: `Driftwarden: more than ${percent(maxFailedShare)} of the requests to ${watched.endpointConfig} fail. SageMaker rolls its deployment back.`,
  });
  if (maxLatency === undefined) return [failures];
  const slow = alarm(watched, 'latency-of-candidate', {
    MetricName: TRAFFIC.latency.metric,
    Threshold: maxLatency * 1000,
    // A new container may be slow in its first minutes.
    DatapointsToAlarm: 3,
    AlarmDescription: `Driftwarden: ${watched.endpointConfig} answers in more than ${Math.round(maxLatency)} ms on average. SageMaker rolls its deployment back.`,
  });
  return [failures, slow];
}

function alarm(
  { prefix, monitor, endpoint, variant, endpointConfig, tags }: Omit<WatchedDeployment, 'usual'>,
  kind: Parameters<typeof deploymentAlarmName>[2],
  own: SageMakerRequest,
): SageMakerRequest {
  const dimensions = { EndpointName: endpoint, VariantName: variant, EndpointConfigName: endpointConfig };
  return {
    AlarmName: deploymentAlarmName(prefix, monitor, kind),
    Namespace: 'AWS/SageMaker',
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: MINUTES,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ...own,
    ...tagged(tags),
  };
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
