import * as z from 'zod';
import { readMetric } from '../limit.ts';
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
      .describe('KMS key of the disks of training and transform jobs; default: a key of SageMaker'),
    maxRuntime: maxRuntime.prefault('PT1H').describe('Time after which the job is stopped'),
    spot: z.boolean().default(true).describe('Whether spot capacity is used, which is cheaper and may take longer'),
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
        'Which labelled rows are used: those of the whole lookback, or those since the first window that requested the retraining',
      ),
    lookback: positiveDuration.prefault('P28D').describe('Age of the oldest windows that are used'),
    heldOutShare: share
      .refine((value) => value > 0 && value < 1, { error: 'leaves nothing to train on or nothing to judge on' })
      .default(0.25)
      .describe('At least this share of the labelled rows, in the newest whole windows, is held out for judging'),
    minimumRows: count.default(1000).describe('The fewest labelled rows for a retraining'),
    maximumRows: count.default(1_000_000).describe('The most rows of one window; beyond it, a seeded sample is used'),
    keep: wholeDays
      .optional()
      .describe(
        'After how many days the rows of a retraining are deleted; default: P30D, or as long as a retraining can take. The model and the comparison are kept',
      ),
  })
  .prefault({})
  .describe('The rows for training and judging');

const promotion = z.strictObject({
  metric: parsed(readMetric)
    .optional()
    .describe('Metric that decides between candidate and live model; default: the primary metric'),
  margin: z.number().min(0).default(0.005).describe('The least improvement of the candidate over the live model'),
  minimumRows: count.default(1000).describe('The fewest labelled rows on which both models are judged'),
  floor: limits.describe('Limits that reject a candidate, however bad the live model is: accuracy < 0.7'),
  segments: unique(z.string())
    .default([])
    .describe('Features for none of whose values the candidate may lose more than maxSegmentLoss'),
  maxSegmentLoss: z
    .number()
    .min(0)
    .default(0.02)
    .describe('The largest loss of the candidate against the live model in a segment'),
  approval: z
    .enum(['automatic', 'manual', 'never'])
    .default('automatic')
    .describe('automatic: deploy; manual: wait for an approver; never: judge and register, do not deploy'),
  expiry: positiveDuration
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
    cooldown: positiveDuration.prefault('P3D').describe('The least time from the start of one retraining to the next'),
    budget: z
      .strictObject({
        count: count.max(100).default(4).describe('The most retrainings in a period'),
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
  .describe('How retrainings run; without it, checks recommend a retraining and start none');
