import { Column } from '../../columns/column.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { type PairedPredictions, pairTables } from '../../performance/rows/paired-tables.ts';
import { evaluationSettings } from '../prediction-columns.ts';
import type { HeldOutAnswers } from './read-held-out.ts';

/** A feature whose values are segments, a code for each pair. */
export interface SegmentCodes {
  /** Index into `texts`; below 0 where the row has no value. */
  readonly codes: Int32Array;
  readonly texts: readonly string[];
}

/**
 * Held-out rows as they are judged: the pairs of answers, and the segments by the feature's name. `rows` of the answers that
 * are not among the pairs cannot be used, for the label's sake or for either model's.
 *
 * @param segments `promote.segments`.
 * @throws PositiveClassError
 */
export function pairHeldOut(
  { candidate, live }: Pick<HeldOutAnswers, 'candidate' | 'live'>,
  { problem, capture, positive }: Pick<Monitor, 'problem' | 'capture' | 'positive'>,
  segments: readonly string[],
): PairedPredictions & { readonly segments: ReadonlyMap<string, SegmentCodes> } {
  const settings = evaluationSettings(problem, capture.prediction, positive);
  const { paired, rows } = pairTables({ candidate, live }, settings);
  const coded = segments.map((name, i): [string, SegmentCodes] => {
    const column: unknown = candidate.column(`segment_${i}`);
    if (!(column instanceof Column)) throw new TypeError(`the segments of ${name} are no classes`);
    return [name, { codes: Int32Array.from(rows, (row) => column.code(row)), texts: column.dictionary }];
  });
  return { ...paired, segments: new Map(coded) };
}
