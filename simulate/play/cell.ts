import type { Change } from '../world/change.ts';
import type { Drop, ModelSpec } from '../world/model/spec.ts';
import type { WorldSpec } from '../world/spec.ts';

/** Sections of the monitor file that a simulation may set; all else is the default. */
export interface MonitorChoices {
  readonly drift: object;
  readonly quality: object;
  /** Added to the section `baseline`. */
  readonly baseline: object;
  readonly alerts: object;
}

/** One line of the table: monitors of one kind of world, each played separately. */
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

/** The model whose performance is watched, and its limit. */
export interface ModelPlay {
  readonly spec: ModelSpec;
  readonly drop: Drop | null;
  /** `accuracy < 0.85`. */
  readonly limit: string;
  /** Windows in a row that have to meet it; null: the default. */
  readonly windows: number | null;
  /** Whether each window's value is compared with the limit as it is. */
  readonly literal: boolean;
  /** Keys of the sections `performance` and `labels`. */
  readonly performance: object;
  readonly labels: object;
  /** Keys of the section `retraining`, in a world that models can learn; null: nothing is retrained. */
  readonly retraining: object | null;
}

/** The first change, of the data or of the model; null: there is none. */
export function changeOf({ change, model }: Pick<Cell, 'change' | 'model'>): Pick<Change, 'day' | 'over'> | null {
  const drop = model?.drop ?? null;
  return change !== null && (drop === null || change.day < drop.day) ? change : drop;
}
