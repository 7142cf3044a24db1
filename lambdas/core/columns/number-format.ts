import { parseNumber } from './number-text.ts';

/** The marks in numbers whose decimal mark is not the point, or whose digits are grouped. */
export interface NumberMarks {
  /** The decimal mark. @default - the point */
  readonly decimal?: string | undefined;
  /** The mark between groups of three digits. @default - none */
  readonly thousands?: string | undefined;
}

/** Spreadsheets also write non-breaking and narrow spaces for a space, and a typographic apostrophe for a plain one. */
const VARIANTS: ReadonlyMap<string, string> = new Map([
  [' ', '[ \\u00a0\\u202f]'],
  ["'", "['\\u2019]"],
]);

/** Reads numbers with a locale's marks: `1.234,5` and `1234,5` with a decimal comma and points between thousands. */
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
   * The number with a decimal point and without groups. null if the text is not a number in this format: `1.5` is not
   * one if the point groups thousands.
   */
  normalise(text: string): string | null {
    if (!this.#pattern.test(text)) return null;
    let plain = text.trim();
    if (this.#groups !== null) plain = plain.replace(this.#groups, '');
    // The typographic minus sign, which some locales write.
    return plain.replaceAll('\u2212', '-').replace(this.#decimal, '.');
  }

  /** The number. null if the text is not a number in this format. */
  parse(text: string): number | null {
    const plain = this.normalise(text);
    const number = plain === null ? Number.NaN : parseNumber(plain);
    return Number.isNaN(number) ? null : number;
  }

  /** Whether the text is a number with a decimal point, which must not be read as one in this format. */
  isForeign(text: string): boolean {
    return text.includes('.') && !Number.isNaN(parseNumber(text));
  }
}

/** The format for the declared marks. undefined if none are declared. */
export function numberFormat(marks: NumberMarks): NumberFormat | undefined {
  return marks.decimal === undefined && marks.thousands === undefined ? undefined : new NumberFormat(marks);
}

/** A pattern for the mark and its variants. */
function matching(mark: string): string {
  return VARIANTS.get(mark) ?? mark.replace(/[.]/, '\\$&');
}
