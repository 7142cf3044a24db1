/** A step of the run, in words. */
export interface PlannedStep {
  readonly title: string;
  /** How long it takes, about. */
  readonly minutes: number;
  /** Only with a role. */
  readonly retraining?: true;
}

/** All steps, in their order. Deleting everything follows them. */
export const STEPS = {
  bucket: { title: 'create a bucket for the data', minutes: 0 },
  data: { title: 'put training data, captures of yesterday and labels there', minutes: 0 },
  training: { title: 'start the training of the first model', minutes: 0, retraining: true },
  deploy: { title: 'npx cdk deploy', minutes: 5 },
  queue: { title: 'subscribe a queue to the alert topic', minutes: 0 },
  'no-baseline': { title: 'check without a baseline: it has to say that there is none', minutes: 0 },
  baseline: { title: 'build the baseline', minutes: 0 },
  quiet: { title: 'check quiet captures: no alert', minutes: 1 },
  drift: { title: 'check drifted captures: one alert', minutes: 0 },
  signed: { title: 'acknowledge it: who signs is written down, and a changed signature is refused', minutes: 0 },
  race: { title: 'check broken captures twice at once: one alert', minutes: 1 },
  alarm: { title: 'set an alarm off: its message arrives', minutes: 0 },
  'dead-letter': { title: 'send an event that fails: three attempts, then the dead-letter queue', minutes: 4 },
  recursion: { title: 'read whether the accuracy check may start itself', minutes: 0 },
  endpoint: { title: 'create an endpoint with data capture', minutes: 6, retraining: true },
  traffic: { title: 'send requests in two windows of five minutes', minutes: 8, retraining: true },
  captures: { title: 'wait for their captures, and check them', minutes: 6, retraining: true },
  labels: { title: 'put labels of another rule, and check the accuracy', minutes: 0, retraining: true },
  retrain: { title: 'retrain, approve, deploy, wait for captures', minutes: 30, retraining: true },
  promoted: { title: 'ask the new model: it answers, and is captured', minutes: 4, retraining: true },
  rollback: { title: 'roll back', minutes: 10, retraining: true },
} as const satisfies Readonly<Record<string, PlannedStep>>;

export type StepId = keyof typeof STEPS;

/** @param retraining Whether a role is given. */
export function plannedSteps(retraining: boolean): StepId[] {
  const ids = Object.keys(STEPS) as StepId[];
  return ids.filter((id) => retraining || (STEPS[id] as PlannedStep).retraining === undefined);
}
