import { trimmed } from './canonical-value.ts';
import { parseNumber } from './number-text.ts';

/**
 * Texts that mean "missing" by default, in every format: what pandas, R, SQL and spreadsheets write for an absent
 * value. Empty texts and null are always missing.
 */
export const DEFAULT_MISSING: readonly string[] = ['NA', 'N/A', '<NA>', '#N/A', 'NaT', 'None', 'null', 'NULL'];

/** The texts and numbers that count as missing in one data set. */
export class MissingTexts {
  readonly #texts: ReadonlySet<string>;
  /** The numbers among the texts, such as -999, missing in every spelling. null: none. */
  readonly #numbers: ReadonlySet<number> | null;

  /**
   * @param texts In addition to empty texts and null. Those of {@link DEFAULT_MISSING} count only if they are listed.
   */
  constructor(texts: readonly string[]) {
    this.#texts = new Set(texts);
    const numbers = texts.map((text) => parseNumber(text)).filter((number) => !Number.isNaN(number));
    this.#numbers = numbers.length === 0 ? null : new Set(numbers);
  }

  /** Whether a text that does not spell a number means "missing". Ignores spaces and tabs around it. */
  hasText(text: string): boolean {
    if (this.#texts.has(text)) return true;
    const word = trimmed(text);
    return word === '' || (word !== text && this.#texts.has(word));
  }

  /** Whether a text, or the number that it spells, means "missing". */
  has(text: string): boolean {
    return this.hasText(text) || (this.#numbers !== null && this.hasNumber(parseNumber(text)));
  }

  hasNumber(number: number): boolean {
    return this.#numbers?.has(number) ?? false;
  }
}
