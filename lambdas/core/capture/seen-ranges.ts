import { lowerHalfOf, type SeenPart } from './seen-records.ts';

/**
 * Records in ranges of the hashes of their ids, as a file from which one range can be read. All that is remembered of an id is in one
 * range. Ranges are those of the lower half: by the upper one, tables spread their keys. 32-bit integers in the machine's byte order, which is little-endian on x64 and arm64: for each range its numbers of ids and of
 * others, then its ids and its others, three integers each, see `SeenPart`.
 */

/** The words of an entry. */
const WORDS = 3;
/** The bytes at the start of a file that say where its ranges are. */
export function headerBytes(ranges: number): number {
  return 2 * ranges * Uint32Array.BYTES_PER_ELEMENT;
}

/** The file of some records. */
export function writeRanges({ ids, others }: SeenPart, ranges: number): Uint8Array {
  const file = new Uint32Array(2 * ranges + ids.length + others.length);
  const rangeOf = (low: number) => Math.floor((low / 2 ** 32) * ranges);
  const rangeOfOther = (i: number) => rangeOf(lowerHalfOf(others[i + 1], others[i + 2]));
  for (let i = 0; i < ids.length; i += WORDS) file[2 * rangeOf(ids[i + 1])]++;
  for (let i = 0; i < others.length; i += WORDS) file[2 * rangeOfOther(i) + 1]++;
  const ends: number[] = [];
  let end = 2 * ranges;
  for (let list = 0; list < 2 * ranges; list++) {
    ends.push(end);
    end += WORDS * file[list];
  }
  const append = (list: number, entries: Uint32Array, i: number) => {
    const at = ends[list];
    for (let word = 0; word < WORDS; word++) file[at + word] = entries[i + word];
    ends[list] = at + WORDS;
  };
  for (let i = 0; i < ids.length; i += WORDS) append(2 * rangeOf(ids[i + 1]), ids, i);
  for (let i = 0; i < others.length; i += WORDS) append(2 * rangeOfOther(i) + 1, others, i);
  return new Uint8Array(file.buffer);
}

/** Where a range is: bytes [start, end) of the file. @param header The first {@link headerBytes} of it. */
export function findRange(header: Uint8Array, range: number): { readonly start: number; readonly end: number } {
  const counts = wordsOf(header);
  let words = counts.length;
  for (let list = 0; list < 2 * range; list++) words += WORDS * counts[list];
  const length = WORDS * (counts[2 * range] + counts[2 * range + 1]);
  return { start: 4 * words, end: 4 * (words + length) };
}

/** The records of a range, from its bytes. */
export function readRange(header: Uint8Array, range: number, bytes: Uint8Array): SeenPart {
  const words = wordsOf(bytes);
  const ids = WORDS * wordsOf(header)[2 * range];
  return { ids: words.slice(0, ids), others: words.slice(ids) };
}

/** A copy at the start of a buffer of its own: bytes may lie anywhere in theirs. */
function wordsOf(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}
