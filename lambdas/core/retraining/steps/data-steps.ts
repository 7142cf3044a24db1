import type { DataStepName } from '../step-requests.ts';
import { confirmCaptureStep } from './confirm-capture.ts';
import type { Step } from './context.ts';
import { judgeStep } from './judge.ts';
import { planStep } from './plan.ts';
import { prepareDatasetStep } from './prepare-dataset.ts';
import { registerStep } from './register.ts';

/** The steps that read and write data. They send no messages and do not decide about the endpoint. */
export const DATA_STEPS: { readonly [N in DataStepName]: Step<N> } = {
  plan: planStep,
  prepareDataset: prepareDatasetStep,
  judge: judgeStep,
  register: registerStep,
  confirmCapture: confirmCaptureStep,
};
