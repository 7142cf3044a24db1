import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import type { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ReadingKeys, WINDOW_PARTS } from '../lambdas/core/check/reading/fan-out/reading-keys.ts';
import { readingMachine } from '../lambdas/core/check/reading/fan-out/reading-machine.ts';
import { allow } from './allow.ts';
import { through } from './encryption-key.ts';
import { acknowledgeWildcard } from './nag.ts';
import { NamedMachine } from './named-machine.ts';
import type { StateBucket } from './state-bucket.ts';

export interface ReadingMachineProps {
  /** The function that reads parts. */
  readonly read: IFunction;
  /** The function that checks the window when it has been read. */
  readonly check: IFunction;
  readonly state: StateBucket;
  /** See MonitoringPlatformProps. */
  readonly readingConcurrency: number;
  readonly toleratedReadingFailures: number;
}

/** Pattern of the keys that its Maps read. */
const MANIFESTS = new ReadingKeys(`${WINDOW_PARTS}*/`).manifest;

/** The machine that reads large windows in parts: one for all monitors. Tests interpret the same definition. */
export class ReadingMachine extends NamedMachine {
  readonly machine: StateMachine;
  /** Alarms for windows that were not checked. */
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: ReadingMachineProps) {
    super(scope, id, true);
    const { read, check, state, readingConcurrency, toleratedReadingFailures } = props;
    allow(this.role, ['lambda:InvokeFunction'], [read.functionArn, check.functionArn]);
    this.#allowManifests(state);
    this.#allowMapRuns();
    const text = readingMachine({
      partition: Aws.PARTITION,
      readFunction: read.functionArn,
      checkFunction: check.functionArn,
      bucket: state.bucket.bucketName,
      maxConcurrency: readingConcurrency,
      toleratedFailurePercentage: toleratedReadingFailures,
    });
    this.machine = this.createMachine(
      text,
      'Step Functions keeps every execution with its history for 90 days, and the state bucket keeps the result of the check.',
      'It calls two functions that are not traced.',
    );
    this.alarms = [
      this.#createAlarm('Failed', this.machine.metricFailed()),
      this.#createAlarm('Aborted', this.machine.metricAborted()),
    ];
  }

  #allowManifests({ bucket, key }: StateBucket): void {
    const manifests = bucket.arnForObjects(MANIFESTS);
    allow(this.role, ['s3:GetObject'], [manifests]);
    acknowledgeWildcard(this.role, manifests, 'Monitor, window and reading stand in between.');
    if (key) allow(this.role, ['kms:Decrypt'], [key.keyArn], through(this, ['s3']));
  }

  /** https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
  #allowMapRuns(): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    allow(this.role, ['states:StartExecution'], [this.arn]);
    allow(this.role, ['states:DescribeExecution', 'states:StopExecution'], [executions]);
    acknowledgeWildcard(this.role, executions, 'Its own executions, whose names it generates.');
  }

  #createAlarm(id: 'Failed' | 'Aborted', metric: Metric): Alarm {
    return this.createAlarm(
      id,
      metric,
      `an execution of the machine that reads large windows was ${id.toLowerCase()}, so its window is not checked. The execution's history has the reason, and its input the monitor and the window.`,
    );
  }
}
