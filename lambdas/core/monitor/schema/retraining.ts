import * as z from 'zod';
import { readMetric } from '../limit.ts';
import { byName, count, duration, nonEmpty, parsed, positiveDuration, share, unique } from './fields.ts';
import { limits } from './limits.ts';

const instanceType = z
  .string()
  .regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, { error: 'is not a SageMaker instance type, such as ml.m5.xlarge' });

const roleArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, { error: 'is not the ARN of an IAM role' });

/** The name of an endpoint or of one of its variants. */
const sageMakerName = z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, {
  error: 'is not a SageMaker name: up to 63 letters, digits and hyphens',
});

const environment = byName(z.union([z.string(), z.number(), z.boolean()]).transform(String)).prefault({});

const trainingJob = z
  .strictObject({
    image: nonEmpty.describe('The training container'),
    instanceType: instanceType.describe('Such as ml.m5.xlarge'),
    instanceCount: count.default(1).describe('How many instances train'),
    volumeGigabytes: count.default(30).describe('Disk of each instance'),
    maxRuntime: positiveDuration.prefault('PT1H').describe('The job is stopped after it'),
    spot: z.boolean().default(true).describe('Whether spare capacity is used, which is cheaper and may take longer'),
    isolated: z
      .boolean()
      .default(true)
      .describe('Whether the container reaches nothing but its data: no network, no credentials of its role'),
    hyperParameters: environment.describe('Handed to the container as texts'),
  })
  .describe('The SageMaker training job');

const scoring = z
  .strictObject({
    image: nonEmpty.optional().describe('The container that serves the model; not given: the training container'),
    instanceType: instanceType.optional().describe("Of the transform jobs; not given: the training job's"),
    environment: environment.describe("The model's environment variables"),
  })
  .prefault({})
  .describe('How a model answers held-out rows, and later requests');

/** A program and its arguments, run without a shell. */
const command = z.array(nonEmpty).min(1);

const commands = z
  .strictObject({
    train: command.describe('Trains on the folder SM_CHANNEL_TRAIN and leaves the model in SM_MODEL_DIR'),
    score: command.describe('Reads request lines from stdin and writes one answer line for each to stdout'),
    deploy: command.optional().describe('Puts the model of SM_MODEL_DIR into service; not given: nothing is run'),
  })
  .describe('On a laptop: programs in place of the SageMaker jobs, run in the folder of the monitor file');

const data = z
  .strictObject({
    format: z
      .enum(['csv', 'jsonl'])
      .default('csv')
      .describe("The model's own input: csv (training rows: label first, no header) or an object a line"),
    since: z
      .enum(['lookback', 'incident'])
      .default('lookback')
      .describe('Labelled rows of the whole lookback, or since the windows that asked for the retraining'),
    lookback: positiveDuration.prefault('P28D').describe('Older windows are not trained on'),
    heldOutShare: share
      .refine((value) => value > 0 && value < 1, { error: 'leaves nothing to train on or nothing to judge on' })
      .default(0.25)
      .describe('At least this share of the labelled rows, the newest whole windows, is kept to judge on'),
    minimumRows: count.default(1000).describe('With fewer labelled rows nothing is trained'),
    maximumRows: count.default(1_000_000).describe('More rows of one window are thinned out, by a seeded sample'),
  })
  .prefault({})
  .describe('What is trained and judged on');

const promotion = z.strictObject({
  metric: parsed(readMetric)
    .optional()
    .describe('Decides between candidate and live model; not given: the primary metric'),
  margin: z.number().min(0).default(0.005).describe('By how much the candidate has to be better'),
  minimumRows: count.default(1000).describe('Labelled rows that both have to be judged on'),
  floor: limits.describe('Limits that rule a candidate out, however bad the live model is: accuracy < 0.7'),
  segments: unique(z.string()).default([]).describe('Features by whose values the candidate must not be worse'),
  maxSegmentLoss: z
    .number()
    .min(0)
    .default(0.02)
    .describe('How much worse than the live model the candidate may be in a segment'),
  approval: z
    .enum(['automatic', 'manual', 'never'])
    .default('automatic')
    .describe('Whether a person has to agree; never: it is judged, registered and not deployed'),
  expiry: positiveDuration.prefault('P3D').describe('How long an answer is waited for; then the live model stays'),
});

const promote = z
  .preprocess((given) => (given === 'never' ? { approval: 'never' } : given), promotion)
  .prefault({})
  .describe('When a candidate replaces the live model; never: it is judged and not deployed');

const deploy = z
  .strictObject({
    strategy: z
      .enum(['canary', 'linear', 'all-at-once'])
      .default('canary')
      .describe('One small step first, equal steps, or everything at once'),
    percent: z.int().min(1).max(50).default(10).describe('Share of the traffic a step moves'),
    bake: duration.prefault('PT10M').describe('How long a step is watched before the next'),
    alarms: unique(nonEmpty)
      .max(9)
      .default([])
      .describe("CloudWatch alarms that roll the deployment back, besides the deployment's own on failed requests"),
  })
  .prefault({})
  .describe('How the new model takes over');

export const retraining = z
  .strictObject({
    trainingJob: trainingJob.optional(),
    scoring,
    role: roleArn.optional().describe('What training jobs, transform jobs and models run as'),
    endpoint: sageMakerName.optional().describe('The endpoint that serves the model'),
    commands: commands.optional(),
    data,
    promote,
    cooldown: positiveDuration.prefault('P3D').describe('The least time between two retrainings'),
    budget: z
      .strictObject({
        count: count.max(100).default(4).describe('At most so many retrainings'),
        per: positiveDuration.prefault('P30D').describe('In so much time'),
      })
      .prefault({})
      .describe('At most so many retrainings in so much time'),
    onDrift: count
      .max(100)
      .optional()
      .describe(
        'Windows in a row that have to drift before drift alone asks for a retraining; not given: it never does',
      ),
    deploy,
  })
  .describe('How a retraining runs; without it the next step is only stated');
