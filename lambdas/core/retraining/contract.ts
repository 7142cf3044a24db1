import * as z from 'zod';
import { RETRAINING_ENDS } from '../decision/retraining/state.ts';
import { retrainingInputSchema } from '../ports.ts';
import { trafficSchema } from './traffic.ts';

/**
 * The requests of the retraining machine to its two functions, and their answers: one step per call. Every step may be repeated: it
 * then does again what is harmless to do twice, or gives the answer that it gave before. `requests/` builds the requests to
 * SageMaker, which the machine sends unchanged, so that one pure function decides every parameter.
 *
 * These schemas are the whole contract: types are inferred from them, functions parse their events with them, and the machine
 * takes the names of fields from them.
 */
const end = z.enum(RETRAINING_ENDS);
const { action } = retrainingInputSchema.shape;

/** A request to SageMaker or its answer, in the form of its API. The code that uses a field checks it. */
export const sageMaker = z.record(z.string(), z.unknown());
export type SageMakerRequest = Readonly<z.infer<typeof sageMaker>>;

/** The present endpoint: DescribeEndpoint, and DescribeEndpointConfig of the configuration it serves. */
export const liveEndpointSchema = z.object({
  endpoint: sageMaker,
  config: sageMaker,
  /** DescribeModel of the model to be replaced; only the manifest needs it. */
  model: sageMaker.optional(),
});
export type LiveEndpoint = Readonly<z.infer<typeof liveEndpointSchema>>;

const plannedWindow = z.object({
  window: z.string(),
  part: z.enum(['training', 'held-out']),
  /** More rows are subsampled. */
  maximumRows: z.int().min(1),
});
export type PlannedWindow = Readonly<z.infer<typeof plannedWindow>>;

