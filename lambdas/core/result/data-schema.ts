import * as z from 'zod';
import { share } from './fields.ts';

const rejectedPlace = z.object({
  reason: z.string(),
  uri: z.string(),
  line: z.number().int().nullable().describe('Line of the file, from 1 (Parquet: row); null: the whole file'),
  detail: z.string().describe('What was wrong, printable'),
  excerpt: z.string().describe('The start of the rejected line, printable'),
});

const reasonCounts = z.array(z.object({ reason: z.string(), count: z.number().int() }));

/** Records that could not be read, with reasons, places and samples. */
export const rejectedSchema = z.object({
  records: z.number().int().describe('All rejected records; `byReason` has them by reason'),
  inWindow: z.number().int().describe('Rejected records that count as records of the window'),
  outsideWindow: z.number().int().describe('Rejected records of neighbouring windows, which the same files hold'),
  share: share.describe("Of the window's records, repeats left out, those that are rejected"),
  byReason: reasonCounts,
  outsideByReason: reasonCounts.describe('By reason, only those outside the window'),
  samples: z.array(
    rejectedPlace.extend({ outsideWindow: z.literal(true).optional().describe('Set for those outside the window') }),
  ),
  places: z
    .array(z.object({ uri: z.string(), count: z.number().int(), lines: z.string().describe('Such as `12, 15-20`') }))
    .describe('Every rejected record by file and line'),
  elsewhere: z.number().int().describe('Rejected records in files beyond those in `places`'),
});

/** What a check read of a window's capture: `records = used + repeats + rejected.records + recordsOutsideWindow`. */
export const dataSchema = z.object({
  objects: z.number().int().describe('Files read'),
  bytes: z.number().int().describe('Their size as stored'),
  records: z.number().int().describe('Captured requests read, rejected ones included'),
  used: z.number().int().describe('Records inside the window whose rows count'),
  rows: z.number().int().describe('Rows inside the window'),
  recordsOutsideWindow: z.number().int(),
  rowsOutsideWindow: z.number().int(),
  absentInputs: z.number().int().describe('Records in the window without a request'),
  absentOutputs: z.number().int().describe('Records in the window without a response'),
  repeats: z.number().int().describe('Records in the window that came before, same id and same content: left out'),
  conflicts: z
    .number()
    .int()
    .describe(
      'Records in the window whose id came before with other content: rejected as conflicting-id where no two events share an id, counted where they may',
    ),
  repeatSamples: z.array(rejectedPlace).describe('The first few repeats and conflicts'),
  rejected: rejectedSchema,
});
