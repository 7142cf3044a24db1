import { NumberFormat } from '../columns/number-format.ts';
import { parseNumber } from '../columns/number-text.ts';
import { type NamedSample, sampleNamed } from './named-sample.ts';
import type { ColumnProfile } from './types.ts';

/** Numbers are written so in some countries, and by programs only where it is declared. */
const FORMATS = [
  new NumberFormat({ decimal: ',', thousands: '.' }),
  new NumberFormat({ decimal: ',', thousands: ' ' }),
  new NumberFormat({ decimal: '.', thousands: ',' }),
  new NumberFormat({ decimal: '.', thousands: "'" }),
];

/** A column is such a one when at least this share of its rows reads as numbers in one format … */
const READABLE_SHARE = 0.95;
/** … and this share as numbers in no other way. */
const FOREIGN_SHARE = 0.05;

/** A column of texts that look like numbers with marks which were not declared. */
export interface NumberTexts {
  readonly name: string;
  /** One of its values. */
  readonly example: string;
}

/** The columns whose texts would be numbers if `decimal` or `thousands` were declared. */
export function findNumberTexts(columns: readonly ColumnProfile[]): NumberTexts[] {
  return columns.flatMap(({ name, categories, identifier }) => {
    const example = identifier?.numberLike ?? (categories === null ? null : numberWithMarks(sampleNamed(categories)));
    return example === null ? [] : [{ name, example }];
  });
}

/** A value of a column of which nearly all would be numbers if `decimal` or `thousands` were declared, with its marks; else null. */
export function numberWithMarks({ counts, rows }: NamedSample): string | null {
  for (const format of FORMATS) {
    let [plain, foreign, example] = [0, 0, ''];
    for (const [text, count] of counts) {
      if (!Number.isNaN(parseNumber(text))) plain += count;
      else if (format.parse(text) !== null) {
        foreign += count;
        // The longest one shows all the marks.
        if (text.length > example.length) example = text;
      }
    }
    if (foreign > 0 && foreign >= FOREIGN_SHARE * rows && foreign + plain >= READABLE_SHARE * rows) return example;
  }
  return null;
}
