import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { KEYS } from '../data/files.ts';
import { type Session, SmokeError } from '../session.ts';

/** A record of the endpoint's data capture. */
export interface CapturedRecord {
  readonly key: string;
  readonly inferenceId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

const recordSchema = z.object({
  eventMetadata: z.object({ inferenceId: z.string().optional(), inferenceTime: z.iso.datetime() }),
});

/** Reads everything that the endpoint has captured so far, in the order of keys. */
export async function readCaptures(
  { clients, names }: Pick<Session, 'clients' | 'names'>,
  Bucket: string,
): Promise<CapturedRecord[]> {
  const records: CapturedRecord[] = [];
  const Prefix = `${KEYS.captures}/${names.endpoint}/`;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: clients.s3 }, { Bucket, Prefix })) {
    for (const { Key = '' } of Contents) {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key }));
      const text = (await Body?.transformToString()) ?? '';
      records.push(...readRecords(Key, text));
    }
  }
  return records;
}

/** @throws SmokeError for a line that is not a record */
export function readRecords(key: string, text: string): CapturedRecord[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const parsed = recordSchema.safeParse(JSON.parse(line));
    if (!parsed.success) throw new SmokeError(`${key} has a record of another form: ${z.prettifyError(parsed.error)}`);
    const { inferenceId, inferenceTime } = parsed.data.eventMetadata;
    return { key, inferenceId, time: Date.parse(inferenceTime) };
  });
}

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * What is wrong with where the records stand; null when all stand in the folder of the hour and in a file named by the minute and
 * second of its first event.
 */
export function layoutProblem(records: readonly CapturedRecord[], endpoint: string): string | null {
  const firsts = new Map<string, number>();
  for (const { key, time } of records) firsts.set(key, Math.min(time, firsts.get(key) ?? Number.POSITIVE_INFINITY));
  for (const [key, time] of firsts) {
    const iso = new Date(time).toISOString();
    const hour = iso.slice(0, 13).replaceAll(/[-T]/g, '/');
    const second = iso.slice(14, 19).replace(':', '-');
    const expected = `${KEYS.captures}/${endpoint}/${KEYS.variant}/${hour}/${second}`;
    if (!new RegExp(`^${expected}-\\d{3}-${UUID}\\.jsonl$`).test(key))
      return `${key} has a first event of ${iso}, expected ${expected}-…`;
  }
  return null;
}
