import { parseNumber } from './number-text.ts';

/** How numbers are written where the mark before the fraction is not the point, or the digits stand in groups. */
export interface NumberMarks {
  /** The mark before the fraction. Not given: the point. */
  readonly decimal?: string | undefined;
  /** The mark between groups of three digits. Not given: none. */
  readonly thousands?: string | undefined;
}

/** Numbers written with marks of a country: `1.234,5` and `1234,5` with a decimal comma and points between thousands. */
export class NumberFormat {
  readonly #pattern: RegExp;
  readonly #thousands: string;
  readonly #decimal: string;

  constructor({ decimal = '.', thousands = '' }: NumberMarks) {
    this.#decimal = decimal;
    this.#thousands = thousands;
    const point = matching(decimal);
    const digits = thousands === '' ? '\\d+' : `(?:\\d{1,3}(?:${matching(thousands)}\\d{3})+|\\d+)`;
    this.#pattern = new RegExp(`^[ \\t]*[+-]?(?:${digits}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?[ \\t]*$`);
  }

  /**
   * The number as programs write it; null when the text spells none. What other readers take for a number may be none here:
   * `1.5` where the point stands between thousands.
   */
  normalise(text: string): string | null {
    if (!this.#pattern.test(text)) return null;
    let plain = text;
    if (this.#thousands !== '') plain = withoutGroups(plain, this.#thousands);
    return this.#decimal === '.' ? plain : plain.replace(this.#decimal, '.');
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

/** Spreadsheets write narrow and unbreakable spaces where a space is meant. */
const SPACES = '[ \\u00a0\\u202f]';

function matching(mark: string): string {
  return mark === ' ' ? SPACES : `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function withoutGroups(text: string, mark: string): string {
  return mark === ' ' ? text.trim().replaceAll(new RegExp(SPACES, 'g'), '') : text.replaceAll(mark, '');
}
