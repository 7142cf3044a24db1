import { MissingTexts } from '../columns/missing-texts.ts';
import type { NumberFormat } from '../columns/number-format.ts';
import { isNaNText, parseNumber } from '../columns/number-text.ts';

/** The value of a label. */
export type LabelValue = number | string | boolean;

/** Reads labels and recognises missing ones. */
export class LabelReader {
  readonly #missing: MissingTexts;

  readonly #format: NumberFormat | undefined;

  /** @param format The format of numbers in texts. Not for plain tables, whose reader has applied it already. */
  constructor(missing: readonly string[], format?: NumberFormat) {
    this.#missing = new MissingTexts(missing);
    this.#format = format;
  }

  /** Reads a value of a JSON document. null for null, NaN, objects, lists, and texts or numbers that mean "missing". */
  readValue(value: unknown): LabelValue | null {
    switch (typeof value) {
      case 'number':
        return Number.isNaN(value) || this.#missing.hasNumber(value) ? null : value;
      case 'string':
        if (this.#missing.has(value) || isNaNText(value)) return null;
        return this.#format?.parse(value) ?? value;
      case 'boolean':
        return value;
      default:
        return null;
    }
  }

  /** Reads a CSV field. It is a number if it spells one, so that "1" and "1.0" equal the number 1 of a JSON label. */
  readField(field: string): LabelValue | null {
    if (this.#format !== undefined) return this.readValue(field);
    const number = parseNumber(field);
    return this.readValue(Number.isNaN(number) ? field : number);
  }
}
