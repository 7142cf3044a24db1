import * as z from 'zod';
import { STEP_SCHEMAS } from './contract.ts';

/** Requests to the machine's functions, by function. */

const {
  permit,
  renew,
  plan,
  prepareDataset,
  manifest,
  judge,
  register,
  requestApproval,
  deploy,
  confirmCapture,
  activateBaseline,
} = STEP_SCHEMAS;

/** Requests to the function that reads captured data, in the order of a retraining. */
export const dataRequestSchema = z.discriminatedUnion('step', [
  plan.request,
  prepareDataset.request,
  judge.request,
  register.request,
  confirmCapture.request,
]);
export type DataStepName = z.infer<typeof dataRequestSchema>['step'];

/** Requests to the function that moves the state, builds the requests to SageMaker and notifies people. */
export const controlRequestSchema = z.discriminatedUnion('step', [
  permit.request,
  renew.request,
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
