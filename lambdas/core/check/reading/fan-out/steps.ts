import * as z from 'zod';

/**
 * The requests of the reading machine to the function `read-window`. Every step may be repeated: it writes the same objects again. Requests
 * name keys and never have data, and a step has no answer, but for `list-repeats`.
 */

/** The fields of every request. */
const frame = {
  monitor: z.string(),
  window: z.string(),
  /** Prefix of the keys of this reading, see `ReadingKeys`. */
  run: z.string(),
};
/** Number of a part or of a range of hashes, from 0 on. There are as many ranges as parts. */
const index = z.int().min(0);

export const readingStepSchema = z.discriminatedUnion('step', [
  /** Reads the files of one part. */
  z.strictObject({ step: z.literal('read-part'), ...frame, part: index }),
  /** Finds which records of one range are in several parts. */
  z.strictObject({ step: z.literal('find-repeats'), ...frame, range: index }),
  /** Lists the parts with records that earlier parts have. Its answer is `Repeated`. */
  z.strictObject({ step: z.literal('list-repeats'), ...frame }),
  /** Reads the files of one part knowing which of its records earlier parts have. */
  z.strictObject({ step: z.literal('read-again'), ...frame, part: index }),
  /** Merges the parts in their order. So many percent of them may be missing. */
  z.strictObject({ step: z.literal('merge'), ...frame, tolerated: z.number().min(0).max(100) }),
]);
export type ReadingStep = Readonly<z.infer<typeof readingStepSchema>>;

/** The answer of `list-repeats`: items of a Map, as in the manifest. */
export interface Repeated {
  readonly repeated: readonly { readonly part: number }[];
}
