import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import type { Cell } from '../play/cell.ts';
import { CHANGE_NAMES } from '../world/change.ts';
import { COLUMN_KIND_NAMES } from '../world/column-kinds.ts';
import { WORLD_NAMES } from '../world/spec.ts';
import { type CellOptions, makeCell } from './cells.ts';
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
    columns: values.columns === undefined ? undefined : columnsOf(values.columns),
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
  };
  const lines: readonly Partial<CellOptions>[] = values.table === undefined ? [{}] : PRESETS[presetOf(values.table)];
  return {
    cells: lines.map((line) => makeCell({ ...DEFAULTS, ...line, ...withoutUndefined(given) })),
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
};

function columnsOf(name: string): CellOptions['columns'] {
  const found = (['mix', ...COLUMN_KIND_NAMES] as const).find((known) => known === name);
  if (found === undefined) throw new RangeError(`--columns is mix or one of ${COLUMN_KIND_NAMES.join(', ')}`);
  return found;
}

function presetOf(name: string): PresetName {
  if (!Object.hasOwn(PRESETS, name)) throw new RangeError(`--table is one of ${Object.keys(PRESETS).join(', ')}`);
  return name as PresetName;
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
