import { hasMetric, type Limit } from '../monitor/limit.ts';
import { InvalidPredictionsError, MissingColumnError } from '../performance/errors.ts';
import type { MetricName } from '../performance/types.ts';
import type { HeldOut } from './paired-rows.ts';

/** Level of every interval and test of a judgement: a promotion by chance is as rare as 1 in 40. */
export const CONFIDENCE = 0.95;

/** With fewer rows a segment's performance says little, like a window's below `performance.minimumRows`. */
const DEFAULT_MINIMUM_SEGMENT_ROWS = 200;

/** When a candidate replaces the live model. */
export interface JudgeSettings {
  /** The metric that decides. */
  readonly metric: MetricName;
  /** The least improvement, in the metric's unit and direction; at least 0. */
  readonly margin: number;
  /** The fewest labelled rows that both models answered. */
  readonly minimumRows: number;
  /** Limits that the candidate must not meet, whatever the live model does; their `for` is ignored. @default - none */
  readonly floor?: readonly Limit[] | undefined;
  /** Names of the segment columns in which no segment may lose. @default - none */
  readonly segments?: readonly string[] | undefined;
  /** By how much a segment may be worse, in the metric's unit. @default 0: no listed segment may lose beyond chance */
  readonly maxSegmentLoss?: number | undefined;
  /** A segment with fewer rows is not judged. @default 200 */
  readonly minimumSegmentRows?: number | undefined;
}

export type CompleteSettings = { readonly [K in keyof JudgeSettings]-?: Exclude<JudgeSettings[K], undefined> };

/**
 * The settings with their defaults, checked against the rows.
 * @throws RangeError for a metric that the problem does not have or a margin or loss below 0, MissingColumnError,
 * InvalidPredictionsError
 */
export function completeSettings(settings: JudgeSettings, { problem, actual, segments }: HeldOut): CompleteSettings {
  const { metric, margin, minimumRows, floor = [], segments: listed = [], maxSegmentLoss = 0 } = settings;
  for (const name of [metric, ...floor.map((limit) => limit.metric)]) {
    if (!hasMetric(problem, name)) throw new RangeError(`${problem} has no metric ${name}`);
  }
  for (const [name, value] of Object.entries({ margin, maxSegmentLoss })) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} is a number from 0 on, got ${value}`);
    }
  }
  for (const feature of listed) {
    const column = segments?.get(feature);
    if (column === undefined) throw new MissingColumnError(feature, 'the segments', [...(segments?.keys() ?? [])]);
    if (column.codes.length !== actual.length) {
      throw new InvalidPredictionsError('segments', `has ${column.codes.length} rows, expected ${actual.length}`);
    }
  }
  const minimumSegmentRows = Math.max(1, settings.minimumSegmentRows ?? DEFAULT_MINIMUM_SEGMENT_ROWS);
  return { metric, margin, minimumRows, floor, segments: listed, maxSegmentLoss, minimumSegmentRows };
}
