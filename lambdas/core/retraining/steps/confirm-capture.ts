import { countCapturedAnswers } from '../captured-answers.ts';
import { confirmCapture } from '../confirm-capture.ts';
import { requireLock, type Step } from './context.ts';

/** Looks for the first captured answers of the new model, and decides whether it stays, goes, or is waited for. */
export const confirmCaptureStep: Step<'confirmCapture'> = async (request, context) => {
  const { sampling, traffic, before } = request;
  await requireLock(request, context);
  const deployedAt = Date.parse(request.deployedAt);
  const captured = await countCapturedAnswers(context.monitor, deployedAt, context);
  return confirmCapture({ deployedAt, now: context.now, sampling, captured, traffic, before });
};
