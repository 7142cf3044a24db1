import type { MonitorSections } from './schema/monitor-file.ts';

/** How long the rows of a retraining are kept: long enough for the retraining itself. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Settings = Pick<NonNullable<MonitorSections['retraining']>, 'trainingJob' | 'promote'>;

/** What the machine allows besides training and approval: scoring, a deployment and its restoration, and steps that are repeated. */
const OTHER_STEPS = 4 * DAY;
/** Attempts at a training job, and what each may wait. */
const ATTEMPTS = 4;
const WAIT = 2 * HOUR;

/** No retraining takes longer from its first row to its end, in milliseconds. */
export function longestRetraining({ trainingJob, promote }: Settings): number {
  // A program of a laptop may run for a day. A spot job may wait for capacity as long again as it may run.
  const training = trainingJob === undefined ? DAY : trainingJob.maxRuntime * (trainingJob.spot ? 2 : 1);
  const approval = promote.approval === 'manual' ? promote.expiry + HOUR : 0;
  return ATTEMPTS * (training + WAIT) + approval + OTHER_STEPS;
}

/** The fewest whole days that rows have to be kept, in milliseconds. */
export function leastKeep(settings: Settings): number {
  return Math.ceil(longestRetraining(settings) / DAY) * DAY;
}

/** Without a setting: 30 days, or as long as a retraining can take. In milliseconds. */
export function defaultKeep(settings: Settings): number {
  return Math.max(30 * DAY, leastKeep(settings));
}

/** A number of milliseconds as whole days: `P30D`. */
export function formatDays(milliseconds: number): string {
  return `P${milliseconds / DAY}D`;
}
