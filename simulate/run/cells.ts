import { DAYS_AFTER } from '../count/tally.ts';
import type { Cell } from '../play/cell.ts';
import { parseChange } from '../world/change.ts';
import type { ColumnKind } from '../world/column-kinds.ts';
import { parseWorld } from '../world/spec.ts';

/** What a cell is made from: the options of the command line, or a line of a preset list. */
export interface CellOptions {
  readonly world: string;
  readonly change: string | null;
  readonly rows: number;
  readonly features: number;
  readonly columns: ColumnKind | 'mix';
  /** Monitors, each of which watches for {@link days}. */
  readonly years: number;
  /** null: a year; with a change four weeks from its end on. */
  readonly days: number | null;
  readonly changeDay: number;
  readonly changeOver: number;
  readonly changedFeatures: number;
  readonly baselineRows: number;
  readonly baselineDays: number;
  readonly baselineTime: boolean;
  readonly seed: number;
  readonly read: boolean;
  readonly rules: boolean;
  readonly choices: Cell['choices'];
}

const YEAR = 365;

/** @throws RangeError for an unknown world or change */
export function makeCell(options: CellOptions): Cell {
  const { world, change, rows, features, columns, years, baselineRows, baselineDays, baselineTime } = options;
  const { changeDay, changeOver, changedFeatures, seed, read, rules, choices } = options;
  const days = options.days ?? (change === null ? YEAR : changeDay + changeOver + DAYS_AFTER);
  if (change !== null && changeDay >= days) throw new RangeError('the change comes after the last day');
  const details = [
    world,
    ...(change === null ? [] : [changeOver === 1 ? change : `${change} over ${changeOver} days`]),
    ...(changedFeatures === 1 ? [] : [`in ${changedFeatures}`]),
    `${rows} rows`,
    `${features} ${columns === 'mix' ? 'features' : columns}`,
  ];
  return {
    name: details.join(', '),
    world: { rows, features, columns, ...parseWorld(world), baselineRows, baselineDays },
    change:
      change === null ? null : { ...parseChange(change), day: changeDay, over: changeOver, features: changedFeatures },
    monitors: years,
    days,
    seed,
    choices,
    baselineTime,
    read,
    rules,
  };
}
