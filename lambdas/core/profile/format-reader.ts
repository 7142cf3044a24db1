import { isObject } from '../capture/field-path.ts';
import { ProfileFormatError } from './errors.ts';

/** The longest quote of a rejected value. */
const LONGEST_QUOTE = 60;

/**
 * A value of a parsed JSON document, with its path. Every method returns it as one type or throws {@link
 * ProfileFormatError}.
 */
export class FormatReader {
  readonly value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.value = value;
    this.#path = path;
  }

  refuse(accepted: string): never {
    const quote = write(this.value);
    const shown = quote.length > LONGEST_QUOTE ? `${quote.slice(0, LONGEST_QUOTE)}…` : quote;
    throw new ProfileFormatError(this.#path, `found ${shown}, expected ${accepted}`);
  }

  /** A member of an object. Its value is undefined if there is none. `name` must not come from the document. */
  member(name: string): FormatReader {
    const path = this.#path === '' ? name : `${this.#path}.${name}`;
    return isObject(this.value) ? new FormatReader(this.value[name], path) : this.refuse('an object');
  }

  /** An element of an array. Its value is undefined if there is none. */
  item(index: number): FormatReader {
    return new FormatReader(this.#array()[index], `${this.#path}[${index}]`);
  }

  list<T>(read: (item: FormatReader) => T): T[] {
    return this.#array().map((value, i) => read(new FormatReader(value, `${this.#path}[${i}]`)));
  }

  orNull<T>(read: (value: FormatReader) => T): T | null {
    return this.value === null ? null : read(this);
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.refuse('a text');
  }

  boolean(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.refuse('true or false');
  }

  oneOf<T extends string>(accepted: readonly T[]): T {
    return (
      accepted.find((text) => text === this.value) ?? this.refuse(accepted.map((text) => `"${text}"`).join(' or '))
    );
  }

  /** A whole number of rows. */
  count(): number {
    return isCount(this.value) ? this.value : this.refuse('a whole number, 0 or more');
  }

  finite(): number {
    return typeof this.value === 'number' && Number.isFinite(this.value) ? this.value : this.refuse('a finite number');
  }

  /** Whole numbers that add up to `total`. */
  counts(total: number): number[] {
    const items = this.#array();
    const counts = items.map((_, i) => this.#count(items, i));
    const sum = counts.reduce((total, count) => total + count, 0);
    if (sum !== total) this.refuse(`counts that add up to ${total}; they add up to ${sum}`);
    return counts;
  }

  #count(counts: readonly unknown[], i: number): number {
    const count = counts[i];
    return isCount(count) ? count : this.item(i).count();
  }

  /** Exactly `length` finite numbers. */
  finites(length: number): number[] {
    const values = this.numbers();
    if (values.length !== length) this.refuse(`${length} numbers; there are ${values.length}`);
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    return wrong < 0 ? values : this.item(wrong).refuse('a finite number');
  }

  /** Exactly `length` numbers in ascending order, "Infinity" and "-Infinity" among them. */
  ascending(length: number): number[] {
    const values = this.numbers();
    if (values.length !== length) this.refuse(`${length} numbers; there are ${values.length}`);
    for (let i = 1; i < length; i++) {
      if (values[i] <= values[i - 1]) this.item(i).refuse(`a number above ${values[i - 1]}`);
    }
    return values;
  }

  /** Numbers, "Infinity" and "-Infinity" among them. */
  numbers(): number[] {
    const values = this.#array();
    const decoded = new Array<number>(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'number') decoded[i] = value;
      else if (value === 'Infinity' || value === '-Infinity') decoded[i] = Number(value);
      else this.item(i).refuse('a number, "Infinity" or "-Infinity"');
    }
    return decoded;
  }

  #array(): readonly unknown[] {
    return Array.isArray(this.value) ? this.value : this.refuse('an array');
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function write(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    // The value is nested deeper than the stack allows.
    return Array.isArray(value) ? 'an array' : 'an object';
  }
}
