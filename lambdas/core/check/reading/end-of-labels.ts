import { findHour } from '../../capture/hour-folders.ts';
import type { RunContext } from '../../context.ts';
import { LABEL_READERS } from '../../labels/formats/registry.ts';
import type { LabelSettings } from '../../monitor/monitor.ts';
import type { CheckResult } from '../../result/schema.ts';
import { isoTime } from '../../text/times.ts';
import type { Window } from '../../window.ts';

const HOUR = 3_600_000;

/**
 * The hour in which labels seem to have ended: that of the newest label file, if it was over before labels of the window were due. Only
 * of a window that has none and expects none; a few listings find it.
 *
 * @returns ISO 8601; null: labels have not ended, or their files do not tell when they arrived
 */
export async function endOfLabels(
  { uri, format, lag }: LabelSettings,
  window: Window,
  { settled, labelled, predictions, withoutId }: NonNullable<CheckResult['labels']>,
  { open, now }: Pick<RunContext, 'open' | 'now'>,
): Promise<string | null> {
  const isWithout = settled && labelled === 0 && withoutId < predictions;
  if (!isWithout || !LABEL_READERS[format].hourly) return null;
  try {
    const { store, prefix } = open(uri);
    const newest = await findHour(store, prefix, { from: 'newest', before: now });
    return newest !== null && newest + HOUR <= window.end + lag ? isoTime(newest) : null;
  } catch {
    // What is only said to be helpful must not end a check.
    return null;
  }
}
