/** The encodings that can be declared. UTF-8, and UTF-16 with a byte order mark, are recognised. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'latin-1', 'windows-1252'] as const;
/** An encoding of text that can be declared. */
export type Encoding = (typeof ENCODINGS)[number];

/** How the text of a plain table is written, as far as it is declared. The rest is recognised. */
export interface Dialect {
  /** CSV: the character between the fields. */
  readonly delimiter?: string | undefined;
  readonly encoding?: Encoding | undefined;
  /** The decimal mark. @default - the point */
  readonly decimal?: string | undefined;
  /** The mark between groups of three digits. @default - none */
  readonly thousands?: string | undefined;
}

/** The dialect in other settings. */
export function dialectOf({ delimiter, encoding, decimal, thousands }: Dialect): Dialect {
  return { delimiter, encoding, decimal, thousands };
}
