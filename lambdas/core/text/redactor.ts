import { createHmac } from 'node:crypto';
import { printable } from './printable.ts';

/** How texts show values of captured data, labels and training data: as they are, as keyed hashes, or not at all. */
export const VALUE_MODES = ['show', 'hash', 'hide'] as const;
export type ValueMode = (typeof VALUE_MODES)[number];

/** In place of a value that is not shown. */
export const HIDDEN = '(hidden)';

/** In place of one of several values that are not shown and have to be told apart. @param position Of the value, from 0 on. */
export function hiddenAt(position: number): string {
  return `(hidden ${position + 1})`;
}

/** Where values are hidden, a mean of fewer rows is left out: it says too much of each. */
export const FEW_ROWS = 10;

/** Hexadecimal digits of a hash: among a million values, two share one with a probability of 1 in 500. */
const HASH_DIGITS = 12;

/**
 * Decides what texts and results may quote of captured data, labels and training data. Aggregates over many rows, such as
 * means and shares, are not values. Equal values have equal hashes under the same key.
 */
export class Redactor {
  /** Shows everything. */
  static readonly SHOW = new Redactor('show', null);
  /** Shows nothing. */
  static readonly HIDE = new Redactor('hide', null);

  readonly mode: ValueMode;
  readonly #key: string | null;

  /** @param key Of the hashes. null: there are none, and what would be hashed is hidden. */
  constructor(mode: ValueMode, key: string | null) {
    this.mode = mode;
    this.#key = key;
  }

  /** Whether values are shown as they are. */
  get shows(): boolean {
    return this.mode === 'show';
  }

  /** A value as it may be shown, uncut and not made printable. */
  text(value: string): string {
    if (this.shows) return value;
    return this.mode === 'hash' ? this.token(value) : HIDDEN;
  }

  /** The same as a printable text of at most `maximum` UTF-16 units. */
  quote(value: string, maximum = 80): string {
    return printable(this.text(value), maximum);
  }

  /** The first few values as they may be shown, uncut and not made printable. None where they are hidden. */
  some(values: readonly string[], most: number): string[] {
    const areHidden = this.mode === 'hide' || (this.mode === 'hash' && this.#key === null);
    return areHidden ? [] : values.slice(0, most).map((value) => this.text(value));
  }

  /** A text that cannot be taken apart into own words and values, such as an excerpt of a record. Empty unless values are shown. */
  whole(text: string): string {
    return this.shows ? text : '';
  }

  /** A stand-in by which programs recognize a value: the hash, also where texts hide values. The value itself where they show it. */
  token(value: string): string {
    if (this.shows) return value;
    return this.#key === null ? HIDDEN : hashValue(value, this.#key);
  }

  /** A location with the values in the names of a table's folders, such as `country=DE`, replaced. */
  uri(uri: string): string {
    if (this.shows) return uri;
    return uri.replaceAll(/(?<=(?:^|\/)[^/=]*=)[^/]+(?=\/)/g, (value) => this.text(decoded(value)));
  }
}

/** An error whose message quotes values of the data. */
export interface QuotingError extends Error {
  /** The message with the values as they may be shown. */
  messageFor(redactor: Redactor): string;
}

/** An error of this class whose message quotes values of the data. */
export function quoting<E extends Error>(
  kind: new (message: string) => E,
  messageFor: (redactor: Redactor) => string,
): E & QuotingError {
  const error = new kind(messageFor(Redactor.SHOW));
  return Object.defineProperty(error, 'messageFor', { value: messageFor }) as E & QuotingError;
}

/** The keyed hash of a value: `#` and the first digits of HMAC-SHA-256. */
export function hashValue(value: string, key: string): string {
  return `#${createHmac('sha256', key).update(value).digest('hex').slice(0, HASH_DIGITS)}`;
}

/** Whether a text has the form of a {@link hashValue}. */
export function isHash(text: string): boolean {
  return /^#[0-9a-f]{12}$/.test(text);
}

/** Names of folders are percent-encoded; a value has the same hash wherever it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
