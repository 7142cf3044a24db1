import { expression, integration, type State, type StateMachine } from '../../../states-language.ts';
import type { ReadingStep } from './steps.ts';

/** What the reading machine uses, and how. */
export interface ReadingResources {
  /** @default aws */
  readonly partition?: string;
  /** ARN of the function that runs the steps of `steps.ts`. */
  readonly readFunction: string;
  /** ARN of the function that checks the window when it has been read. */
  readonly checkFunction: string;
  /** Name of the state bucket. */
  readonly bucket: string;
  /** Parts that are read at a time. */
  readonly maxConcurrency: number;
  /** Of the parts, 0 to 100, how many percent may fail for good. Their files are left out, and the result names them. */
  readonly toleratedFailurePercentage: number;
}

/** Errors that the same call would end with again. */
const FINAL_ERRORS = [
  'BaselineError',
  'EventError',
  'LocationError',
  'MissingPartsError',
  'ReadingChangedError',
  'UnknownMonitorError',
  'UnknownWindowError',
  'WindowTooLargeError',
];

/** Parts that fail together are not repeated together. */
const SPREAD = { BackoffRate: 2, MaxDelaySeconds: 300, JitterStrategy: 'FULL' } as const;

const RETRY = [
  // Other functions use up the account's concurrency, which may take a while.
  { ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 10, MaxAttempts: 12, ...SPREAD },
  { ErrorEquals: FINAL_ERRORS, MaxAttempts: 0 },
  // Others may be transient, such as throttling by S3, a broken connection or a function that died.
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 10, MaxAttempts: 3, ...SPREAD },
];

/**
 * The machine that reads a large window and then checks it, in the Amazon States Language with JSONata. Its input is a `ReadingInput`. The
 * parts and ranges of hashes of the manifest are divided among runs of one function by Distributed Maps. The last state runs the drift
 * check, which finds the window read.
 *
 * Nothing is caught: an execution that cannot go on fails, which its alarm reports, and the check stays overdue for the watchdog.
 */
export function readingMachine(resources: ReadingResources): StateMachine {
  return {
    Comment: 'Driftwarden: read a large window in parts, then check it',
    QueryLanguage: 'JSONata',
    StartAt: 'ReadParts',
    States: {
      ReadParts: {
        Comment: 'Each part alone',
        ...mapOf(resources, 'read-part', fromManifest(resources)),
        ToleratedFailurePercentage: resources.toleratedFailurePercentage,
        Next: 'FindRepeats',
      },
      FindRepeats: {
        Comment: 'Which records several parts have, by ranges of their hashes',
        ...mapOf(resources, 'find-repeats', fromManifest(resources)),
        Next: 'ListRepeats',
      },
      ListRepeats: task(resources, 'list-repeats', {
        Output: expression('$merge([$states.input, $states.result.Payload])'),
        Next: 'HasRepeats',
      }),
      HasRepeats: {
        Type: 'Choice',
        Choices: [{ Condition: expression('$count($states.input.repeated) > 0'), Next: 'ReadAgain' }],
        Default: 'Merge',
      },
      ReadAgain: {
        Comment: 'The parts with records that earlier parts have',
        ...mapOf(resources, 'read-again', { Items: expression('$states.input.repeated') }),
        Next: 'Merge',
      },
      Merge: task(
        resources,
        'merge',
        { Output: expression('$states.input'), Next: 'Check' },
        { tolerated: resources.toleratedFailurePercentage },
      ),
      Check: {
        Type: 'Task',
        Resource: integration(resources, 'lambda:invoke'),
        Arguments: { FunctionName: resources.checkFunction, Payload: expression('$states.input.check') },
        Output: expression('$states.result.Payload'),
        Retry: RETRY,
        End: true,
      },
    },
  };
}

/** The fields that every request has, from the input of a state. */
const FRAME = {
  monitor: expression('$states.input.monitor'),
  window: expression('$states.input.window'),
  run: expression('$states.input.run'),
};

function fromManifest(resources: ReadingResources) {
  return {
    ItemReader: {
      Resource: integration(resources, 's3:getObject'),
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: resources.bucket, Key: expression("$states.input.run & 'manifest.json'") },
    },
  };
}

/** Names of the Maps' states. ARNs of what a Map starts have its label. */
const EACH = {
  'read-part': { name: 'ReadPart', label: 'Parts' },
  'find-repeats': { name: 'FindInRange', label: 'Ranges' },
  'read-again': { name: 'ReadPartAgain', label: 'Again' },
} as const;

/** Runs a step for each item of a manifest. Executions of the kind EXPRESS would end after five minutes, with all of their retries. */
function mapOf(resources: ReadingResources, step: keyof typeof EACH, items: object): State {
  const item = expression('$states.context.Map.Item.Value.part');
  const { name, label } = EACH[step];
  return {
    Type: 'Map',
    Label: label,
    ...items,
    ItemSelector: { step, ...FRAME, ...(step === 'find-repeats' ? { range: item } : { part: item }) },
    MaxConcurrency: resources.maxConcurrency,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: name,
      States: { [name]: invoke(resources, expression('$states.input'), { Output: {}, End: true }) },
    },
    Output: expression('$states.input'),
  };
}

function task(resources: ReadingResources, step: ReadingStep['step'], rest: object, request: object = {}): State {
  return invoke(resources, { step, ...FRAME, ...request }, rest);
}

function invoke(resources: ReadingResources, Payload: unknown, rest: object): State {
  return {
    Type: 'Task',
    Resource: integration(resources, 'lambda:invoke'),
    Arguments: { FunctionName: resources.readFunction, Payload },
    Retry: RETRY,
    ...rest,
  };
}
