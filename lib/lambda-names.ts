/** The functions: folders of `lambdas/` with a `handler.ts`. */
export const LAMBDAS = [
  'check-drift',
  'read-window',
  'check-accuracy',
  'build-baseline',
  'read-window',
  'retraining-control',
  'retraining-data',
  'retraining-operations',
  'watchdog',
  'deliver-alerts',
] as const;
export type LambdaName = (typeof LAMBDAS)[number];
