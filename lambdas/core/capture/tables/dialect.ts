/** Encodings that can be named; UTF-8 and, by their byte order marks, both of UTF-16 are recognised without. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How the text of a plain table is written, as far as it was said; the rest is recognised. */
export interface Dialect {
  /** CSV: one character between the fields. */
  readonly delimiter?: string | undefined;
  readonly encoding?: Encoding | undefined;
  /** The mark before the fraction of a number. Not given: the point. */
  readonly decimal?: string | undefined;
  /** The mark between groups of three digits. Not given: none. */
  readonly thousands?: string | undefined;
}

/** The dialect's part of settings that hold more. */
export function dialectOf({ delimiter, encoding, decimal, thousands }: Dialect): Dialect {
  return { delimiter, encoding, decimal, thousands };
}
