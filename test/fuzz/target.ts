import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { ReadingSummary } from '../../lambdas/core/capture/reading-summary.ts';
import type { DataSource } from '../../lambdas/core/ports.ts';
import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { sourceOf } from '../core/capture/memory-source.ts';
import { below, chance, mutateBytes } from './mutate.ts';

/** One kind of input and the laws that its reader keeps. */
export interface Target {
  readonly name: string;
  /** Makes an input from `random` and reads it. Throws where a law is broken. */
  run(random: SeededRandom): Promise<void>;
}

/** A law that a reader broke. */
class BrokenLawError extends Error {
  override readonly name = 'BrokenLawError';
}

export function requireLaw(holds: boolean, law: string): void {
  if (!holds) throw new BrokenLawError(law);
}

/** Runs `read`; errors with one of these names are answers, any other one is a broken law. */
export async function answerOf<T>(read: () => Promise<T>, accepted: readonly string[]): Promise<T | string> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BrokenLawError) throw error;
    if (!(error instanceof Error && accepted.includes(error.name))) {
      throw new BrokenLawError(`it throws what is no rejection: ${error}`, { cause: error });
    }
    return `${error.name}: ${error.message}`;
  }
}

/** The bytes of the file as they are, zipped, or zipped and broken. */
export function packed(random: SeededRandom, text: string): { bytes: Uint8Array; whole: boolean } {
  if (!chance(random, 0.15)) return { bytes: Buffer.from(text), whole: true };
  const zipped = gzipSync(text);
  return chance(random, 0.5) ? { bytes: zipped, whole: true } : { bytes: mutateBytes(random, zipped), whole: false };
}

/** Reads the bytes in one piece and in pieces of another size: both give the same. Returns it. */
export async function readTwice<T>(
  random: SeededRandom,
  bytes: Uint8Array,
  uri: string,
  read: (source: DataSource) => Promise<T>,
): Promise<T> {
  const whole = await read(sourceOf(bytes, { uri, piece: Math.max(1, bytes.length) }));
  const piece = 1 + below(random, chance(random, 0.5) ? 16 : 500);
  const cut = await read(sourceOf(bytes, { uri, piece: Math.max(piece, Math.floor(bytes.length / 2000)) }));
  requireLaw(isDeepStrictEqual(whole, cut), `pieces of ${piece} bytes change what is read`);
  return whole;
}

/** Records are rows, or outside the window, or rejected with a reason, and the rejected ones have a place. */
export function checkSummary(summary: ReadingSummary, rows: number): void {
  const { rejected } = summary;
  requireLaw(summary.rows === rows, `${rows} rows were read, ${summary.rows} counted`);
  const byReason = rejected.byReason.reduce((sum, { count }) => sum + count, 0);
  requireLaw(byReason === rejected.records, `${rejected.records} records are rejected, ${byReason} for a reason`);
  const placed = rejected.places.reduce((sum, { count }) => sum + count, rejected.elsewhere);
  requireLaw(placed === rejected.records, `${rejected.records} records are rejected, ${placed} have a place`);
  requireLaw(rejected.records <= summary.records, 'more records are rejected than read');
}

/** A plain table whose first line is not an object may be one JSON text over many lines, whose records are no lines. */
export function beginsAsJsonLines(format: string, text: string): boolean {
  if (format !== 'jsonl') return true;
  try {
    return /^\s*\{/.test(text) && JSON.parse(text.trimStart().split('\n', 1)[0]) !== null;
  } catch {
    return false;
  }
}
