import type { CheckResult, DriftResult } from '../result/schema.ts';
import { countOf, formatCount } from '../text/numbers.ts';

type Earlier = NonNullable<DriftResult['earlier']>;

/** How much of the usual movement is known; null where nothing is learned or it needs no mention. */
export function describeLearning({
  drift,
  predictionDrift,
}: Pick<CheckResult, 'drift' | 'predictionDrift'>): string | null {
  const shifts = [drift, predictionDrift].flatMap((family) =>
    (family?.features ?? []).flatMap(({ shift }) => shift ?? []),
  );
  const first = shifts.filter(({ limitSource }) => limitSource === 'first_windows');
  if (first.length > 0) {
    const windows = Math.max(...first.map(({ historyWindows }) => historyWindows));
    const from = describeFirst(windows, drift?.earlier ?? predictionDrift?.earlier);
    const some =
      first.length < shifts.length ? ` for ${formatCount(first.length)} of ${countOf(shifts.length, 'column')}` : '';
    return `still being learned${some}: ${from}, and limits are wide until more are known`;
  }
  const short = shifts.filter(({ limitSource }) => limitSource === 'short_history');
  if (short.length > 0) {
    const windows = Math.max(...short.map(({ historyWindows }) => historyWindows));
    const known = countOf(windows, 'window');
    return `known from ${known}, less than one whole cycle; no more are kept, so limits stay wide`;
  }
  const known = shifts.filter(({ limitSource }) => limitSource === 'history' || limitSource === 'season');
  if (known.length === 0) return null;
  const windows = known.map(({ historyWindows }) => historyWindows);
  const [least, largest] = [Math.min(...windows), Math.max(...windows)];
  return `known from ${least === largest ? countOf(least, 'window') : `${formatCount(least)} to ${countOf(largest, 'window')}`}`;
}

/** Why earlier windows do not count, in the order in which it is said. */
const REASONS: readonly (readonly [keyof Earlier, words: string])[] = [
  ['broken', 'with broken data'],
  ['fewRows', 'with too few rows'],
  ['noRows', 'without rows'],
  ['otherBaseline', 'compared with another baseline'],
];

/** @param windows from which something is learned of some column */
function describeFirst(windows: number, earlier: Earlier | undefined): string {
  const reasons = REASONS.map(([key, words]) => [earlier?.[key] ?? 0, words] as const);
  const judged = earlier?.judged ?? 0;
  if (windows === 0) reasons.push([judged, 'in which the columns had drifted or were missing']);
  const leftOut = reasons.filter(([count]) => count > 0);
  const count = leftOut.reduce((sum, [count]) => sum + count, 0);
  const why = leftOut.map(([count, words]) => `${formatCount(count)} ${words}`).join(', ');
  const not = count === 1 ? 'does not count' : 'do not count';
  if (windows > 0) {
    const known = countOf(windows, 'window is', 'windows are');
    return `${known} known${count === 0 ? '' : `, ${formatCount(count)} more ${not} (${why})`}`;
  }
  if (count === 0) return 'this is the first window';
  return `${countOf(count, 'earlier window')} ${not} (${why})`;
}
