import { TextHash } from '../text/hash-text.ts';

/**
 * What decides which of several labels for a row counts. One object is reused for a whole reading, so copy what must be
 * kept.
 */
export interface LabelOrigin {
  /** A 32-bit hash of the label's record. null: records cannot be recognised again. */
  content: number | null;
  /** When the label became known, in milliseconds since the epoch. NaN: the monitor names no time. */
  time: number;
  /** Whether a file with the same bytes was read before. */
  isRepeat: boolean;
  /** Whether the label arrived too late to count. */
  isLate: boolean;
  /** Whether the label becomes known only after the time of the run. */
  isAhead: boolean;
}

const hash = new TextHash();

/** The hash that identifies a record by its content. Never 0, which stands for no record. */
export function contentOf(text: string): number {
  return hash.of(text).low || 1;
}

export function noOrigin(): LabelOrigin {
  return { content: null, time: Number.NaN, isRepeat: false, isLate: false, isAhead: false };
}
