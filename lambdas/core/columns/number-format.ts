import { parseNumber } from './number-text.ts';

/** How numbers are written where the mark before the fraction is not the point, or the digits stand in groups. */
export interface NumberMarks {
  /** The mark before the fraction. Not given: the point. */
  readonly decimal?: string | undefined;
  /** The mark between groups of three digits. Not given: none. */
  readonly thousands?: string | undefined;
}

/** Spreadsheets write unbreakable and narrow spaces where a space is meant, and a typographic apostrophe for the plain one. */
const VARIANTS: ReadonlyMap<string, string> = new Map([
  [' ', '[ \\u00a0\\u202f]'],
  ["'", "['\\u2019]"],
]);

/** Numbers written with marks of a country: `1.234,5` and `1234,5` with a decimal comma and points between thousands. */
export class NumberFormat {
  readonly #pattern: RegExp;
  readonly #groups: RegExp | null;
  readonly #decimal: RegExp;

  constructor({ decimal = '.', thousands = '' }: NumberMarks) {
    const point = matching(decimal);
    const group = matching(thousands);
    this.#decimal = new RegExp(point);
    this.#groups = thousands === '' ? null : new RegExp(group, 'g');
    const digits = thousands === '' ? '\\d+' : `(?:\\d{1,3}(?:${group}\\d{3})+|\\d+)`;
    this.#pattern = new RegExp(
      `^[ \\t]*[+\\-\\u2212]?(?:${digits}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+\\-\\u2212]?\\d+)?[ \\t]*$`,
    );
  }

  /**
   * The number as programs write it; null when the text spells none. What other readers take for a number may be none here:
   * `1.5` where the point stands between thousands.
   */
  normalise(text: string): string | null {
    if (!this.#pattern.test(text)) return null;
    let plain = text.trim();
    if (this.#groups !== null) plain = plain.replace(this.#groups, '');
    // The minus sign of typography, which some countries' formats write.
    return plain.replaceAll('\u2212', '-').replace(this.#decimal, '.');
  }

  /** The number; null when the text spells none. */
  parse(text: string): number | null {
    const plain = this.normalise(text);
    const number = plain === null ? Number.NaN : parseNumber(plain);
    return Number.isNaN(number) ? null : number;
  }

  /** Whether the text spells a number elsewhere, and must not be one here. */
  isForeign(text: string): boolean {
    return text.includes('.') && !Number.isNaN(parseNumber(text));
  }
}

/** undefined when nothing was said, so that numbers are written as programs write them. */
export function numberFormat(marks: NumberMarks): NumberFormat | undefined {
  return marks.decimal === undefined && marks.thousands === undefined ? undefined : new NumberFormat(marks);
}

/** A pattern for the mark and the characters that stand for it. */
function matching(mark: string): string {
  return VARIANTS.get(mark) ?? mark.replace(/[.]/, '\\$&');
}
