import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { RETRAINING_VARIABLES } from '../lambdas/runtime/settings.ts';
import { allow } from './allow.ts';
import { CheckFunction, type CheckFunctionProps } from './check-function.ts';
import type { DeployedRetraining, MonitorDefinition, S3Place } from './monitor-definition.ts';
import { RetrainingMachine } from './retraining-machine.ts';

export interface RetrainingProps
  extends Omit<CheckFunctionProps, 'name' | 'description' | 'reads' | 'stateAccess' | 'definitions'> {
  /** The monitors that retrain. */
  readonly definitions: readonly MonitorDefinition[];
}

/** Megabytes, available in every account. Preparing a dataset holds a window's rows with all their features in memory. */
const DATA_MEMORY = 3008;

/**
 * The resources for retraining on a platform, whatever the number of monitors: the state machine, and the two functions that run its
 * steps. One reads captured data and writes datasets; the other changes the state, sends alerts and accepts operations.
 */
export class Retraining extends Construct {
  readonly machine: RetrainingMachine;
  /** Changes the state of retrainings and accepts operations: `{"operation": …, "monitor": …}`. */
  readonly control: LambdaFunction;
  readonly data: LambdaFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { definitions, ...shared }: RetrainingProps) {
    super(scope, id);
    const { alerts, namespace: _namespace, ...quiet } = shared;
    const control = new CheckFunction(this, 'Control', {
      ...shared,
      definitions,
      name: 'retraining-control',
      description: 'Driftwarden: permits, deploys and ends retrainings, and requests approval',
      reads: [],
      // It reads no captured data.
      dataKeys: [],
      stateAccess: {
        read: ['state.json', 'retrainings/*'],
        write: ['state.json', 'retrainings/*'],
      },
    });
    const data = new CheckFunction(this, 'Data', {
      ...quiet,
      definitions,
      name: 'retraining-data',
      memorySize: Math.max(shared.memorySize, DATA_MEMORY),
      description: 'Driftwarden: prepares the datasets of retrainings and judges candidates',
      reads: [
        definitions.map(({ capture }) => capture),
        definitions.map(({ labels }) => labels).filter((place): place is S3Place => place !== null),
      ],
      stateAccess: {
        read: ['state.json', 'retrainings/*'],
        write: ['state.json', 'retrainings/*', 'baselines/*'],
      },
    });
    this.control = control.function;
    this.data = data.function;
    this.machine = new RetrainingMachine(this, 'Machine', {
      control: this.control,
      data: this.data,
      retrainings: definitions
        .map(({ retraining }) => retraining)
        .filter((each): each is DeployedRetraining => each !== null),
    });
    alerts?.grantPublish(this.control);
    this.grantStart(this.control);
    allow(this.control, ['states:SendTaskSuccess', 'states:SendTaskFailure'], [this.machine.arn]);
    this.control.addEnvironment(RETRAINING_VARIABLES.alarmPrefix, this.alarmPrefix);
    this.alarms = [control.errors, data.errors, ...this.machine.alarms];
  }

  /** Allows a function to start retrainings. */
  grantStart(target: LambdaFunction): void {
    target.addEnvironment(RETRAINING_VARIABLES.machine, this.machine.arn);
    allow(target, ['states:StartExecution'], [this.machine.arn]);
  }

  /** Prefix of the names of the alarms that roll deployments back. */
  get alarmPrefix(): string {
    return this.machine.stateMachineName;
  }
}
