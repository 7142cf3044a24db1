import * as z from 'zod';
import { TABLE_FORMATS } from '../../capture/capture-formats.ts';
import type { FieldLocation } from '../../capture/spec.ts';
import { ENCODINGS } from '../../capture/tables/dialect.ts';
import { canonicalValue } from '../../columns/canonical-value.ts';
import { DEFAULT_MISSING } from '../../columns/missing-texts.ts';
import { byName, categoryText } from './fields.ts';

/** Locations by class. Each class has its canonical spelling and occurs once. */
export function byClass<T extends z.ZodType<FieldLocation>>(place: T) {
  return byName(place).superRefine(refuseSameClass).transform(withoutPrototype);
}

function refuseSameClass(map: ReadonlyMap<string, unknown>, context: z.RefinementCtx): void {
  const spellings = new Map<string, string>();
  for (const name of map.keys()) {
    const before = spellings.get(canonicalValue(name));
    spellings.set(canonicalValue(name), name);
    if (before === undefined) continue;
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `is the class ${JSON.stringify(before)} in another spelling`,
      params: { accepted: 'each class once' },
    });
  }
}

/** Class names come from the data, so the object has no prototype, whose names could clash with them. */
function withoutPrototype<T extends FieldLocation>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null);
  for (const [name, place] of map) record[canonicalValue(name)] = place;
  return record;
}

/** Captures, labels and training data alike. */
export const missing = z
  .array(categoryText)
  .default([...DEFAULT_MISSING])
  .describe('Texts and numbers that mean "missing", besides empty texts, null and NaN; replaces the default list');

export const NAMES_COLUMNS = 'CSV: whether the first record names the columns';
export const header = z.boolean().default(true).describe(NAMES_COLUMNS);

const numberMark = z.string().regex(/^[.,' ]$/, { error: 'is not a point, a comma, an apostrophe or a space' });

/** The formats of plain tables, for descriptions. */
export const TABLES = TABLE_FORMATS.join(', ');

/** How a text table is written. */
export const dialect = {
  delimiter: z
    .string()
    .transform((text) => (text === 'tab' || text === '\\t' ? '\t' : text))
    .pipe(z.string().regex(/^[^"\r\n]$/, { error: 'is not one character, or tab' }))
    .optional()
    .describe('CSV: the character between the fields; default: comma, semicolon, tab or bar, whichever the file uses'),
  encoding: z
    .enum(ENCODINGS)
    .optional()
    .describe('csv, jsonl: the encoding; default: UTF-8, or UTF-16 if the file has a byte order mark'),
  decimal: numberMark.optional().describe(`${TABLES}: the decimal separator; default: the point`),
  thousands: numberMark.optional().describe(`${TABLES}: the thousands separator; default: none`),
};
