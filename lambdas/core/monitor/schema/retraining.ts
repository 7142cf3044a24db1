import * as z from 'zod';
import { readMetric } from '../limit.ts';
import { approvalTime } from './approval-time.ts';
import { count, duration, nonEmpty, parsed, positiveDuration, share, unique, wholeDays } from './fields.ts';
import { limits } from './limits.ts';
import {
  environment,
  hyperParameters,
  image,
  maxRuntime,
  trainingInstanceType,
  transformInstanceType,
} from './sagemaker.ts';

const roleArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, { error: 'is not the ARN of an IAM role' });

const keyArn = z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]+$/, {
  error:
    'is not the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
});

/** The name of an endpoint or of one of its variants. */
const sageMakerName = z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, {
  error: 'is not a SageMaker name: up to 63 letters, digits and hyphens',
});

/** An alarm of CloudWatch. */
const alarmName = z
  .string()
  .regex(/^(?!\s*$)[^\n\r]{1,255}$/, { error: 'is not the name of an alarm: up to 255 characters' });

const trainingJob = z
  .strictObject({
    image: image.describe('The training container'),
    instanceType: trainingInstanceType.describe('Instance type, such as ml.m5.xlarge'),
    instanceCount: count.default(1).describe('Number of training instances'),
    volumeGigabytes: count.default(30).describe('Disk of each instance, in gigabytes'),
    volumeKey: keyArn
      .optional()
      .describe('KMS key of the disks of training and transform jobs; default: the one that SageMaker uses'),
    maxRuntime: maxRuntime.prefault('PT1H').describe('Time after which the job is stopped'),
    spot: z.boolean().default(true).describe('Whether to train on spot capacity, which is cheaper and may take longer'),
    isolated: z
      .boolean()
      .default(true)
      .describe('Whether the container is isolated: no network, no credentials of its role'),
    hyperParameters: hyperParameters.describe('Hyperparameters, passed to the container as strings'),
  })
  .describe('The SageMaker training job');

const scoring = z
  .strictObject({
    image: image.optional().describe('The container that serves the model; default: the training container'),
    instanceType: transformInstanceType
      .optional()
      .describe("Instance type of the transform jobs; default: the training job's"),
    environment: environment.describe("The model's environment variables"),
  })
  .prefault({})
  .describe('The serving container, which scores held-out rows and later requests');

/** A program and its arguments, run without a shell. */
const command = z.array(nonEmpty).min(1);

const commands = z
  .strictObject({
    train: command.describe('Trains on the folder SM_CHANNEL_TRAIN and writes the model to SM_MODEL_DIR'),
    score: command.describe('Reads request lines from stdin and writes one answer line for each to stdout'),
    deploy: command.optional().describe('Puts the model of SM_MODEL_DIR into service; default: nothing is run'),
  })
  .describe('On a laptop: programs that replace the SageMaker jobs, run in the folder of the monitor file');

const data = z
  .strictObject({
    format: z
      .enum(['csv', 'jsonl'])
      .default('csv')
      .describe("The model's input format: csv (training rows: label first, no header) or jsonl (one object per line)"),
    since: z
      .enum(['lookback', 'incident'])
      .default('lookback')
      .describe(
        'Which labelled rows are used. lookback: all of the lookback; incident: only those since the first window of the drop, or drift, that led to the request',
      ),
    lookback: positiveDuration.prefault('P28D').describe('Windows that are older than this are not used'),
    heldOutShare: share
      .refine((value) => value > 0 && value < 1, { error: 'leaves nothing to train on or nothing to judge on' })
      .default(0.25)
      .describe('At least this share of the labelled rows, in the newest whole windows, is held out for judging'),
    minimumRows: count.default(1000).describe('How many labelled rows a retraining needs'),
    maximumRows: count
      .default(1_000_000)
      .describe('Of a window with more rows than this, a seeded sample of so many is used'),
    keep: wholeDays
      .optional()
      .describe(
        'How long the rows of a retraining are kept; default: P30D, or as long as a retraining can take, if that is longer. The model and the comparison are not deleted',
      ),
  })
  .prefault({})
  .describe('The rows for training and judging');

