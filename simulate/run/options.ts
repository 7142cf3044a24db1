import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { METRICS } from '../../lambdas/core/performance/metrics/table.ts';
import type { MetricName } from '../../lambdas/core/performance/types.ts';
import type { Cell } from '../play/cell.ts';
import { CHANGE_NAMES } from '../world/change.ts';
import { COLUMN_KIND_NAMES } from '../world/column-kinds.ts';
import { LABEL_NAMES } from '../world/model/label-arrival.ts';
import { WORLD_NAMES } from '../world/spec.ts';
import { type CellOptions, DEFAULT_POSITIVES, makeCell } from './cells.ts';
import { PRESETS, type PresetName } from './presets.ts';

export interface Options {
  readonly cells: readonly Cell[];
  readonly jobs: number;
  /** File for a JSON line a row of the table. */
  readonly out: string | undefined;
  /** Whether only to list the cells. */
  readonly list: boolean;
}

export const USAGE = `npm run simulate -- [options]

Plays monitors through the product's own checks over generated worlds, with virtual time.

  --table ${Object.keys(PRESETS).join('|')}    a list of cells; other options replace what it says
  --list                   show the cells and play nothing
  --world NAME             ${WORLD_NAMES.join(', ')}; several joined by +
  --rows N  --features N   rows a day (1000), features (20)
  --columns KIND           mix, ${COLUMN_KIND_NAMES.join(', ')}
  --years N                monitors; each watches a year, or until four weeks after a change (10)
  --days N                 days that each monitor watches instead
  --change NAME            ${CHANGE_NAMES.join(', ')}
  --change-day N           day of the change, from 0 (60)
  --change-over N          days that the change takes, linearly (1: sudden)
  --changed-features N     features that change (1)
  --baseline-rows N  --baseline-days N    rows of the baseline, and days they are from (20000, 28)
  --baseline-time          the baseline has a column with the time
  --drift YAML  --quality YAML  --alerts YAML  --baseline YAML    keys of these sections of the monitor file
  --no-rules               without the plain rules

  --performance METRIC     a model answers in the world, and labels come: watch its performance, such as accuracy, f1, rmse
  --problem NAME           binary, multiclass, regression (the first that has the metric)
  --true VALUE             the metric over infinitely many rows, in the baseline and until a change (0.87)
  --limit VALUE            alert and retrain limit: met by worse values (0.85)
  --for N                  windows in a row that have to meet it (not said)
  --literal                compare each window's value with it as it is
  --labels NAME            ${LABEL_NAMES.join(', ')}; several joined by + (at-once)
  --drop SIZE              by how much the metric becomes worse on the change day, in its unit
  --change-days N          days after which the drop is over (it stays)
  --value-wobble SD        standard deviation, over the days, of the true value (0)
  --positives SHARE        binary: share of positive rows (0.5)
  --errors NAME            regression: normal, heavy (normal)
  --retraining             models are trained, judged and promoted by the product; a drop is a change that can be learnt (accuracy only)
  --performance-keys YAML  --label-keys YAML  --retraining-keys YAML    keys of these sections of the monitor file

  --read                   write windows as CSV files and read these
  --seed N  --jobs N       the same seed gives the same table, whatever the jobs (as many as there are cores)
  --out FILE               write each row of the table as a line of JSON
`;

const count = (name: string, text: string | undefined, otherwise: number, least = 1): number => {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new RangeError(`--${name} is a whole number from ${least}`);
  return value;
};

