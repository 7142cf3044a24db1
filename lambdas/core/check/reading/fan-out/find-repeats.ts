import { findRange, headerBytes, readRange, writeRanges } from '../../../capture/seen-ranges.ts';
import { type SeenPart, SeenRecords } from '../../../capture/seen-records.ts';
import { inTurn } from '../../../in-turn.ts';
import { ObjectNotFoundError, type ObjectStore } from '../../../ports.ts';
import type { PlannedReading, StepContext } from './plan.ts';
import type { Repeated } from './steps.ts';

/** Parts whose hashes are fetched besides those that are compared. */
const AHEAD = 8;

/**
 * Finds which records of one range of hashes are in several parts, and stores for each part what has to be known of the earlier ones
 * to read it again. There are as many ranges as parts, so that a range has about as many records as a part. Parts that could not be read
 * are passed over.
 */
export async function findRepeats(
  { keys, parts }: PlannedReading,
  range: number,
  { results }: Pick<StepContext, 'results'>,
): Promise<void> {
  const read = await numbersBelow(results, keys.parts);
  const fetches = read.map((part) => () => fetchRange(results, keys.seen(part), range, parts));
  const seen = new SeenRecords();
  let next = 0;
  for await (const records of inTurn(fetches, AHEAD)) {
    const part = read[next++];
    const { ids, known } = seen.meet(records);
    if (ids > 0) await results.put(keys.repeatsIn(part, range), writeRanges(known, 1));
    seen.addAlone(records);
  }
}

/** One item. */
async function* fetchRange(store: ObjectStore, key: string, range: number, ranges: number): AsyncGenerator<SeenPart> {
  const header = await store.slice(key, 0, headerBytes(ranges));
  const { start, end } = findRange(header, range);
  yield readRange(header, range, await store.slice(key, start, end));
}

/** The parts with records that earlier parts have. */
export async function listRepeats(
  { keys }: PlannedReading,
  { results }: Pick<StepContext, 'results'>,
): Promise<Repeated> {
  const repeated = await numbersBelow(results, keys.repeats);
  return { repeated: repeated.map((part) => ({ part })) };
}

/** The numbers with which names below a prefix begin, ascending. */
async function numbersBelow(store: ObjectStore, prefix: string): Promise<number[]> {
  const numbers = new Set<number>();
  for await (const { key } of store.list(prefix)) numbers.add(Number.parseInt(key.slice(prefix.length), 10));
  return [...numbers].sort((a, b) => a - b);
}

/** What has to be known of the parts before one to read it again. */
export async function loadRepeats(
  { keys }: PlannedReading,
  part: number,
  { results }: Pick<StepContext, 'results'>,
): Promise<SeenPart> {
  const known: SeenPart[] = [];
  for await (const { key } of results.list(keys.repeatsOf(part))) {
    const object = await results.get(key);
    if (object === null) throw new ObjectNotFoundError(key);
    known.push(readRange(object.bytes.subarray(0, headerBytes(1)), 0, object.bytes.subarray(headerBytes(1))));
  }
  return { ids: concatenated(known.map(({ ids }) => ids)), others: concatenated(known.map(({ others }) => others)) };
}

function concatenated(arrays: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const whole = new Uint32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}
