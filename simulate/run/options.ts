import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { METRICS } from '../../lambdas/core/performance/metrics/registry.ts';
import type { Cell } from '../play/cell.ts';
import { COLUMN_KIND_NAMES } from '../world/column-kinds.ts';
import type { CellOptions } from './cell-options.ts';
import { makeCell } from './cells.ts';
import { DEFAULTS, PERFORMANCE_DEFAULTS, RETRAINING_DEFAULTS } from './defaults.ts';
import { oneOf, realNumber, section, wholeNumber } from './option-values.ts';
import { PRESETS } from './presets.ts';
import { rejectSenseless, rejectUnused } from './senseless.ts';

export interface Options {
  readonly cells: readonly Cell[];
  readonly jobs: number;
  /** File for the rows of the table, a line of JSON each. */
  readonly out: string | undefined;
  /** Whether only to list the cells. */
  readonly list: boolean;
}

/** @throws RangeError or TypeError for an unknown option, an invalid value, or options that make no sense together */
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
  const read = <T>(name: keyof typeof values, reader: (name: string, text: string) => T): T | undefined =>
    typeof values[name] === 'string' ? reader(name, values[name]) : undefined;
  const whole = (name: keyof typeof values, least = 1) =>
    read(name, (option, text) => wholeNumber(option, text, least));
  const real = (name: keyof typeof values, least?: number, most?: number) =>
    read(name, (option, text) => realNumber(option, text, least, most));
  const chosen = <T extends string>(name: keyof typeof values, accepted: readonly T[]) =>
    read(name, (option, text) => oneOf(option, text, accepted));
  const problem = chosen('problem', keysOf(PROBLEMS));
  const table = chosen('table', keysOf(PRESETS));
  const given: { [K in keyof CellOptions]?: CellOptions[K] | undefined } = {
    world: values.world,
    change: values.change,
    rows: whole('rows'),
    features: whole('features'),
    columns: chosen('columns', ['mix', ...COLUMN_KIND_NAMES]),
    years: whole('years'),
    days: whole('days'),
    changeDay: whole('change-day'),
    changeOver: whole('change-over'),
    changedFeatures: whole('changed-features'),
    baselineRows: whole('baseline-rows'),
    baselineDays: whole('baseline-days'),
    baselineTime: values['baseline-time'],
    seed: whole('seed', 0),
    read: values.read,
    rules: values['no-rules'] ? false : undefined,
    choices: {
      drift: section('drift', values.drift),
      quality: section('quality', values.quality),
      baseline: section('baseline', values.baseline),
      alerts: section('alerts', values.alerts),
    },
    performance: chosen('performance', keysOf(METRICS)),
    problem: problem && PROBLEMS[problem],
    value: real('true'),
    limit: real('limit'),
    windows: whole('for'),
    literal: values.literal,
    labels: values.labels,
    drop: real('drop', 0),
    changeDays: whole('change-days'),
    valueWobble: real('value-wobble', 0),
    positives: real('positives', 0.001, 0.999),
    errors: chosen('errors', ['normal', 'heavy']),
    keys: {
      performance: section('performance-keys', values['performance-keys']),
      labels: section('label-keys', values['label-keys']),
    },
    retraining:
      values.retraining || values['retraining-keys'] !== undefined
        ? section('retraining-keys', values['retraining-keys'])
        : undefined,
  };
  const lines: readonly Partial<CellOptions>[] = table === undefined ? [{}] : PRESETS[table];
  const cells = lines.map((line) => {
    const options = { ...line, ...withoutUndefined(given) };
    const { performance = null, retraining = null } = options;
    const ofModels = retraining === null ? PERFORMANCE_DEFAULTS : RETRAINING_DEFAULTS;
    return makeCell({ ...DEFAULTS, ...(performance !== null && ofModels), ...options });
  });
  rejectUnused(Object.keys(values), cells);
  for (const cell of cells) rejectSenseless(cell);
  return { cells, jobs: whole('jobs') ?? availableParallelism(), out: values.out, list: values.list ?? false };
}

const PROBLEMS = {
  binary: 'binary-classification',
  multiclass: 'multiclass-classification',
  regression: 'regression',
} as const;

function keysOf<T extends object>(known: T): readonly (keyof T & string)[] {
  return Object.keys(known) as (keyof T & string)[];
}

function withoutUndefined(options: object): Partial<CellOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
