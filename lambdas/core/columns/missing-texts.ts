import { trimmed } from './canonical-value.ts';
import { parseNumber } from './number-text.ts';

/**
 * Texts that mean "missing" where nothing else is said, in every format: what pandas, R, SQL and spreadsheets write for a
 * value that is not there. Empty texts and null are always missing.
 */
export const DEFAULT_MISSING: readonly string[] = ['NA', 'N/A', '<NA>', '#N/A', 'NaT', 'None', 'null', 'NULL'];

/** What counts as missing in one data set. */
export class MissingTexts {
  readonly #texts: ReadonlySet<string>;
  /** The numbers among the texts, such as -999: missing in every spelling. null when there are none. */
  readonly #numbers: ReadonlySet<number> | null;

  /** `texts`: besides empty texts and null, those of {@link DEFAULT_MISSING} only where they are listed. */
  constructor(texts: readonly string[]) {
    this.#texts = new Set(texts);
    const numbers = texts.map((text) => parseNumber(text)).filter((number) => !Number.isNaN(number));
    this.#numbers = numbers.length === 0 ? null : new Set(numbers);
  }

  /** Whether a text that spells no number means "missing". Spaces and tabs around it do not count. */
  hasText(text: string): boolean {
    if (this.#texts.has(text)) return true;
    const word = trimmed(text);
    return word === '' || (word !== text && this.#texts.has(word));
  }

  /** Whether a text means "missing", a number that it may spell included. */
  has(text: string): boolean {
    return this.hasText(text) || (this.#numbers !== null && this.hasNumber(parseNumber(text)));
  }

  hasNumber(number: number): boolean {
    return this.#numbers?.has(number) ?? false;
  }
}
