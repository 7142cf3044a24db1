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
  /** The functions that run its steps. */
  readonly control: IFunction;
  readonly data: IFunction;
  /** The deployed retrainings of its monitors. */
  readonly retrainings: readonly DeployedRetraining[];
}

/** The longest name of a state machine, leaving room for names of alarms that start with it. */
const MAX_NAME = 80;

/** The retraining machine: one for all monitors. A laptop interprets the same definition. */
export class RetrainingMachine extends Construct {
  readonly machine: StateMachine;
  readonly role: Role;
  /**
   * CloudFormation does not generate the name, because the functions that the machine runs must know its ARN.
   */
  readonly stateMachineName: string;
  readonly arn: string;
  /** Alarms for executions that ended without an alert about the retraining. */
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
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnEquals: { 'aws:SourceArn': this.arn },
        },
      }),
    });
    allowRetraining(this.role, { functions: [control, data], alarmPrefix: this.stateMachineName, retrainings });
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
      'Step Functions keeps every execution with its history for 90 days, and the state bucket keeps its record.';
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
      alarmDescription: `Driftwarden: an execution of the retraining machine was ${id.toLowerCase()} without an alert about the retraining. The execution's history has the reason. If it held the lock, a check sends the alert after the lock expires.`,
    });
  }
}
