import * as z from 'zod';
import type { ObjectStore } from '../../ports.ts';
import { RetrainingKeys } from './keys.ts';
import { findJson } from './stored-json.ts';

/** The part of the stored comparison that later steps need. */
const readSchema = z.object({
  /** The live endpoint configuration that the candidate was judged against. */
  judgedAgainst: z.string(),
  /** The judgement in one printable line. */
  message: z.string(),
  /** The comparison as lines of text. */
  text: z.array(z.string()),
});

export type JudgedComparison = z.infer<typeof readSchema>;

const NONE: JudgedComparison = { judgedAgainst: '', message: '', text: [] };

/** The judgement of a retraining; empty texts if there is none yet. */
export async function readComparison(store: ObjectStore, monitor: string, id: string): Promise<JudgedComparison> {
  const key = new RetrainingKeys(monitor, id).comparison;
  return (await findJson(store, key, readSchema)) ?? NONE;
}
