import * as z from 'zod';
import { type Limit, parseLimit, readMetric } from '../limit.ts';
import { byName, count, nonEmpty, parsed, positiveDuration, refuse, unique } from './fields.ts';

const limitText = z.string().describe('A metric, one of < <= > >=, and a number: accuracy < 0.85');

const limit = z
  .union(
    [
      limitText,
      z.strictObject({
        when: limitText,
        for: count.max(100).default(1).describe('Windows in a row that have to meet it'),
      }),
    ],
    { error: 'is not a limit' },
  )
  .transform((given, context): Limit => {
    try {
      return typeof given === 'string' ? parseLimit(given) : parseLimit(given.when, given.for);
    } catch (error) {
      refuse(context, error);
      return z.NEVER;
    }
  });

/** Two limits with one text could not be told apart in the monitor's state. */
const limits = z
  .array(limit)
  .superRefine((items, context) => {
    items.forEach(({ text }, i) => {
      if (items.findIndex((other) => other.text === text) < i) {
        context.addIssue({
          code: 'custom',
          path: [i],
          message: 'is in the list twice',
          params: { accepted: 'each limit once' },
        });
      }
    });
  })
  .default([]);

export const performance = z
  .strictObject({
    primaryMetric: parsed(readMetric)
      .optional()
      .describe('Stands for the performance in tables; not given: roc_auc with scores, else accuracy; macro_f1; mae'),
    alert: limits.describe('Limits that wake the on-call: comparisons mean exactly what they say'),
    retrain: limits.describe('Limits that ask for a retraining'),
    segments: unique(z.string()).default([]).describe('Features by whose values performance is also measured'),
    minimumRows: count.default(200).describe('Below this many labelled rows there is no verdict'),
  })
  .prefault({})
  .describe('How well the model does where labels are known');

export const alerts = z
  .strictObject({
    email: unique(z.email()).default([]).describe('Who is told'),
    repeatEvery: positiveDuration.prefault('PT24H').describe('How often an incident that stays open is told again'),
    runbook: z
      .url({ protocol: /^https?$/, error: 'is not an http or https address' })
      .optional()
      .describe('The page that says what to do, linked in every alert'),
  })
  .prefault({})
  .describe('Who is told, and how often');

const trainingJob = z
  .strictObject({
    image: nonEmpty.describe('The training container'),
    instanceType: z
      .string()
      .regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, { error: 'is not a SageMaker instance type, such as ml.m5.xlarge' })
      .describe('Such as ml.m5.xlarge'),
    instanceCount: count.default(1).describe('How many instances train'),
    volumeGigabytes: count.default(30).describe('Disk of each instance'),
    maxRuntime: positiveDuration.prefault('PT1H').describe('The job is stopped after it'),
    hyperParameters: byName(z.union([z.string(), z.number(), z.boolean()]).transform(String))
      .prefault({})
      .describe('Handed to the container as texts'),
  })
  .describe('The SageMaker training job');

const promote = z
  .strictObject({
    metric: parsed(readMetric)
      .optional()
      .describe('Decides between candidate and live model; not given: the primary metric'),
    margin: z.number().min(0).default(0.005).describe('By how much the candidate has to be better'),
    minimumRows: count.default(1000).describe('Labelled rows that both have to be judged on'),
    approval: z.enum(['automatic', 'manual']).default('automatic').describe('Whether a person has to agree'),
  })
  .prefault({});

export const retraining = z
  .strictObject({
    trainingJob,
    promote: promote.describe('When a candidate replaces the live model'),
    cooldown: positiveDuration.prefault('P3D').describe('The least time between two retrainings'),
    budget: z
      .strictObject({
        count: count.default(4).describe('At most so many retrainings'),
        per: positiveDuration.prefault('P30D').describe('In so much time'),
      })
      .prefault({})
      .describe('At most so many retrainings in so much time'),
    deploy: z
      .strictObject({
        strategy: z
          .enum(['canary', 'linear', 'all-at-once'])
          .default('canary')
          .describe('One small step first, equal steps, or everything at once'),
        percent: z.int().min(1).max(50).default(10).describe('Share of the traffic a step moves'),
        bake: positiveDuration.prefault('PT10M').describe('How long a step is watched before the next'),
      })
      .prefault({})
      .describe('How the new model takes over'),
  })
  .describe('How a retraining runs; without it the next step is only stated');
