import type { Change } from '../world/change.ts';
import type { Drop, ModelSpec } from '../world/model/spec.ts';
import type { WorldSpec } from '../world/spec.ts';
import type { MonitorChoices } from './monitor-file.ts';

/** One line of the table: monitors of one kind of world, each played on its own. */
export interface Cell {
  readonly name: string;
  readonly world: WorldSpec;
  readonly change: Change | null;
  /** null: only drift is watched. */
  readonly model: ModelPlay | null;
  readonly monitors: number;
  /** Days that each monitor watches. */
  readonly days: number;
  readonly seed: number;
  readonly choices: MonitorChoices;
  /** Whether the baseline has a column with the time. */
  readonly baselineTime: boolean;
  /** Whether windows are written as files and read, rather than handed over in memory. */
  readonly read: boolean;
  /** Whether plain rules look at the same rows. */
  readonly rules: boolean;
}

/** The model whose performance is watched, and the limit that it is held against. */
export interface ModelPlay {
  readonly spec: ModelSpec;
  readonly drop: Drop | null;
  /** `accuracy < 0.85`. */
  readonly limit: string;
  /** Windows in a row that have to meet it; null: not said. */
  readonly windows: number | null;
  /** Whether it is compared with each window's value as it is. */
  readonly literal: boolean;
  /** Keys of the sections `performance` and `labels`. */
  readonly performance: object;
  readonly labels: object;
  /** Keys of the section `retraining`, with which models can be learnt and are; null: there is none. */
  readonly retraining: object | null;
}

/** When the world changes for good or for a while; null: never. */
export function changeOf({ change, model }: Pick<Cell, 'change' | 'model'>): Pick<Change, 'day' | 'over'> | null {
  const drop = model?.drop ?? null;
  return change !== null && (drop === null || change.day < drop.day) ? change : drop;
}
