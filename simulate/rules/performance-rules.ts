import { answersOf, evaluationSettings, predictionShape } from '../../lambdas/core/check/reading/prediction-columns.ts';
import type { Column, TableChunk } from '../../lambdas/core/columns/column.ts';
import { isBreached, type Limit } from '../../lambdas/core/monitor/limit.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { evaluateTable } from '../../lambdas/core/performance/evaluate-table.ts';
import { PredictionRows } from '../../lambdas/core/performance/rows/prediction-rows.ts';
import type { MetricName } from '../../lambdas/core/performance/types.ts';
import { meanPlusThreeDeviations } from './column-reference.ts';
import { LiteralLimit } from './literal-limit.ts';
import { chunkRanges } from './reference-chunks.ts';

/** A window's metric, from the labels that have arrived by one morning. */
export interface LookedAt {
  readonly day: number;
  /** null: the metric is not defined. */
  readonly value: number | null;
  /** Labelled rows. */
  readonly rows: number;
  /** Whether this is the first check with all labels that will ever arrive. */
  readonly isComplete: boolean;
}

interface PerformanceRule {
  readonly name: string;
  /** Whether it judges windows once they are complete, rather than every morning. */
  readonly waits: boolean;
  readonly isFlagged: (value: number) => boolean;
}

/** Name of the rule that compares the limit with the latest window's value as it is, at every check. */
export const LITERAL = 'limit read literally, every look';

/** A rule's judgement of a morning. */
export interface RuleMorning {
  readonly rule: string;
  readonly flagged: boolean;
  /** Whether a run of flagged windows, or mornings, begins. */
  readonly alert: boolean;
}

/**
 * Common rules on the same rows: the limit itself, and NannyML's, whose windows have to lie within three standard deviations of
 * the mean of the reference chunks, on both sides.
 */
export class PerformanceRules {
  readonly #rules: readonly PerformanceRule[];
  readonly #minimumRows: number;
  readonly #literal: LiteralLimit;
  readonly #before = new Set<string>();
  /** Labelled rows at the latest look, by day. */
  readonly #rows = new Map<number, number>();

  /**
   * @param reference The metric of each chunk of the baseline.
   * @param minimumRows Incomplete windows with fewer labelled rows are not judged.
   */
  constructor(limit: Limit, reference: readonly number[], minimumRows: number) {
    const upper = meanPlusThreeDeviations(reference);
    const lower = -meanPlusThreeDeviations(reference.map((value) => -value));
    const isBeyond = (value: number) => isBreached(limit, value);
    const isUnusual = (value: number) => value < lower || value > upper;
    const nannyml = 'NannyML, mean ± 3 sd of the reference';
    this.#rules = [
      { name: 'limit read literally, complete windows', waits: true, isFlagged: isBeyond },
      { name: `${nannyml}, complete windows`, waits: true, isFlagged: isUnusual },
      { name: `${nannyml}, every look`, waits: false, isFlagged: isUnusual },
    ];
    this.#minimumRows = minimumRows;
    this.#literal = new LiteralLimit(limit, minimumRows);
  }

  /** @param windows those that are checked on a morning, oldest first */
  look(windows: readonly LookedAt[]): RuleMorning[] {
    const isNew = (window: LookedAt) => this.#rows.get(window.day) !== window.rows;
    const changed = windows.filter(isNew);
    for (const { day, rows } of windows) this.#rows.set(day, rows);
    const opened = windows.filter((window) => this.#literal.look(window));
    const literal = { rule: LITERAL, flagged: this.#literal.isOpen, alert: opened.length > 0 };
    const others = this.#rules.map(({ name: rule, waits, isFlagged }) => {
      const judged = waits
        ? windows.filter(({ isComplete }) => isComplete)
        : changed.filter(({ rows }) => rows >= this.#minimumRows);
      const marks = judged.map(({ value }) => value !== null && isFlagged(value));
      // Each morning is one judgement of all windows; complete windows are judged one after the other.
      const runs = waits || marks.length === 0 ? marks : [marks.includes(true)];
      let alert = false;
      for (const flagged of runs) {
        alert ||= flagged && !this.#before.has(rule);
        if (flagged) this.#before.add(rule);
        else this.#before.delete(rule);
      }
      return { rule, flagged: marks.includes(true), alert };
    });
    return [literal, ...others];
  }
}

/** The metric of each chunk of the baseline's rows; chunks in which it is not defined are left out. */
export function referenceValues(
  { problem, capture, positive }: Monitor,
  metric: MetricName,
  baseline: Iterable<{ readonly chunk: TableChunk; readonly actual: Column }>,
  windowRows: number,
): number[] {
  const rows = new PredictionRows(predictionShape(problem, capture.prediction));
  for (const { chunk, actual } of baseline) {
    rows.append({ rows: chunk.rows, actual, ...answersOf(chunk, capture.prediction) });
  }
  const table = rows.toTable();
  const settings = evaluationSettings(problem, capture.prediction, positive);
  const values = chunkRanges(rows.rows, windowRows).map(([start, end]) => {
    return evaluateTable(table.slice(start, end), settings).performance.metrics[metric]?.value ?? null;
  });
  return values.filter((value) => value !== null);
}
