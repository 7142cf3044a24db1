import type { Monitor } from '../../monitor/monitor.ts';
import type { QualityFinding } from '../../quality/types.ts';
import type { CheckResult } from '../../result/schema.ts';

/** How far the features and the answers of a window have drifted; null: it has too few rows. */
export type JudgedDrift = Pick<CheckResult, 'drift' | 'predictionDrift'>;

/**
 * Why a change of unit shows no broken data, to be added to its message; empty if it shows some. Values that move by a factor from window to
 * window meet the factor of a unit once in a while. So the data is broken only if the column has also drifted, which allows for
 * usual movement. A column with a limit of its own has not drifted below it, whatever moves; there, the unit alone decides.
 */
export function explainUnit(
  { check, feature, subject }: QualityFinding,
  { drift, predictionDrift }: JudgedDrift,
  { drift: { features, prediction } }: Pick<Monitor, 'drift'>,
): string {
  if (check !== 'scale_change' || feature === null) return '';
  const isAnswer = subject === 'answer';
  const settings = isAnswer ? prediction : features.get(feature);
  if (settings?.limit !== undefined) return '';
  const judged = (isAnswer ? predictionDrift : drift)?.features.find(({ name }) => name === feature);
  if (judged === undefined || judged.shift === null || judged.drifted) return '';
  return '; columns may move as far from one window to the next, so this is not yet counted as another unit';
}
