import { NestedStack, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ModelMonitor, MonitorDefinition, MonitoringPlatform, SharedResources } from 'driftwarden/cdk';

/** The code of docs/deploy.md, with what its reader has: documented-apps.test.ts compares the two. */

export interface Roles {
  readonly trainingPipelineRole: IRole;
  readonly dataScientistsRole: IRole;
}

/** One monitor, with grants and an alarm. */
export class OneMonitor extends Stack {
  constructor(scope: Construct, id: string, rolesOf: (scope: Construct) => Roles) {
    super(scope, id);
    const { trainingPipelineRole, dataScientistsRole } = rolesOf(this);
    // In docs/deploy.md:
    const definition = MonitorDefinition.fromFile('monitors/churn.yaml');
    const monitor = new ModelMonitor(this, 'Churn', { definition });
    monitor.grantBuildBaseline(trainingPipelineRole);
    monitor.grantReadResults(dataScientistsRole);
    new Alarm(this, 'LowAuc', {
      metric: monitor.metricPerformance('roc_auc'),
      threshold: 0.7,
      // For metrics that are good when they are low, such as rmse: GREATER_THAN_THRESHOLD.
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // A day whose labels have not come yet is not a bad one.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    // Up to here.
  }
}

/** One monitor without a file. */
export class MonitorOfValues extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // In docs/deploy.md:
    new ModelMonitor(this, 'Prices', {
      definition: {
        name: 'prices',
        model: 'house-prices',
        problem: 'regression',
        capture: { uri: 's3://my-capture/prices/AllTraffic', features: ['rooms', 'area'], prediction: { value: 0 } },
        labels: { uri: 's3://my-labels/prices', lag: 'P30D', maxAge: 'P90D' },
        performance: { alert: ['mape > 0.2'] },
        alerts: { email: ['ml-oncall@example.com'] },
      },
    });
    // Up to here.
  }
}

/** One monitor with alarms. */
export class MonitorWithAlarms extends Stack {
  constructor(scope: Construct, id: string, definition: MonitorDefinition) {
    super(scope, id);
    const onCall = new Topic(this, 'OnCall');
    // In docs/deploy.md:
    new ModelMonitor(this, 'Returns', {
      definition,
      addRowsAlarm: { Critical: { minRows: 1000 } },
      addPerformanceAlarm: {
        Warning: { minValue: 0.75, evaluationPeriods: 7, datapointsToAlarm: 5 },
        Critical: { minValue: 0.6, actions: [new SnsAction(onCall)] },
      },
    });
    // Up to here.
  }
}

/** Two teams that share bucket and topic. */
export class SharedBucket extends Stack {
  readonly ofFraud: NestedStack;

  constructor(
    scope: Construct,
    id: string,
    { fraud, pricing }: Readonly<Record<'fraud' | 'pricing', readonly MonitorDefinition[]>>,
  ) {
    super(scope, id);
    const nested = new NestedStack(this, 'Fraud');
    this.ofFraud = nested;
    // In docs/deploy.md:
    const shared = new SharedResources(this, 'Shared', { definitions: [...fraud, ...pricing] });
    const platform = new MonitoringPlatform(nested, 'Platform', { definitions: fraud, shared });
    for (const definition of fraud) new ModelMonitor(nested, definition.monitor.name, { definition, platform });
    // Up to here.
  }
}
