import * as z from 'zod';
import type { ObjectStore } from '../../ports.ts';
import { RetrainingKeys } from './keys.ts';
import { findJson } from './stored-json.ts';

/** What later steps need of the stored comparison, which holds more. */
const readSchema = z.object({
  /** Endpoint configuration that the candidate was judged against. */
  judgedAgainst: z.string(),
  /** The judgement in one printable line. */
  message: z.string(),
  /** The comparison as a text of several lines. */
  text: z.array(z.string()),
});

export type JudgedComparison = z.infer<typeof readSchema>;

const NONE: JudgedComparison = { judgedAgainst: '', message: '', text: [] };

/** The judgement of a retraining; empty texts before there is one. */
export async function readComparison(store: ObjectStore, monitor: string, id: string): Promise<JudgedComparison> {
  const key = new RetrainingKeys(monitor, id).comparison;
  return (await findJson(store, key, readSchema)) ?? NONE;
}
