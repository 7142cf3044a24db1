import { ArnFormat, Aws, Duration, Names, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { retrainingMachine } from '../lambdas/core/retraining/machine/machine.ts';
import type { DeployedRetraining } from './monitor-definition.ts';
import { acknowledge } from './nag.ts';
import { allowRetraining } from './retraining-permissions.ts';

export interface RetrainingMachineProps {
  /** The functions that do its steps. */
  readonly control: IFunction;
  readonly data: IFunction;
  /** What the monitors that it retrains name. */
  readonly retrainings: readonly DeployedRetraining[];
}

/** Longest name of a state machine, with room for the names of alarms that begin with it. */
const MAX_NAME = 80;

/** The state machine that retrains: one for all monitors. Its text is the one that a laptop interprets. */
export class RetrainingMachine extends Construct {
  readonly machine: StateMachine;
  readonly role: Role;
  /**
   * Its name is made up here and not by CloudFormation: it runs the functions that have to know its ARN.
   */
  readonly stateMachineName: string;
  readonly arn: string;
  /** Executions that could not bring a retraining to its end. What ends otherwise has told people. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { control, data, retrainings }: RetrainingMachineProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.stateMachineName = Names.uniqueResourceName(this, { maxLength: MAX_NAME, separator: '-' });
    this.arn = stack.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: this.stateMachineName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    allowRetraining(this.role, { functions: [control, data], retrainings });
    const text = retrainingMachine({
      partition: Aws.PARTITION,
      controlFunction: control.functionArn,
      dataFunction: data.functionArn,
    });
    this.machine = new StateMachine(this, 'StateMachine', {
      stateMachineName: this.stateMachineName,
      comment: text.Comment,
      definitionBody: DefinitionBody.fromString(stack.toJsonString(text)),
      role: this.role,
    });
    this.machine.node.addDependency(this.role);
    const history =
      'Step Functions keeps every execution with its history for 90 days, and the state bucket its record.';
    acknowledge(this.machine, 'AwsSolutions-SF1', history);
    acknowledge(this.machine, 'AwsSolutions-SF2', 'It calls SageMaker and two functions that are not traced.');
    acknowledge(
      this.machine,
      'Serverless-StepFunctionStateMachineXray',
      'It calls SageMaker and two functions that are not traced.',
    );
    this.alarms = [
      this.#alarm('Failed', this.machine.metricFailed()),
      this.#alarm('Aborted', this.machine.metricAborted()),
    ];
  }

  #alarm(id: 'Failed' | 'Aborted', metric: Metric): Alarm {
    return new Alarm(this, id, {
      metric: metric.with({ statistic: 'Sum', period: Duration.minutes(15) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Driftwarden: an execution of the retraining machine was ${id.toLowerCase()} without a message about how the retraining ended. Its history says why; if it held the lock, a check tells of it when that has expired.`,
    });
  }
}
