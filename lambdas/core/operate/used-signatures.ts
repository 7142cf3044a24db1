import { hash } from 'node:crypto';
import type { RunContext } from '../context.ts';
import { updateState } from '../decision/state-session.ts';

/**
 * How old a signature may be, and how far ahead the clock of the person who signs. Milliseconds. It leaves time for an invocation that
 * has to wait, and for clocks that are not set well: the AWS SDK corrects those that differ by more.
 */
export const MAX_SIGNATURE_AGE = 5 * 60_000;
/** Lambda's longest run: a run can record a signature this long after its start. */
const LONGEST_RUN = 15 * 60_000;

/** An operation came again under the same signature. It was not carried out again. */
export class UsedSignatureError extends Error {
  override readonly name = 'UsedSignatureError';
}

/**
 * Records a signature before its operation runs, in one compare-and-swap, so that each signature is valid once. Otherwise an observer
 * of a signed operation could replay it within its age: retrain again after the retraining has ended, or restore an acknowledgement
 * that has been replaced. A signature from a clock that is ahead is valid for twice its age. So it is kept that long, plus the longest
 * time of a run that has begun before. The same run may record its signature twice, as it does when the answer to its first write was lost.
 *
 * @param signature Of the operation; the state keeps a digest.
 * @throws UsedSignatureError
 */
export async function useSignature(
  signature: string,
  monitor: string,
  { results, runId: run, now }: Pick<RunContext, 'results' | 'runId' | 'now'>,
): Promise<void> {
  const digest = hash('sha256', signature).slice(0, 32);
  await updateState(results, monitor, (state) => {
    const kept = state.usedSignatures.filter(({ at }) => now - at <= 2 * MAX_SIGNATURE_AGE + LONGEST_RUN);
    const used = kept.find((other) => other.digest === digest);
    if (used?.run === run) return { state };
    if (used === undefined) return { state: { ...state, usedSignatures: [...kept, { digest, run, at: now }] } };
    throw new UsedSignatureError(
      `this command has reached ${monitor} before and is not carried out twice: see what came of it, and repeat the command if it is still needed`,
    );
  });
}
