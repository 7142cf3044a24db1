import type { MetricName } from '../../lambdas/core/performance/types.ts';
import type { CellOptions } from './cell-options.ts';

type Line = Partial<CellOptions>;

const WORLDS = ['independent', 'wobble-0.05', 'wobble-0.1', 'wobble-0.1-independent', 'seasons', 'odd-day'] as const;
const CHANGES = [
  'mean-0.1',
  'mean-0.2',
  'mean-0.3',
  'mean-0.5',
  'mean-1.0',
  'variance-1.3',
  'share-0.14',
  'missing-0.05',
] as const;

const changed = (world: string): Line[] => CHANGES.map((change) => ({ world, change }));

const SPREAD = 'spread-13';
const LABELS = ['at-once', SPREAD, 'weekly', `${SPREAD}+missing-0.3`] as const;
const ACCURACY = { performance: 'accuracy', limit: 0.85 } as const;

/** A model that is a little better than its limit. */
const justWithin = (performance: MetricName, limit: number, value: number, given: Line = {}): Line => ({
  performance,
  limit,
  value,
  ...given,
});

/** Every kind of metric but the accuracy of two classes, just within its limit. */
const METRIC_KINDS: readonly Line[] = [
  ...(['precision', 'recall', 'specificity', 'f0_5', 'f1', 'f2', 'roc_auc', 'average_precision'] as const).map(
    (metric) => justWithin(metric, 0.8, 0.81),
  ),
  justWithin('log_loss', 0.45, 0.44),
  justWithin('brier_score', 0.15, 0.14),
  justWithin('calibration_error', 0.05, 0.04),
  justWithin('accuracy', 0.8, 0.81, { problem: 'multiclass-classification' }),
  ...(['macro_precision', 'macro_recall', 'macro_f1'] as const).map((metric) => justWithin(metric, 0.75, 0.76)),
  ...(['weighted_precision', 'weighted_recall', 'weighted_f1'] as const).map((metric) => justWithin(metric, 0.8, 0.81)),
  justWithin('log_loss', 0.75, 0.74, { problem: 'multiclass-classification' }),
  justWithin('r2', 0.9, 0.91),
  justWithin('bias', 0.5, 0.45),
  ...(['normal', 'heavy'] as const).flatMap((errors) => [
    justWithin('mae', 4, 3.96, { errors }),
    justWithin('rmse', 5, 4.95, { errors }),
    justWithin('mse', 25, 24.75, { errors }),
    justWithin('mape', 0.06, 0.0594, { errors }),
  ]),
];

/** One row in a hundred is positive. */
const RARE: readonly Line[] = [
  justWithin('recall', 0.7, 0.71),
  justWithin('precision', 0.7, 0.71),
  justWithin('f1', 0.7, 0.71),
  justWithin('roc_auc', 0.85, 0.86),
  justWithin('average_precision', 0.5, 0.51),
  justWithin('log_loss', 0.031, 0.03),
  justWithin('brier_score', 0.0061, 0.006),
].map((line) => ({ ...line, positives: 0.01 }));

/** A model with an accuracy of 0.875 that becomes worse. */
const dropped = (drop: number, given: Line = {}): Line => ({
  ...ACCURACY,
  value: 0.875,
  drop,
  labels: SPREAD,
  ...given,
});

/** A model that is retrained. */
const retrained = (given: Line): Line => ({ ...ACCURACY, value: 0.9, retraining: {}, ...given });

