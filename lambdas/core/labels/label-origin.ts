import { TextHash } from '../text/hash-text.ts';

/** What decides which of several labels for a row counts. One object serves a whole reading: copy what has to be kept. */
export interface LabelOrigin {
  /** A hash of 32 bits of the record that the label stands in; null where records cannot be recognised again. */
  content: number | null;
  /** When the label became known, milliseconds since the epoch; NaN where the monitor names no time. */
  time: number;
  /** Whether a file with the same bytes came before. */
  isRepeat: boolean;
  /** Whether it came too late to count. */
  isLate: boolean;
}

const hash = new TextHash();

/** The hash that makes texts of the same content one record; never 0, which stands for none. */
export function contentOf(text: string): number {
  return hash.of(text).low || 1;
}

export function noOrigin(): LabelOrigin {
  return { content: null, time: Number.NaN, isRepeat: false, isLate: false };
}
