import { parseNumber } from '../columns/number-text.ts';
import { readTimeText } from '../profile/time-text.ts';
import type { ColumnProfile } from '../profile/types.ts';

/**
 * The cause of texts in a number column, with the setting that solves it. null if the texts do not have one cause in
 * common.
 */
export function explainTexts({ name, form }: ColumnProfile, texts: readonly string[]): string | null {
  if (texts.length === 0) return null;
  const all = (test: (text: string) => boolean) => texts.every(test);
  if (form === undefined) {
    const setting = (type: string) =>
      `"baseline.types: { ${JSON.stringify(name)}: ${type} }" reads both; build the baseline again with it`;
    if (all((text) => !Number.isNaN(readTimeText('time', text)))) {
      return `they are times, and the baseline has numbers: ${setting('time')}`;
    }
    if (all((text) => !Number.isNaN(readTimeText('duration', text)))) {
      return 'they are durations or times of day, and the baseline has numbers, whose unit is unknown: write both alike';
    }
    return all(isNumber) ? 'they are numbers written as texts' : null;
  }
  if (!all(isNumber)) return null;
  return form === 'duration'
    ? 'they are numbers, and the baseline has durations: their unit is unknown, so write both alike'
    : 'they are numbers, and none is a time in seconds, milliseconds, microseconds or nanoseconds since the epoch';
}

function isNumber(text: string): boolean {
  return !Number.isNaN(parseNumber(text));
}
