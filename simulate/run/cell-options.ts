import type { ProblemType } from '../../lambdas/core/capture/spec.ts';
import type { MetricName } from '../../lambdas/core/performance/types.ts';
import type { Cell } from '../play/cell.ts';
import type { ColumnKind } from '../world/column-kinds.ts';
import type { ModelSpec } from '../world/model/spec.ts';

/** What a cell is made from: the options of the command line, or a line of a preset list. */
export interface CellOptions {
  readonly world: string;
  readonly change: string | null;
  readonly rows: number;
  readonly features: number;
  readonly columns: ColumnKind | 'mix';
  /** How many monitors, each of which watches for {@link days}. */
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
  /** null: only drift is watched. */
  readonly performance: MetricName | null;
  /** null: the first problem that has the metric. */
  readonly problem: ProblemType | null;
  /** The metric's true value before a change. */
  readonly value: number;
  /** In the metric's unit. */
  readonly limit: number;
  /** Windows in a row that have to meet the limit; null: as many as by default. */
  readonly windows: number | null;
  readonly literal: boolean;
  readonly labels: string;
  /** null: the model does not become worse. */
  readonly drop: number | null;
  /** Days after which a drop is over; null: it stays. */
  readonly changeDays: number | null;
  readonly valueWobble: number;
  readonly positives: number;
  readonly errors: ModelSpec['errors'];
  readonly keys: { readonly performance: object; readonly labels: object };
  /** Keys of the section `retraining`; null: nothing is retrained. */
  readonly retraining: object | null;
}
