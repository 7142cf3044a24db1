import type { Span, Variable } from './record-template.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** The objects and texts to look for, by key. */
export interface TextPlaces {
  readonly [key: string]: TextPlaces | Variable;
}

/**
 * Finds the texts at the given places of a JSON object, in the order of the bytes. null if a key of the objects on the
 * way occurs twice or is escaped, or if something else than a text or object is at one of the places.
 *
 * @param json Valid JSON.
 */
export function findTexts(json: Uint8Array, places: TextPlaces): Span[] | null {
  const finder = new TextFinder(json);
  return finder.find(places) ? finder.spans : null;
}

class TextFinder {
  readonly spans: Span[] = [];
  readonly #json: Uint8Array;
  #at = 0;

  constructor(json: Uint8Array) {
    this.#json = json;
  }

  /** Reads an object. */
  find(places: TextPlaces): boolean {
    const seen = new Set<string>();
    if (this.#next() !== OPENING_BRACE) return false;
    this.#at++;
    while (this.#next() !== CLOSING_BRACE) {
      const start = this.#at + 1;
      const end = this.#skipText();
      const key = Buffer.from(this.#json.subarray(start, end)).toString('utf8');
      if (key.includes('\\') || seen.has(key)) return false;
      seen.add(key);
      if (this.#next() !== COLON) return false;
      this.#at++;
      if (!this.#readMember(Object.hasOwn(places, key) ? places[key] : null)) return false;
      if (this.#next() === COMMA) this.#at++;
    }
    this.#at++;
    return true;
  }

  #readMember(place: TextPlaces | Variable | null): boolean {
    const first = this.#next();
    if (place === null) {
      this.#skipValue();
      return true;
    }
    if (typeof place === 'object') return first === OPENING_BRACE && this.find(place);
    if (first !== QUOTE) return false;
    const start = this.#at + 1;
    this.spans.push({ variable: place, start, end: this.#skipText() });
    return true;
  }

  /** The next byte that is not white space. */
  #next(): number | undefined {
    while (this.#json[this.#at] <= 32) this.#at++;
    return this.#json[this.#at];
  }

  /** Returns the index of the closing quote. */
  #skipText(): number {
    let at = this.#at + 1;
    while (at < this.#json.length && this.#json[at] !== QUOTE) at += this.#json[at] === BACKSLASH ? 2 : 1;
    this.#at = at + 1;
    return at;
  }

  #skipValue(): void {
    let depth = 0;
    for (; this.#at < this.#json.length; this.#at++) {
      const byte = this.#json[this.#at];
      if (byte === QUOTE) {
        this.#skipText();
        this.#at--;
      } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth++;
      else if (depth === 0 && (byte === COMMA || byte === CLOSING_BRACE)) return;
      else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth--;
    }
  }
}