/** How the machine ends. */
export const outcomeSchema = z.object({
  end,
  /** The message of a step. */
  message: z.string().optional(),
  /** The state that failed, and its error. */
  at: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>;

/** The fields of every request. */
const frame = {
  monitor: z.string(),
  id: z.string(),
  /** Name of the execution that sends the request: it has to hold the lock. */
  execution: z.string(),
};

/** A request has all of its fields and no others: a step that did half of the work could not be repeated. */
function step<const N extends string, Request extends z.ZodRawShape, Answer extends z.ZodRawShape>(
  name: N,
  { request, answer }: { readonly request: Request; readonly answer: Answer },
) {
  return { request: z.strictObject({ step: z.literal(name), ...frame, ...request }), answer: z.object(answer) };
}

/** Requests and answers by step. */
export const STEP_SCHEMAS = {
  /** Takes the lock, or returns why not. */
  permit: step('permit', {
    request: { action, reason: z.string() },
    answer: { permitted: z.boolean(), message: z.string(), endpoint: z.string(), variant: z.string() },
  }),
  /** Extends the lock before a step that may not, or before the endpoint is put back to what served before. */
  renew: step('renew', { request: { before: z.enum(['step', 'restoration']) }, answer: {} }),
  /** Chooses the windows to train on and the windows to judge on. */
  plan: step('plan', {
    request: {},
    answer: { enough: z.boolean(), message: z.string(), windows: z.array(plannedWindow).readonly() },
  }),
  /** Joins the labels of one window and stores its rows. */
  prepareDataset: step('prepareDataset', {
    request: plannedWindow.shape,
    answer: { window: z.string(), rows: z.number() },
  }),
  /** Counts the prepared rows, and builds the requests to train and to score. */
  manifest: step('manifest', {
    request: { live: liveEndpointSchema },
    answer: {
      enough: z.boolean(),
      message: z.string(),
      /** CreateTrainingJob; the machine appends the attempt to its name. */
      training: sageMaker,
      /** The longest wait for one attempt. */
      trainingSeconds: z.number(),
      /** CreateModel, without the artifacts. */
      model: sageMaker,
      /** CreateTransformJob of the candidate; the machine appends the attempt to its name. */
      candidate: sageMaker,
      /** The same for the live model; null where its captured answers are enough. */
      live: sageMaker.nullable(),
    },
  }),
  /** Compares candidate and live model on the held-out rows. */
  judge: step('judge', {
    request: {},
    answer: { decision: z.enum(['promote', 'keep-live', 'not-enough-data']), message: z.string() },
  }),
  /** Builds the candidate's baseline and the requests that register it. */
  register: step('register', {
    request: { artifacts: z.string(), model: z.string() },
    answer: {
      approval: z.enum(['automatic', 'manual', 'never']),
      /** The longest wait for an answer. */
      approvalSeconds: z.number(),
      /** CreateModelPackageGroup. */
      group: sageMaker,
      /** CreateModelPackage. */
      modelPackage: sageMaker,
    },
  }),
  /** Requests approval: the machine waits for the token. */
  requestApproval: step('requestApproval', {
    request: { token: z.string(), modelPackage: z.string() },
    answer: {},
  }),
  /** Builds the requests that deploy, unless the lock was lost or another model was deployed since the comparison. */
  deploy: step('deploy', {
    /** `traffic`: the requests of the last day, by the hour; of a rollback none are read. */
    request: { action, live: liveEndpointSchema, model: z.string(), traffic: trafficSchema },
    answer: {
      permitted: z.boolean(),
      /** How the run ends if it may not deploy. */
      end,
      message: z.string(),
      /** CreateEndpointConfig; null for a rollback, whose configuration exists. */
      config: sageMaker.nullable(),
      /** CreateEndpointConfig of a copy of the present one under a name of ours; null where it has one. */
      copy: sageMaker.nullable(),
      /** PutMetricAlarm of the alarms on the candidate's requests, which exist during its deployment. */
      alarms: z.array(sageMaker),
      /** UpdateEndpoint. */
      update: sageMaker,
      /** Name of the configuration that serves after the deployment. */
      endpointConfig: z.string(),
      /** UpdateEndpoint back to the configuration that served before, or its copy, and the name of that. */
      undo: sageMaker,
      previousConfig: z.string(),
      /** Percentage of the requests that is captured, which the machine confirms; null: the monitor does not read it here. */
      sampling: z.number().nullable(),
      /** Number of polls of the endpoint, one a minute, before its deployment counts as failed. */
      maximumPolls: z.number(),
    },
  }),
  /** The candidate serves: is it captured? */
  confirmCapture: step('confirmCapture', {
    request: {
      /** ISO 8601. */
      deployedAt: z.string(),
      sampling: z.number(),
      /** The requests since then, by the minute, and those of the day before the deployment, by the hour. */
      traffic: trafficSchema,
      before: trafficSchema,
    },
    answer: { decision: z.enum(['wait', 'keep', 'roll-back']), message: z.string() },
  }),
  /** The candidate serves: its baseline becomes the active one. */
  activateBaseline: step('activateBaseline', {
    request: {
      action,
      previousConfig: z.string(),
      endpointConfig: z.string(),
      /** Why the data capture is not confirmed; empty where it is. */
      unconfirmed: z.string(),
    },
    answer: { end, message: z.string() },
  }),
  /** Releases the lock, records the end and notifies people. */
  end: step('end', {
    request: { outcome: outcomeSchema },
    answer: {
      end,
      message: z.string(),
      /** Whether a run has ended and people were notified; false where none had begun. */
      notified: z.boolean(),
    },
  }),
};

type StepSchemas = typeof STEP_SCHEMAS;
export type StepName = keyof StepSchemas;

/** The request to a step, and its answer. */
export type StepRequest<N extends StepName = StepName> = {
  [K in N]: Readonly<z.infer<StepSchemas[K]['request']>> & { readonly step: K };
}[N];
export type StepAnswer<N extends StepName> = Readonly<z.infer<StepSchemas[N]['answer']>>;

export type PlannedData = StepAnswer<'plan'>;
export type Deployment = StepAnswer<'deploy'>;
