import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { WINDOW_PARTS } from '../lambdas/core/check/reading/fan-out/reading-keys.ts';
import { READING_MACHINE_VARIABLE } from '../lambdas/runtime/settings.ts';
import { allow } from './allow.ts';
import { CheckFunction, type CheckFunctionProps } from './check-function.ts';
import { ReadingMachine } from './reading-machine.ts';
import type { StateAccess } from './state-bucket.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Runs at a time. A Map Run has 10,000 at most; accounts have 1,000 runs of all functions unless they ask for more. */
export const CONCURRENCY: Range = { from: 1, to: 1000 };
export const PERCENTAGE: Range = { from: 0, to: 100 };

/** Access to what the runs leave for each other. */
const PARTS: StateAccess = { read: [`/${WINDOW_PARTS}*`], write: [`/${WINDOW_PARTS}*`] };

export interface WindowReadingProps extends Omit<CheckFunctionProps, 'name' | 'description' | 'reads' | 'stateAccess'> {
  /** The function of the drift check, which hands large windows over. */
  readonly check: LambdaFunction;
  /** See MonitoringPlatformProps. */
  readonly readingConcurrency: number;
  /** See MonitoringPlatformProps. @default 0 */
  readonly toleratedReadingFailures?: number | undefined;
}

/** The settings of reading large windows are impossible. */
export class ReadingSettingsError extends Error {
  override readonly name = 'ReadingSettingsError';
}

/** The resources for windows that one function cannot read, whatever the number of monitors: a function for the parts, and the machine that runs it. */
export class WindowReading extends Construct {
  readonly machine: ReadingMachine;
  readonly function: LambdaFunction;
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: WindowReadingProps) {
    super(scope, id);
    const { check, readingConcurrency, toleratedReadingFailures = 0, ...shared } = props;
    requireWhole('readingConcurrency', readingConcurrency, CONCURRENCY);
    requireWhole('toleratedReadingFailures', toleratedReadingFailures, PERCENTAGE);
    // The machine repeats runs that failed and has alarms of its own.
    const { alerts: _alerts, alertFormat: _format, namespace: _namespace, deadLetters: _letters, ...quiet } = shared;
    const { reservedConcurrency } = quiet;
    const read = new CheckFunction(this, 'Read', {
      ...quiet,
      // A limit below that of the machine would only make it try again.
      reservedConcurrency: reservedConcurrency && Math.max(reservedConcurrency, readingConcurrency),
      name: 'read-window',
      description: 'Driftwarden: reads parts of large windows',
      reads: [props.definitions.map(({ capture }) => capture)],
      lists: false,
      stateAccess: { read: [...PARTS.read, 'baselines/*'], write: PARTS.write },
    });
    this.function = read.function;
    const { state } = props;
    const machine = { read: this.function, check, state, readingConcurrency, toleratedReadingFailures };
    this.machine = new ReadingMachine(this, 'Machine', machine);
    check.addEnvironment(READING_MACHINE_VARIABLE, this.machine.arn);
    allow(check, ['states:StartExecution'], [this.machine.arn]);
    state.grantAccess(check, PARTS);
    this.alarms = this.machine.alarms;
  }
}

function requireWhole(name: string, value: number, { from, to }: Range): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new ReadingSettingsError(`${name} is ${value}: it has to be a whole number from ${from} to ${to}`);
}
