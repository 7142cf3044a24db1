import { positiveDuration } from './fields.ts';

const DAY = 86_400_000;
/** An execution of Step Functions ends after a year, with the training before the answer and the deployment after it. */
const LONGEST_APPROVAL = 300 * DAY;

/** How long an execution waits for a person, in milliseconds. */
export const approvalTime = positiveDuration.refine((milliseconds) => milliseconds <= LONGEST_APPROVAL, {
  error: `is longer than ${LONGEST_APPROVAL / DAY} days, which is the longest that a retraining can wait`,
});
