import { Aws } from 'aws-cdk-lib';
import type { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { retrainingMachine } from '../lambdas/core/retraining/machine/machine.ts';
import type { DeployedRetraining } from './monitor-definition.ts';
import { NamedMachine } from './named-machine.ts';
import { allowRetraining } from './retraining-permissions.ts';

export interface RetrainingMachineProps {
  /** The functions that run its steps. */
  readonly control: IFunction;
  readonly data: IFunction;
  /** The deployed retrainings of its monitors. */
  readonly retrainings: readonly DeployedRetraining[];
}

/** The retraining machine: one for all monitors. A laptop interprets the same definition. */
export class RetrainingMachine extends NamedMachine {
  readonly machine: StateMachine;
  /** Alarms for executions that ended without an alert about the retraining. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { control, data, retrainings }: RetrainingMachineProps) {
    super(scope, id);
    allowRetraining(this.role, { functions: [control, data], alarmPrefix: this.stateMachineName, retrainings });
    const text = retrainingMachine({
      partition: Aws.PARTITION,
      controlFunction: control.functionArn,
      dataFunction: data.functionArn,
    });
    this.machine = this.createMachine(
      text,
      'Step Functions keeps every execution with its history for 90 days, and the state bucket keeps its record.',
      'It calls SageMaker and two functions that are not traced.',
    );
    this.alarms = [
      this.#createAlarm('Failed', this.machine.metricFailed()),
      this.#createAlarm('Aborted', this.machine.metricAborted()),
    ];
  }

  #createAlarm(id: 'Failed' | 'Aborted', metric: Metric): Alarm {
    return this.createAlarm(
      id,
      metric,
      `an execution of the retraining machine was ${id.toLowerCase()} without an alert about the retraining. The execution's history has the reason. If it held the lock, a check sends the alert after the lock expires.`,
    );
  }
}
