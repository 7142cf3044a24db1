import { NumberFormat } from '../columns/number-format.ts';
import { parseNumber } from '../columns/number-text.ts';
import { type NamedSample, sampleNamed } from './named-sample.ts';
import type { ColumnProfile } from './types.ts';

/** Number formats of some locales. They are read as numbers only if the monitor declares them. */
const FORMATS = [
  new NumberFormat({ decimal: ',', thousands: '.' }),
  new NumberFormat({ decimal: ',', thousands: ' ' }),
  new NumberFormat({ decimal: '.', thousands: ',' }),
  new NumberFormat({ decimal: '.', thousands: "'" }),
];

/** A column looks like numbers in a format if at least this share of its rows are numbers in it, … */
const READABLE_SHARE = 0.95;
/** … and at least this share are numbers in that format but not plain numbers. */
const FOREIGN_SHARE = 0.05;

/** A column of texts that look like numbers with undeclared marks. */
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

/**
 * A value with its marks, if nearly all of the column's values would be numbers with `decimal` or `thousands` declared.
 * Otherwise null.
 */
export function numberWithMarks({ counts, rows }: NamedSample): string | null {
  for (const format of FORMATS) {
    let [plain, foreign, example] = [0, 0, ''];
    for (const [text, count] of counts) {
      if (!Number.isNaN(parseNumber(text))) plain += count;
      else if (format.parse(text) !== null) {
        foreign += count;
        // The longest value shows all marks.
        if (text.length > example.length) example = text;
      }
    }
    if (foreign > 0 && foreign >= FOREIGN_SHARE * rows && foreign + plain >= READABLE_SHARE * rows) return example;
  }
  return null;
}
