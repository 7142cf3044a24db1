import * as z from 'zod';
import { RETRAINING_ENDS } from '../decision/retraining/state.ts';
import type { RetrainingInput } from '../ports.ts';

/**
 * What the retraining machine asks of its two functions, and what it gets back: one step a call. Every step may be repeated: it
 * then does again what is harmless to do twice, or says what it said before. SageMaker's requests are made by
 * `requests/`; the machine sends them as they are, so that one pure function decides every parameter.
 *
 * These schemas are the whole contract: types are inferred from them, functions read their events by them, and the machine
 * takes the names of fields from them.
 */
const end = z.enum(RETRAINING_ENDS);
const action = z.enum(['retrain', 'rollback']) satisfies z.ZodType<RetrainingInput['action']>;

/** A request to SageMaker, or its answer, as its API has it: whoever uses one looks at what is in it. */
const sageMaker = z.record(z.string(), z.unknown());
export type SageMakerRequest = Readonly<z.infer<typeof sageMaker>>;

/** The endpoint as it stands: DescribeEndpoint and DescribeEndpointConfig of the configuration it serves. */
export const liveEndpointSchema = z.object({
  endpoint: sageMaker,
  config: sageMaker,
  /** DescribeModel of the model that is to be replaced; there for the manifest only. */
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

/** How the machine comes to its end. */
export const outcomeSchema = z.object({
  end,
  /** What a step said. */
  message: z.string().optional(),
  /** The state that failed, and the error that it gave. */
  at: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>;

/** What every request has. */
const frame = {
  monitor: z.string(),
  id: z.string(),
  /** Name of the execution that asks: it has to hold the lock. */
  execution: z.string(),
};

/** A request has all of its fields and no others: a step that did half of what was meant could not be repeated. */
function step<const N extends string, Request extends z.ZodRawShape, Answer extends z.ZodRawShape>(
  name: N,
  { request, answer }: { readonly request: Request; readonly answer: Answer },
) {
  return { request: z.strictObject({ step: z.literal(name), ...frame, ...request }), answer: z.object(answer) };
}

/** Requests and answers by step. */
export const STEP_SCHEMAS = {
  /** Takes the lock, or says why not. */
  permit: step('permit', {
    request: { action, reason: z.string() },
    answer: { permitted: z.boolean(), message: z.string(), endpoint: z.string(), variant: z.string() },
  }),
  /** Which windows are trained on and which are kept to judge on. */
  plan: step('plan', {
    request: {},
    answer: { enough: z.boolean(), message: z.string(), windows: z.array(plannedWindow).readonly() },
  }),
  /** Joins the labels of one window and stores its rows. */
  prepareDataset: step('prepareDataset', {
    request: plannedWindow.shape,
    answer: { window: z.string(), rows: z.number() },
  }),
  /** Counts the prepared rows, and says what to train and score with. */
  manifest: step('manifest', {
    request: { live: liveEndpointSchema },
    answer: {
      enough: z.boolean(),
      message: z.string(),
      /** CreateTrainingJob; the machine appends the attempt to its name. */
      training: sageMaker,
      /** How long one attempt at it is waited for. */
      trainingSeconds: z.number(),
      /** CreateModel, without the artifacts. */
      model: sageMaker,
      /** CreateTransformJob of the candidate; the machine appends the attempt to its name. */
      candidate: sageMaker,
      /** The same of the live model; null where its captured answers do. */
      live: sageMaker.nullable(),
    },
  }),
  /** Compares candidate and live model on the held-out rows. */
  judge: step('judge', {
    request: {},
    answer: { decision: z.enum(['promote', 'keep-live', 'not-enough-data']), message: z.string() },
  }),
  /** Builds the candidate's baseline, and says how to register it. */
  register: step('register', {
    request: { artifacts: z.string(), model: z.string() },
    answer: {
      approval: z.enum(['automatic', 'manual', 'never']),
      /** How long an answer is waited for. */
      approvalSeconds: z.number(),
      /** CreateModelPackageGroup. */
      group: sageMaker,
      /** CreateModelPackage. */
      modelPackage: sageMaker,
    },
  }),
  /** Asks a person: the machine waits for the token. */
  requestApproval: step('requestApproval', {
    request: { token: z.string(), modelPackage: z.string() },
    answer: {},
  }),
  /** Says how to deploy, if that is still right: the lock is held and nobody else has deployed since the judgement. */
  deploy: step('deploy', {
    request: { action, live: liveEndpointSchema, model: z.string() },
    answer: {
      permitted: z.boolean(),
      /** How the run ends where it is not. */
      end,
      message: z.string(),
      /** CreateEndpointConfig; null to go back to one that exists. */
      config: sageMaker.nullable(),
      /** UpdateEndpoint. */
      update: sageMaker,
      /** Name of the configuration that has to serve in the end. */
      endpointConfig: z.string(),
      /** How often the endpoint is looked at, once a minute, before its deployment counts as failed. */
      maximumPolls: z.number(),
    },
  }),
  /** The candidate serves: its baseline becomes the active one. */
  activateBaseline: step('activateBaseline', {
    request: { action, previousConfig: z.string(), endpointConfig: z.string() },
    answer: { end, message: z.string() },
  }),
  /** Releases the lock, records the end and notifies people. */
  end: step('end', {
    request: { outcome: outcomeSchema },
    answer: {
      end,
      message: z.string(),
      /** A run has ended and people were notified; not so where none had begun. */
      notified: z.boolean(),
    },
  }),
};

type StepSchemas = typeof STEP_SCHEMAS;
export type StepName = keyof StepSchemas;

/** What a step is asked, and what it answers. */
export type StepRequest<N extends StepName = StepName> = {
  [K in N]: Readonly<z.infer<StepSchemas[K]['request']>> & { readonly step: K };
}[N];
export type StepAnswer<N extends StepName> = Readonly<z.infer<StepSchemas[N]['answer']>>;

export type PlannedData = StepAnswer<'plan'>;
export type Deployment = StepAnswer<'deploy'>;

const { permit, plan, prepareDataset, manifest, judge, register, requestApproval, deploy, activateBaseline } =
  STEP_SCHEMAS;

/** Requests to the function that reads captured data, in the order of a retraining. */
export const dataRequestSchema = z.discriminatedUnion('step', [
  plan.request,
  prepareDataset.request,
  judge.request,
  register.request,
]);
export type DataStepName = z.infer<typeof dataRequestSchema>['step'];

/** Requests to the function that moves the state, makes SageMaker's requests and notifies people. */
export const controlRequestSchema = z.discriminatedUnion('step', [
  permit.request,
  manifest.request,
  requestApproval.request,
  deploy.request,
  activateBaseline.request,
  STEP_SCHEMAS.end.request,
]);
export type ControlStepName = z.infer<typeof controlRequestSchema>['step'];

/** Requests to either. */
export const stepRequestSchema = z.discriminatedUnion('step', [controlRequestSchema, dataRequestSchema]);

export const DATA_STEP_NAMES = dataRequestSchema.options.map(({ shape }) => shape.step.value);
export const CONTROL_STEP_NAMES = controlRequestSchema.options.map(({ shape }) => shape.step.value);
