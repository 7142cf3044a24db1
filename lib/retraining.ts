import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { S3Place } from '../lambdas/adapters/aws/s3-uri.ts';
import { RETRAINING_DATA } from '../lambdas/core/decision/retraining/keys.ts';
import { RETRAINING_VARIABLES } from '../lambdas/runtime/settings.ts';
import { allow } from './allow.ts';
import { CheckFunction, type CheckFunctionProps } from './check-function.ts';
import { type DeployedRetraining, type MonitorDefinition, valueKeys } from './monitor-definition.ts';
import { RetrainingMachine } from './retraining-machine.ts';
import { passTags } from './retraining-tags.ts';

export interface RetrainingProps
  extends Omit<CheckFunctionProps, 'name' | 'description' | 'reads' | 'stateAccess' | 'definitions'> {
  /** The monitors that retrain. */
  readonly definitions: readonly MonitorDefinition[];
}

/** Pattern of the keys of training and held-out rows. */
const ROWS = `/${RETRAINING_DATA}*`;
/** Pattern of the keys of what is said of them: how many rows each window has. */
const COUNTS = `/${RETRAINING_DATA}*/prepared/*`;

/** Megabytes, available in every account. Preparing a dataset holds a window's rows with all their features in memory. */
const DATA_MEMORY = 3008;

/**
 * The resources for retraining on a platform, whatever the number of monitors: the state machine, the two functions that run its
 * steps, and one for people. Of the steps' functions one reads captured data and labels and writes datasets, but not the state; the
 * other changes the state and sends alerts. Only the machine needs to invoke them. A person who may invoke the third can request, approve and roll back, but cannot
 * run a step.
 */
export class Retraining extends Construct {
  readonly machine: RetrainingMachine;
  readonly control: LambdaFunction;
  readonly data: LambdaFunction;
  /** Accepts operations that the command line has signed: `{"operation": …, "monitor": …, "identity": …}`. */
  readonly operations: LambdaFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { definitions, ...shared }: RetrainingProps) {
    super(scope, id);
    const { alerts, namespace: _namespace, ...quiet } = shared;
    const control = new CheckFunction(this, 'Control', {
      ...shared,
      definitions,
      name: 'retraining-control',
      description: 'Driftwarden: permits, deploys and ends retrainings',
      reads: [],
      // It reads no captured data and no rows.
      dataKeys: [],
      stateAccess: {
        read: ['state.json', 'retrainings/*', COUNTS],
        write: ['state.json', 'retrainings/*'],
      },
    });
    const keys = valueKeys(definitions, ['hash']);
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
        read: ['state.json', 'retrainings/*', ROWS, ...keys],
        write: ['retrainings/*', ROWS, 'baselines/*', ...keys],
      },
    });
    const operations = new CheckFunction(this, 'Operations', {
      ...shared,
      definitions,
      name: 'retraining-operations',
      description: 'Driftwarden: accepts requests for retrainings, approvals and rollbacks',
      reads: [],
      dataKeys: [],
      stateAccess: {
        // The approval has the token of the execution that waits. The alert about a retraining that died shows its comparison.
        read: ['state.json', 'retrainings/*/approval.json', 'retrainings/*/comparison.json'],
        // The record of a retraining that died, which a request can find.
        write: ['state.json', 'retrainings/*/retraining.json'],
      },
    });
    this.control = control.function;
    this.data = data.function;
    this.operations = operations.function;
    this.machine = new RetrainingMachine(this, 'Machine', {
      control: this.control,
      data: this.data,
      retrainings: definitions
        .map(({ retraining }) => retraining)
        .filter((each): each is DeployedRetraining => each !== null),
    });
    for (const sender of [this.control, this.operations]) alerts?.grantPublish(sender);
    this.nameOperations(this.control);
    this.grantStart(this.operations);
    allow(this.operations, ['states:SendTaskSuccess', 'states:SendTaskFailure'], [this.machine.arn]);
    this.control.addEnvironment(RETRAINING_VARIABLES.alarmPrefix, this.alarmPrefix);
    // The third shows them in dry runs.
    passTags(this.machine.machine, [this.control, this.data, this.operations]);
    const { key } = shared;
    if (key)
      for (const each of [this.control, this.operations])
        each.addEnvironment(RETRAINING_VARIABLES.outputKey, key.keyArn);
    const errors = [control, data, operations].flatMap((each) => each.errors ?? []);
    this.alarms = [...errors, ...this.machine.alarms];
  }

  /** Lets another function name the function for operations in its alerts. */
  nameOperations(sender: LambdaFunction): void {
    sender.addEnvironment(RETRAINING_VARIABLES.operations, this.operations.functionName);
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
