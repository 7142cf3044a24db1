import { MissingTexts } from '../columns/missing-texts.ts';
import type { NumberFormat } from '../columns/number-format.ts';
import { isNaNText, parseNumber } from '../columns/number-text.ts';

/** What a label can be. */
export type LabelValue = number | string | boolean;

/** Tells labels from what stands where a label is missing. */
export class LabelReader {
  readonly #missing: MissingTexts;

  readonly #format: NumberFormat | undefined;

  /** @param format How numbers are spelled, where not as programs do. Plain tables have read it already. */
  constructor(missing: readonly string[], format?: NumberFormat) {
    this.#missing = new MissingTexts(missing);
    this.#format = format;
  }

  /** A value of a JSON document: null for null, NaN, objects, lists and texts or numbers that mean "missing". */
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

  /** A CSV field: a number where it spells one, so that "1" and "1.0" are the number of a JSON label. */
  readField(field: string): LabelValue | null {
    if (this.#format !== undefined) return this.readValue(field);
    const number = parseNumber(field);
    return this.readValue(Number.isNaN(number) ? field : number);
  }
}
