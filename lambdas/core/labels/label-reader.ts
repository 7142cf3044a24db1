import { MissingTexts } from '../columns/missing-texts.ts';
import { isNaNText, parseNumber } from '../columns/number-text.ts';

/** What a label can be. */
export type LabelValue = number | string | boolean;

/** Tells labels from what stands where a label is missing. */
export class LabelReader {
  readonly #missing: MissingTexts;

  constructor(missing: readonly string[]) {
    this.#missing = new MissingTexts(missing);
  }

  /** A value of a JSON document: null for null, NaN, objects, lists and texts or numbers that mean "missing". */
  readValue(value: unknown): LabelValue | null {
    switch (typeof value) {
      case 'number':
        return Number.isNaN(value) || this.#missing.hasNumber(value) ? null : value;
      case 'string':
        return this.#missing.has(value) || isNaNText(value) ? null : value;
      case 'boolean':
        return value;
      default:
        return null;
    }
  }

  /** A CSV field: a number where it spells one, so that "1" and "1.0" are the number of a JSON label. */
  readField(field: string): LabelValue | null {
    const number = parseNumber(field);
    return this.readValue(Number.isNaN(number) ? field : number);
  }
}
