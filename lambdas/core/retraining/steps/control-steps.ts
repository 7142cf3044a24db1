import type { ControlStepName } from '../contract.ts';
import { renewStep } from './activate-baseline.ts';
import type { Step } from './context.ts';
import { deployStep } from './deploy.ts';
import { endStep } from './end.ts';
import { permitStep } from './permit.ts';
import { askStep } from './request-approval.ts';
import { manifestStep } from './write-manifest.ts';

/** The steps that move the state, make SageMaker's requests, ask and tell people; they read no captured data. */
export const CONTROL_STEPS: { readonly [N in ControlStepName]: Step<N> } = {
  permit: permitStep,
  manifest: manifestStep,
  ask: askStep,
  deploy: deployStep,
  renew: renewStep,
  end: endStep,
};