/** Lists of cells; options that a line leaves out come from the command line or are the default. */
export const PRESETS = {
  /** A few seconds, to see that everything works. */
  tiny: [
    { world: 'wobble-0.1', rows: 200, features: 7, years: 2, days: 30, baselineRows: 1400 },
    { world: 'wobble-0.1', change: 'mean-1.0', rows: 200, features: 7, years: 2, changeDay: 10, baselineRows: 1400 },
    { ...ACCURACY, labels: 'spread-3', rows: 100, years: 2, days: 12, baselineRows: 1400 },
    { ...dropped(0.3), labels: 'at-once', rows: 200, years: 2, days: 20, changeDay: 8, baselineRows: 1400 },
  ],
  small: [
    ...WORLDS.map((world): Line => ({ world, years: 10 })),
    ...changed('wobble-0.05').map((line) => ({ ...line, years: 20 })),
    { world: 'wobble-0.05', change: 'mean-0.5', changeOver: 30, years: 20 },
  ],
  /** More than 1,000 monitor-years without a change, with fewer of the cells that take longer. */
  full: [
    ...WORLDS.flatMap((world) =>
      [
        { rows: 50, years: 60 },
        { rows: 200, years: 50 },
        { rows: 1000, years: 40 },
        { rows: 5000, years: 15 },
      ].map((line): Line => ({ world, ...line })),
    ),
    ...['independent', 'wobble-0.1'].map((world): Line => ({ world, rows: 50_000, years: 3 })),
    { world: 'wobble-0.1', features: 5, years: 40 },
    { world: 'wobble-0.1', features: 100, years: 10 },
    ...['independent', 'wobble-0.05', 'wobble-0.1'].flatMap((world) =>
      changed(world).map((line) => ({ ...line, years: 20 })),
    ),
    ...[200, 5000].flatMap((rows) => changed('wobble-0.05').map((line) => ({ ...line, rows, years: 20 }))),
    ...['mean-0.3', 'mean-0.5', 'mean-1.0'].map(
      (change): Line => ({ world: 'wobble-0.05', change, changeOver: 30, years: 20 }),
    ),
  ],
  /** Models just within their limit, and models that become worse. */
  'performance-small': [
    ...[0.85, 0.86, 0.87, 0.95].map((value): Line => ({ ...ACCURACY, value, labels: SPREAD })),
    ...['at-once', 'weekly', `${SPREAD}+missing-0.3`].map((labels): Line => ({ ...ACCURACY, value: 0.86, labels })),
    { ...ACCURACY, value: 0.87, valueWobble: 0.005, labels: SPREAD },
    ...METRIC_KINDS,
    ...RARE,
    ...[0.02, 0.05, 0.075, 0.1].map((drop) => dropped(drop)),
    dropped(0.1, { labels: 'at-once' }),
    dropped(0.075, { rows: 5000, baselineRows: 50_000 }),
    dropped(0.1, { changeOver: 30 }),
    dropped(0.1, { changeDays: 7 }),
  ],
  /** The same with more rows, labels and drops. */
  'performance-full': [
    ...[200, 1000, 5000].flatMap((rows) =>
      LABELS.flatMap((labels) =>
        [0.85, 0.86, 0.95].map((value): Line => ({ ...ACCURACY, value, labels, rows, years: 40 })),
      ),
    ),
    ...[0.005, 0.01].map((valueWobble): Line => ({ ...ACCURACY, value: 0.87, valueWobble, labels: SPREAD, years: 40 })),
    ...[...METRIC_KINDS, ...RARE].flatMap((line) =>
      [200, 1000, 5000].flatMap((rows) => LABELS.map((labels): Line => ({ ...line, rows, labels, years: 40 }))),
    ),
    ...[200, 1000, 5000].flatMap((rows) =>
      LABELS.flatMap((labels) => [
        ...[0.02, 0.05, 0.075, 0.1].map((drop) => dropped(drop, { rows, labels, years: 60 })),
        dropped(0.1, { rows, labels, changeOver: 30, years: 60 }),
        dropped(0.1, { rows, labels, changeDays: 7, years: 60 }),
      ]),
    ),
  ],
  /** With retrainings: worlds that stay the same, that change for good, and that change back. */
  retraining: [
    ...['at-once', SPREAD].map((labels): Line => retrained({ value: 0.87, labels, years: 20 })),
    ...['at-once', SPREAD].flatMap((labels) =>
      [0.075, 0.1, 0.15].map((drop) => retrained({ drop, labels, days: 150, years: 20 })),
    ),
    retrained({ drop: 0.1, changeOver: 30, days: 150, years: 20 }),
    ...['at-once', SPREAD].map((labels) => retrained({ drop: 0.1, changeDays: 7, labels, days: 120, years: 20 })),
  ],
} as const satisfies Record<string, readonly Line[]>;
