import type { CellOptions } from './cell-options.ts';

export const DEFAULTS: CellOptions = {
  world: 'wobble-0.05',
  change: null,
  rows: 1000,
  features: 20,
  columns: 'mix',
  years: 10,
  days: null,
  changeDay: 60,
  changeOver: 1,
  changedFeatures: 1,
  baselineRows: 20_000,
  baselineDays: 28,
  baselineTime: false,
  seed: 1,
  read: false,
  rules: true,
  choices: { drift: {}, quality: {}, baseline: {}, alerts: {} },
  performance: null,
  problem: null,
  value: 0.87,
  limit: 0.85,
  windows: null,
  literal: false,
  labels: 'at-once',
  drop: null,
  changeDays: null,
  valueWobble: 0,
  positives: 0.5,
  errors: 'normal',
  keys: { performance: {}, labels: {} },
  retraining: null,
};

/** Where performance is watched, drift gets little of the time: other cells measure it. */
export const PERFORMANCE_DEFAULTS = { world: 'independent', features: 1, columns: 'normal' } as const;

/** Where models are retrained, they need features to learn from. */
export const RETRAINING_DEFAULTS = { ...PERFORMANCE_DEFAULTS, features: 5 } as const;
