import { canonicalValue, parseBoolean } from '../columns/canonical-value.ts';
import { isBit } from './infer-type.ts';
import type { ColumnSchema } from './schema.ts';
import { readTimeText } from './time-text.ts';

/**
 * The number that each text of a chunk's dictionary stands for in a number column, NaN for other texts. null if no text
 * stands for a number, because the column holds neither times, durations nor bits.
 */
export function numbersOfTexts(dictionary: readonly string[], schema: ColumnSchema | null): Float64Array | null {
  if (schema?.type !== 'number' || dictionary.length === 0) return null;
  const { form, bits } = schema;
  if (form !== undefined) return Float64Array.from(dictionary, (text) => readTimeText(form, text));
  if (bits !== true) return null;
  return Float64Array.from(dictionary, (text) => {
    const boolean = parseBoolean(text);
    return boolean !== null ? Number(boolean) : isBit(text) ? Number(canonicalValue(text)) : Number.NaN;
  });
}