const promotion = z.strictObject({
  metric: parsed(readMetric)
    .optional()
    .describe('Metric that decides between candidate and live model; default: the primary metric'),
  margin: z.number().min(0).default(0.005).describe('How much better than the live model the candidate has to be'),
  minimumRows: count.default(1000).describe('How many labelled rows the judgement of both models needs'),
  floor: limits.describe('Limits that reject a candidate, however bad the live model is: accuracy < 0.7'),
  segments: unique(z.string())
    .default([])
    .describe('Features whose values are segments: the candidate may lose at most maxSegmentLoss in each of them'),
  maxSegmentLoss: z
    .number()
    .min(0)
    .default(0.02)
    .describe('How much worse than the live model the candidate may be in a segment'),
  approval: z
    .enum(['automatic', 'manual', 'never'])
    .default('automatic')
    .describe('automatic: deploy; manual: wait for an approver; never: judge and register, do not deploy'),
  expiry: approvalTime
    .prefault('P3D')
    .describe('How long a candidate waits for approval; after that the live model stays'),
});

// For the types of monitor files: to zod, the input of a preprocessing step is unknown.
const promote = (
  z.preprocess((given) => (given === 'never' ? { approval: 'never' } : given), promotion) as unknown as z.ZodType<
    z.output<typeof promotion>,
    z.input<typeof promotion> | 'never'
  >
)
  .prefault({})
  .describe('When a candidate replaces the live model; never: judge and register, do not deploy');

const deploy = z
  .strictObject({
    strategy: z
      .enum(['canary', 'linear', 'all-at-once'])
      .default('canary')
      .describe('canary: one small step first; linear: equal steps; all-at-once'),
    percent: z.int().min(1).max(50).default(10).describe('Percentage of the traffic that a step moves'),
    bake: duration.prefault('PT10M').describe('Time between a step and the next, during which alarms can roll back'),
    alarms: unique(alarmName)
      .max(7)
      .default([])
      .describe(
        "CloudWatch alarms that roll the deployment back, besides Driftwarden's own on failed requests and latency",
      ),
    maxLatencyMilliseconds: count
      .optional()
      .describe(
        "The candidate's longest average latency; default: three times the live model's in the last day, and at least 100",
      ),
  })
  .prefault({})
  .describe('How the candidate is deployed');

export const retraining = z
  .strictObject({
    trainingJob: trainingJob.optional(),
    scoring,
    role: roleArn.optional().describe('IAM role of the training jobs, transform jobs and models'),
    roleWritesCaptures: z
      .boolean()
      .default(false)
      .describe(
        "Whether the role may write the endpoint's data capture, if it is not the live model's role: a promoted model that may not is rolled back or not monitored",
      ),
    endpoint: sageMakerName.optional().describe('The endpoint that serves the model'),
    endpointKey: keyArn
      .optional()
      .describe(
        "KMS key of the endpoint's disks, which a deployment keeps; needed only if its configuration has one. Default: trainingJob.volumeKey",
      ),
    commands: commands.optional(),
    data,
    promote,
    cooldown: positiveDuration
      .prefault('P3D')
      .describe('Shortest time from the start of one retraining to the start of the next'),
    budget: z
      .strictObject({
        count: count.max(100).default(4).describe('Largest number of retrainings in a period'),
        per: positiveDuration.prefault('P30D').describe('Length of the period'),
      })
      .prefault({})
      .describe('The most retrainings in any period of the given length'),
    onDrift: count
      .max(100)
      .optional()
      .describe('Number of drifted windows in a row after which drift alone requests a retraining; default: never'),
    deploy,
  })
  .describe('How retrainings run; without this section, checks recommend retrainings and start none');
