import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { StateBucket } from './state-bucket.ts';

export interface MonitoringStackProps extends StackProps {
  /** The monitors this deployment watches, already validated. */
  readonly monitors: readonly Monitor[];
}

/** Everything one deployment of Driftwarden needs in an account. */
export class MonitoringStack extends Stack {
  readonly state: StateBucket;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    this.state = new StateBucket(this, 'State');
    new CfnOutput(this, 'StateBucketName', {
      value: this.state.bucket.bucketName,
      description: `Baselines, results and state of: ${props.monitors.map((monitor) => monitor.name).join(', ')}`,
    });
  }
}
