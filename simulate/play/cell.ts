import type { Change } from '../world/change.ts';
import type { WorldSpec } from '../world/spec.ts';
import type { MonitorChoices } from './monitor-file.ts';

/** One line of the table: monitors of one kind of world, each played on its own. */
export interface Cell {
  readonly name: string;
  readonly world: WorldSpec;
  readonly change: Change | null;
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
