import { formatDuration } from '../text/durations.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { answeredUntil, requestsIn, type Traffic } from './traffic.ts';

const MINUTE = 60_000;

/** How long the machine waits for the first captured answer of a new model, in milliseconds. */
export const CAPTURE_WAIT = 60 * MINUTE;
/** SageMaker has written what it captures of a request after this time, in milliseconds. It takes minutes. */
const CAPTURE_DELAY = 30 * MINUTE;
/** The capture has stopped when it would be more unlikely than this that none of the requests was chosen. */
const MAX_CHANCE = 1e-4;
/** Captured answers that are looked at, and how many are enough to see that most cannot be read. */
export const MOST_ANSWERS = 100;
const ENOUGH_ANSWERS = 20;
/** The model before had traffic all the time if each hour of a day had this many requests. The day has whole hours and two parts. */
const BUSY_HOUR = 10;
const WHOLE_HOURS = 23;

/** What happened since a new model serves all requests. */
export interface SinceDeployment {
  /** Milliseconds since the epoch. */
  readonly deployedAt: number;
  readonly now: number;
  /** Percentage of the requests that the endpoint captures. */
  readonly sampling: number;
  /** Of the first captured answers: how many there are, and how many can be read. */
  readonly captured: { readonly answers: number; readonly readable: number };
  /** Requests since the deployment by the minute, and those of the day before it by the hour. */
  readonly traffic: Traffic;
  readonly before: Traffic;
}

export interface Confirmation {
  readonly decision: 'wait' | 'keep' | 'roll-back';
  /** Why: one line. Empty where the capture is confirmed. */
  readonly message: string;
}

/**
 * Whether the new model is monitored: its answers are captured, and can be read. A model whose role may not write the data capture
 * serves all the same, and SageMaker reports nothing. So the machine waits for the first captured answer, and goes back to the
 * previous configuration where requests come without one. Where no requests come either, nothing is known of the capture.
 */
export function confirmCapture(since: SinceDeployment): Confirmation {
  const { deployedAt, now, captured, sampling, traffic, before } = since;
  const { answers, readable } = captured;
  const isOver = now - deployedAt >= CAPTURE_WAIT;
  if (2 * readable >= answers && answers > 0) return { decision: 'keep', message: '' };
  if (answers >= ENOUGH_ANSWERS || (isOver && answers > 0)) {
    const unreadable = `${formatCount(answers - readable)} of ${countOf(answers, 'answer')}`;
    return rollBack(`${unreadable} captured since the deployment cannot be read by this monitor`);
  }
  const answered = answeredUntil(traffic, now - CAPTURE_DELAY);
  if (answers === 0 && (1 - sampling / 100) ** answered < MAX_CHANCE) {
    return rollBack(`${countOf(requestsIn(traffic), 'request')} since the deployment, and none was captured`);
  }
  if (!isOver) return { decision: 'wait', message: '' };
  const requests = requestsIn(traffic);
  const waited = formatDuration(CAPTURE_WAIT);
  if (requests === 0) {
    if (isBusy(before)) return rollBack(`no request came in ${waited}, though the model before had some all the time`);
    return { decision: 'keep', message: `data capture not confirmed: no request came in ${waited}` };
  }
  const few = `${countOf(requests, 'request')} in ${waited}, of which ${sampling} % are captured`;
  return { decision: 'keep', message: `data capture not confirmed: ${few}` };
}

function rollBack(message: string): Confirmation {
  return { decision: 'roll-back', message };
}

function isBusy(before: Traffic): boolean {
  const hours = before.filter(({ Id }) => Id === 'requests').flatMap(({ Values }) => Values);
  return hours.filter((requests) => requests >= BUSY_HOUR).length >= WHOLE_HOURS;
}