/** @throws RangeError or TypeError for an unknown option or an invalid value */
export function readOptions(args: readonly string[]): Options {
  const string = { type: 'string' } as const;
  const boolean = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      table: string,
      list: boolean,
      world: string,
      rows: string,
      features: string,
      columns: string,
      years: string,
      days: string,
      change: string,
      'change-day': string,
      'change-over': string,
      'changed-features': string,
      'baseline-rows': string,
      'baseline-days': string,
      'baseline-time': boolean,
      drift: string,
      quality: string,
      alerts: string,
      baseline: string,
      'no-rules': boolean,
      performance: string,
      problem: string,
      true: string,
      limit: string,
      for: string,
      literal: boolean,
      labels: string,
      drop: string,
      'change-days': string,
      'value-wobble': string,
      positives: string,
      errors: string,
      'performance-keys': string,
      'label-keys': string,
      retraining: boolean,
      'retraining-keys': string,
      read: boolean,
      seed: string,
      jobs: string,
      out: string,
    },
  });
  const number = (name: keyof typeof values, least = 1) =>
    values[name] === undefined ? undefined : count(name, String(values[name]), 0, least);
  const given: { [K in keyof CellOptions]?: CellOptions[K] | undefined } = {
    world: values.world,
    change: values.change,
    rows: number('rows'),
    features: number('features'),
    columns:
      values.columns === undefined
        ? undefined
        : oneOf('columns', values.columns, ['mix', ...COLUMN_KIND_NAMES] as const),
    years: number('years'),
    days: number('days'),
    changeDay: number('change-day'),
    changeOver: number('change-over'),
    changedFeatures: number('changed-features'),
    baselineRows: number('baseline-rows'),
    baselineDays: number('baseline-days'),
    baselineTime: values['baseline-time'],
    seed: number('seed', 0),
    read: values.read,
    rules: values['no-rules'] ? false : undefined,
    choices: {
      drift: section('drift', values.drift),
      quality: section('quality', values.quality),
      baseline: section('baseline', values.baseline),
      alerts: section('alerts', values.alerts),
    },
    performance: values.performance === undefined ? undefined : metricOf(values.performance),
    problem:
      values.problem === undefined
        ? undefined
        : PROBLEMS[oneOf('problem', values.problem, Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[])],
    value: real('true', values.true),
    limit: real('limit', values.limit),
    windows: number('for'),
    literal: values.literal,
    labels: values.labels,
    drop: real('drop', values.drop),
    changeDays: number('change-days'),
    valueWobble: real('value-wobble', values['value-wobble'], [0, Number.POSITIVE_INFINITY]),
    positives: real('positives', values.positives, [0.001, 0.999]),
    errors: values.errors === undefined ? undefined : oneOf('errors', values.errors, ['normal', 'heavy'] as const),
    keys: {
      performance: section('performance-keys', values['performance-keys']),
      labels: section('label-keys', values['label-keys']),
    },
    retraining:
      values.retraining || values['retraining-keys'] !== undefined
        ? section('retraining-keys', values['retraining-keys'])
        : undefined,
  };
  const lines: readonly Partial<CellOptions>[] =
    values.table === undefined ? [{}] : PRESETS[oneOf('table', values.table, Object.keys(PRESETS) as PresetName[])];
  return {
    cells: lines.map((line) => {
      const chosen = { ...line, ...withoutUndefined(given) };
      const { performance = null, retraining = null } = chosen;
      const ofModels = retraining === null ? PERFORMANCE_DEFAULTS : RETRAINING_DEFAULTS;
      return makeCell({ ...DEFAULTS, ...(performance !== null && ofModels), ...chosen });
    }),
    jobs: count('jobs', values.jobs, availableParallelism()),
    out: values.out,
    list: values.list ?? false,
  };
}

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
  positives: DEFAULT_POSITIVES,
  errors: 'normal',
  keys: { performance: {}, labels: {} },
  retraining: null,
};

/** Where performance is watched: drift is measured in other cells. */
export const PERFORMANCE_DEFAULTS = { world: 'independent', features: 1, columns: 'normal' } as const;

/** What can be learnt from. */
const RETRAINING_DEFAULTS = { ...PERFORMANCE_DEFAULTS, features: 5 } as const;

const PROBLEMS = {
  binary: 'binary-classification',
  multiclass: 'multiclass-classification',
  regression: 'regression',
} as const;

function oneOf<T extends string>(name: string, text: string, accepted: readonly T[]): T {
  const found = accepted.find((known) => known === text);
  if (found === undefined) throw new RangeError(`--${name} is one of ${accepted.join(', ')}`);
  return found;
}

function metricOf(name: string): MetricName {
  return oneOf('performance', name, Object.keys(METRICS) as MetricName[]);
}

function real(
  name: string,
  text: string | undefined,
  [least, most]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < least || value > most) {
    const range = [...(least === -Infinity ? [] : [` from ${least}`]), ...(most === Infinity ? [] : [` to ${most}`])];
    throw new RangeError(`--${name} is a number${range.join('')}`);
  }
  return value;
}

function section(name: string, text: string | undefined): object {
  const value: unknown = text === undefined ? {} : parse(text);
  if (typeof value !== 'object' || value === null)
    throw new RangeError(`--${name} is a YAML mapping, such as '{ history: off }'`);
  return value;
}

function withoutUndefined(options: object): Partial<CellOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
