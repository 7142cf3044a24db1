import type { BaselineComparison } from '../comparison/compare-windows.ts';
import type { MetricEstimate } from '../performance/metric-estimate.ts';
import { countUnreadable, leftOutShare } from '../performance/rows/left-out.ts';
import type { LeftOut } from '../performance/types.ts';
import { describeLeftOut } from '../result/describe.ts';
import type { CheckResult } from '../result/schema.ts';
import type { AbsenceFacts } from './conclude-from-data.ts';

/** What an accuracy check has measured in a window. */
export interface PerformanceFacts extends AbsenceFacts {
  /** The monitor's primary metric. */
  readonly metric: string;
  readonly performance: CheckResult['performance'];
  /** Why the labelled rows cannot be measured at all, or null. */
  readonly unmeasurable: string | null;
  /**
   * Why so many captured records cannot be read that the readable ones do not represent the window, or null. The model's
   * answers in unreadable records are unknown, and error responses are answers too.
   */
  readonly unread: string | null;
  /** Why answers are broken although they can be measured, such as scores in percent, or null. */
  readonly broken: string | null;
  /** In words, where the answers seem to be if no row has them where the monitor file says; empty otherwise. */
  readonly misplaced: string;
  readonly labels: NonNullable<CheckResult['labels']>;
  readonly minimumRows: number;
  /** The largest share of labelled rows that may be left out; beyond it, the measured rows do not represent all. */
  readonly maxLeftOutShare: number;
  /** The metric compared with the baseline; null: not compared. */
  readonly comparison: BaselineComparison | null;
  /** The metrics on the baseline's held-out rows, by name; null: there are none. */
  readonly baseline: Readonly<Partial<Record<string, MetricEstimate>>> | null;
  /** The limits that the baseline suggests, by metric. @default - they follow from its metrics */
  readonly suggestedLimits?: Readonly<Record<string, string>> | undefined;
}

/**
 * Which rows the measured ones represent: `whole`, all labelled rows; `answered`, only rows with a readable and usable answer,
 * so that the metric flatters the model; `unknown`, only themselves, because unreadable labels or answers may differ from
 * readable ones.
 */
export function representativenessOf({
  performance,
  unmeasurable,
  unread,
  broken,
  maxLeftOutShare,
}: RestFacts): Representativeness {
  if (unmeasurable !== null) return 'unknown';
  const rest = unread === null && broken === null ? 'whole' : 'answered';
  const leftOut = performance?.leftOut;
  if (leftOut === undefined || leftOutShare(leftOut) <= maxLeftOutShare) return rest;
  return countUnreadable(leftOut) > maxLeftOutShare * leftOut.labelled ? 'unknown' : 'answered';
}

export type Representativeness = 'whole' | 'answered' | 'unknown';
type RestFacts = Pick<
  PerformanceFacts,
  'performance' | 'unmeasurable' | 'unread' | 'broken' | 'misplaced' | 'maxLeftOutShare'
>;

/** Why some or all rows cannot be measured; empty where all can. */
export function describeRest({ performance, unmeasurable, unread, misplaced }: RestFacts): string {
  if (unmeasurable !== null) return unmeasurable;
  const leftOut = performance?.leftOut === undefined ? '' : describeLeftOut(performance.leftOut);
  return [unread ?? '', leftOut, misplaced].filter((reason) => reason !== '').join('; ');
}

/** Whether enough rows were measured to judge the window by itself. */
export function hasEnoughRows({
  performance,
  minimumRows,
}: Pick<PerformanceFacts, 'performance' | 'minimumRows'>): boolean {
  return performance !== null && performance.rows >= minimumRows;
}

/** The number of rows left out because of their label or because of the model's answer. */
export function rowsOf({ reasons }: Pick<LeftOut, 'reasons'>, part: 'label' | 'answer'): number {
  return reasons.filter((reason) => reason.part === part).reduce((sum, { rows }) => sum + rows, 0);
}
