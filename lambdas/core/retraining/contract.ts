import type { RETRAINING_ENDS } from '../decision/retraining/state.ts';
import type { RetrainingInput } from '../ports.ts';

/**
 * What the retraining machine asks of its two functions, and what it gets back: one step a call. Every step may be repeated: it
 * then does again what is harmless to do twice, or says what it said before. SageMaker's requests are made by
 * `requests/`; the machine sends them as they are, so that one pure function decides every parameter.
 */
export interface StepRequest {
  readonly step: StepName;
  readonly monitor: string;
  readonly id: string;
  /** Name of the execution that asks: it has to hold the lock. */
  readonly execution: string;
}

/** A request to SageMaker as its API takes it. */
export type SageMakerRequest = Readonly<Record<string, unknown>>;

/** Requests and answers by step. */
export interface Steps {
  /** Takes the lock, or says why not. */
  permit: {
    request: StepRequest & Pick<RetrainingInput, 'action' | 'reason'>;
    answer: { permitted: boolean; message: string; endpoint: string; variant: string };
  };
  /** Which windows are trained on and which are kept to judge on. */
  plan: { request: StepRequest; answer: PlannedData };
  /** Joins one window and stores its rows. */
  gather: { request: StepRequest & PlannedWindow; answer: { window: string; rows: number } };
  /** Counts what was gathered, and says what to train and score with. */
  manifest: { request: StepRequest & { live: LiveEndpoint }; answer: PlannedJobs };
  /** Compares candidate and live model on the held-out rows. */
  judge: { request: StepRequest; answer: { decision: 'promote' | 'keep-live' | 'not-enough-data'; message: string } };
  /** Builds the candidate's baseline, and says how to register it. */
  register: { request: StepRequest & { artifacts: string; model: string }; answer: Registration };
  /** Asks a person: the machine waits for the token. */
  ask: { request: StepRequest & { token: string; modelPackage: string }; answer: Record<string, never> };
  /** Says how to deploy, if that is still right: the lock is held and nobody else has deployed since the judgement. */
  deploy: {
    request: StepRequest & { action: RetrainingInput['action']; live: LiveEndpoint; model: string };
    answer: Deployment;
  };
  /** The candidate serves: its baseline becomes the active one. */
  renew: {
    request: StepRequest & { action: RetrainingInput['action']; previousConfig: string; endpointConfig: string };
    answer: { end: End; message: string };
  };
  /** Releases the lock, records the end and tells people. */
  end: {
    request: StepRequest & { outcome: Outcome };
    /** `told`: a run has ended and people were told; not so where none had begun. */
    answer: { end: End; message: string; told: boolean };
  };
}

export type StepName = keyof Steps;

/** Steps of the function that reads captured data, in the order of a retraining. */
export const DATA_STEP_NAMES = ['plan', 'gather', 'judge', 'register'] as const satisfies StepName[];
export type DataStepName = (typeof DATA_STEP_NAMES)[number];

/** Steps of the function that moves the state, makes SageMaker's requests and tells people. */
export const CONTROL_STEP_NAMES = ['permit', 'manifest', 'ask', 'deploy', 'renew', 'end'] as const satisfies StepName[];
export type ControlStepName = (typeof CONTROL_STEP_NAMES)[number];

type End = (typeof RETRAINING_ENDS)[number];

export interface PlannedWindow {
  readonly window: string;
  readonly part: 'training' | 'held-out';
  /** More rows are thinned out. */
  readonly maximumRows: number;
}

export interface PlannedData {
  readonly enough: boolean;
  readonly message: string;
  readonly windows: readonly PlannedWindow[];
}

/** The endpoint as it stands: DescribeEndpoint and DescribeEndpointConfig of the configuration it serves. */
export interface LiveEndpoint {
  readonly endpoint: SageMakerRequest;
  readonly config: SageMakerRequest;
  /** DescribeModel of the model that is to be replaced; there for the manifest only. */
  readonly model?: SageMakerRequest;
}

export interface PlannedJobs {
  readonly enough: boolean;
  readonly message: string;
  /** CreateTrainingJob; the machine appends the attempt to its name. */
  readonly training: SageMakerRequest;
  /** How long one attempt at it is waited for. */
  readonly trainingSeconds: number;
  /** CreateModel, without the artifacts. */
  readonly model: SageMakerRequest;
  /** CreateTransformJob of the candidate; the machine appends the attempt to its name. */
  readonly candidate: SageMakerRequest;
  /** The same of the live model; null where its captured answers do. */
  readonly live: SageMakerRequest | null;
}

export interface Registration {
  readonly approval: 'automatic' | 'manual' | 'never';
  /** How long an answer is waited for. */
  readonly approvalSeconds: number;
  /** CreateModelPackageGroup. */
  readonly group: SageMakerRequest;
  /** CreateModelPackage. */
  readonly modelPackage: SageMakerRequest;
}

export interface Deployment {
  readonly permitted: boolean;
  /** How the run ends where it is not. */
  readonly end: End;
  readonly message: string;
  /** CreateEndpointConfig; null to go back to one that exists. */
  readonly config: SageMakerRequest | null;
  /** UpdateEndpoint. */
  readonly update: SageMakerRequest;
  /** Name of the configuration that has to serve in the end. */
  readonly endpointConfig: string;
  /** How often the endpoint is looked at, once a minute, before its deployment counts as failed. */
  readonly maximumPolls: number;
}

/** How the machine comes to its end. */
export interface Outcome {
  readonly end: End;
  /** What a step said. */
  readonly message?: string;
  /** The state that failed, and the error that it gave. */
  readonly at?: string;
  readonly error?: string;
  readonly cause?: string;
}
