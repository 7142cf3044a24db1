import { ArnFormat, Duration, Names, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DefinitionBody, StateMachine as Machine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { StateMachine } from '../lambdas/core/states-language.ts';
import { acknowledge } from './nag.ts';

/** The longest name of a state machine, leaving room for names of alarms that start with it. */
const MAX_NAME = 80;

/** A standard state machine with a role of its own. */
export class NamedMachine extends Construct {
  readonly role: Role;
  /**
   * CloudFormation does not generate the name, because the functions that the machine runs must know its ARN.
   */
  readonly stateMachineName: string;
  readonly arn: string;

  /** @param hasMapRuns Whether it has Distributed Maps. */
  constructor(scope: Construct, id: string, hasMapRuns = false) {
    super(scope, id);
    const stack = Stack.of(this);
    this.stateMachineName = Names.uniqueResourceName(this, { maxLength: MAX_NAME, separator: '-' });
    const arnOf = (resource: string) =>
      stack.formatArn({
        service: 'states',
        resource,
        resourceName: this.stateMachineName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    this.arn = arnOf('stateMachine');
    // AWS does not document which of these Step Functions states for the executions of a Map Run.
    const sources = hasMapRuns ? [this.arn, `${this.arn}/*`, `${arnOf('mapRun')}/*`] : this.arn;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnEquals: { 'aws:SourceArn': sources },
        },
      }),
    });
  }

  /**
   * Creates the machine; the role must have its permissions.
   *
   * @param history What keeps what the executions did. @param untraced Why its calls are not traced.
   */
  protected createMachine(definition: StateMachine, history: string, untraced: string): Machine {
    const machine = new Machine(this, 'StateMachine', {
      stateMachineName: this.stateMachineName,
      comment: definition.Comment,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      role: this.role,
    });
    machine.node.addDependency(this.role);
    acknowledge(machine, 'AwsSolutions-SF1', history);
    for (const rule of ['AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray'])
      acknowledge(machine, rule, untraced);
    return machine;
  }

  /** Goes off when an execution ended like this. */
  protected createAlarm(id: 'Failed' | 'Aborted', metric: Metric, description: string): Alarm {
    return new Alarm(this, id, {
      metric: metric.with({ statistic: 'Sum', period: Duration.minutes(15) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Driftwarden: ${description}`,
    });
  }
}
