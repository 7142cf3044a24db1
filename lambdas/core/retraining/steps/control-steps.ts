import type { ControlStepName } from '../step-requests.ts';
import { activateBaselineStep } from './activate-baseline.ts';
import type { Step } from './context.ts';
import { deployStep } from './deploy.ts';
import { endStep } from './end.ts';
import { permitStep } from './permit.ts';
import { renewStep } from './renew.ts';
import { requestApprovalStep } from './request-approval.ts';
import { manifestStep } from './write-manifest.ts';

/** The steps that change the state, build requests to SageMaker, request approval and send alerts. They read no captured data. */
export const CONTROL_STEPS: { readonly [N in ControlStepName]: Step<N> } = {
  permit: permitStep,
  renew: renewStep,
  manifest: manifestStep,
  requestApproval: requestApprovalStep,
  deploy: deployStep,
  activateBaseline: activateBaselineStep,
  end: endStep,
};
