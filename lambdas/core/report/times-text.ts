import type { TimesFound } from '../baseline/times-found.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';

const LEARNED_LIVE = 'the usual movement of columns will be learned from the first windows';

/** Says which column gave the times of a baseline's rows and in how many windows, or why none did. */
export function timesText(times: TimesFound): string {
  const { column, named, off, candidates, rowsWithoutTime, windows, large, measured, fewestRows, unusable } = times;
  if (off) return `no column with the time (baseline.time is off): ${LEARNED_LIVE}`;
  if (column === null && candidates.length === 0) return `no time column (baseline.time): ${LEARNED_LIVE}`;
  if (column === null) {
    const names = candidates.map((name) => quoted(name)).join(', ');
    return `several columns hold times (${names}): name the one with the event time in baseline.time; until then ${LEARNED_LIVE}`;
  }
  const which = `${quoted(column)} (${named ? 'baseline.time' : 'the only column of times that is no feature'})`;
  if (unusable === 'too_many_windows') return `the times in ${which} fall into too many windows: ${LEARNED_LIVE}`;
  if (unusable === 'days_only') return `the times in ${which} are days, windows are parts of a day: ${LEARNED_LIVE}`;
  const without = rowsWithoutTime > 0 ? `, ${countOf(rowsWithoutTime, 'row')} without a time` : '';
  const found = `${countOf(windows, 'window')} by the times in ${which}${without}`;
  const few = windows > large ? `, ${formatCount(windows - large)} of them with fewer than ${fewestRows} rows` : '';
  if (measured === 0) return `${found}${few}: too few; ${LEARNED_LIVE}`;
  const newest = measured < large ? `the newest ${formatCount(measured)} of ` : '';
  return `usual movement is known from ${newest}${found}${few}`;
}
