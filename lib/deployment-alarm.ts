import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { deploymentAlarmName } from '../lambdas/core/decision/retraining/names.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import type { MonitorDefinition } from './monitor-definition.ts';

/** A deployment is rolled back when more than this share of all requests fails for a number of minutes in a row. */
const MAX_FAILED_SHARE = 0.05;
const MINUTES = 2;

/** A canary that fails half of its requests must trigger the alarm, however small its share of the traffic is. */
function maxFailedShare({ retraining }: Monitor): number {
  return Math.min(MAX_FAILED_SHARE, (retraining?.deploy.percent ?? 100) / 100 / 2);
}

/**
 * The alarm on a monitor's endpoint that rolls deployments back, whichever model fails: it also counts requests that reach no model.
 * The retraining machine adds alarms on the candidate's own requests. It notifies no topic, because the retraining sends an alert about the
 * rollback.
 *
 * @param prefix Prefix of its name, from which the deploying function also builds the name.
 */
export function deploymentAlarm(
  scope: Construct,
  id: string,
  { monitor, retraining }: Pick<MonitorDefinition, 'monitor' | 'retraining'>,
  prefix: string,
): Alarm | undefined {
  if (retraining === null) return undefined;
  const { endpoint: EndpointName, variant: VariantName } = retraining;
  const share = maxFailedShare(monitor);
  return new Alarm(scope, id, {
    alarmName: deploymentAlarmName(prefix, monitor.name, 'failed-requests'),
    metric: new Metric({
      namespace: 'AWS/SageMaker',
      metricName: 'Invocation5XXErrors',
      dimensionsMap: { EndpointName, VariantName },
      // The average of a metric that is 0 or 1 for each request.
      statistic: 'Average',
      period: Duration.minutes(1),
    }),
    threshold: share,
    evaluationPeriods: MINUTES,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `Driftwarden: more than ${Number((100 * share).toPrecision(2))} % of the requests to ${EndpointName} fail. SageMaker rolls back a deployment in progress.`,
  });
}
