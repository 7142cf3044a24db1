import { type Expression, expression, integration, type State } from '../../states-language.ts';
import { TRAFFIC } from '../traffic.ts';
import { type Catcher, RETRY_CALL, type Resources } from './state-builders.ts';

interface Measured {
  /** When the time that is looked at begins: a JSONata expression of milliseconds since the epoch. It ends now. */
  readonly since: string;
  /** Seconds that a value is for. */
  readonly period: number;
  readonly endpoint: string;
  readonly variant: string;
  /** The variable that takes the result. */
  readonly into: string;
  readonly Comment: string;
  readonly Catch: readonly Catcher[];
  readonly Next: string;
}

/** The time at which the state was entered, in milliseconds since the epoch, for expressions. */
export const NOW = '$toMillis($states.context.State.EnteredTime)';

/** Reads what CloudWatch counts of the requests to the endpoint, see `traffic.ts`. */
export function trafficState(resources: Resources, measured: Measured): State {
  const { since, period, endpoint, variant, into, Comment, Catch, Next } = measured;
  const Dimensions = Object.entries({ EndpointName: endpoint, VariantName: variant }).map(
    ([Name, value]): { Name: string; Value: Expression } => ({ Name, Value: expression(value) }),
  );
  return {
    Type: 'Task',
    Comment,
    Resource: integration(resources, 'aws-sdk:cloudwatch:getMetricData'),
    Arguments: {
      StartTime: expression(`$fromMillis(${since})`),
      EndTime: expression(`$fromMillis(${NOW})`),
      MetricDataQueries: Object.entries(TRAFFIC).map(([Id, { metric, statistic }]) => ({
        Id,
        MetricStat: {
          Metric: { Namespace: 'AWS/SageMaker', MetricName: metric, Dimensions },
          Period: period,
          Stat: statistic,
        },
      })),
    },
    Assign: { [into]: expression('$states.result.MetricDataResults') },
    Output: {},
    Retry: RETRY_CALL,
    Catch,
    Next,
  };
}
