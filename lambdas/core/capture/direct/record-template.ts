const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;

/** What a template's parts return where a record differs from it. */
export const DIFFERENT = -1;

/** A text in a record that differs from one record to the next. */
export const VARIABLES = ['eventId', 'inferenceId', 'time', 'request', 'response'] as const;
export type Variable = (typeof VARIABLES)[number];

/** Where a variable's text is, without its quotes. */
export interface Span {
  readonly variable: Variable;
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes that records share, between the texts in which they differ. A record with the same bytes in the same places
 * has the same members, except for these texts.
 */
export class RecordTemplate {
  /** In the order of the record. */
  readonly variables: readonly Variable[];
  readonly #bytes: DataView;
  /** The bytes before variable i begin at starts[i] and end at ends[i]. The last ones are those behind all variables. */
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];

  /** @param spans In the order of the record. */
  constructor(record: Uint8Array, spans: readonly Span[]) {
    this.#bytes = new DataView(Uint8Array.from(record).buffer);
    this.variables = spans.map(({ variable }) => variable);
    this.#starts = [0, ...spans.map(({ end }) => end)];
    this.#ends = [...spans.map(({ start }) => start), record.length];
  }

  /**
   * Compares the bytes from `at` on with those before variable `index`. Returns where the variable begins, or {@link
   * DIFFERENT}. After the last variable, `index` is their number.
   */
  skip(index: number, bytes: DataView, at: number): number {
    const template = this.#bytes;
    const end = this.#ends[index];
    let i = this.#starts[index];
    let into = at;
    if (into + end - i > bytes.byteLength) return DIFFERENT;
    // Four bytes at once.
    for (; i + 4 <= end; i += 4, into += 4) {
      if (template.getInt32(i, true) !== bytes.getInt32(into, true)) return DIFFERENT;
    }
    for (; i < end; i++, into++) {
      if (template.getUint8(i) !== bytes.getUint8(into)) return DIFFERENT;
    }
    return into;
  }
}

/** The index of the quote after a text without escapes, or {@link DIFFERENT}. */
export function endOfPlainText(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    // The byte is undefined at the end of the bytes.
    if (!(byte >= SPACE) || byte === BACKSLASH) return DIFFERENT;
  }
}
