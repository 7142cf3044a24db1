import { hash } from 'node:crypto';
import * as z from 'zod';
import type { KnownFile } from '../../capture/known-file.ts';
import { KnownFiles } from '../../capture/known-files.ts';
import type { RecordSample } from '../../capture/reading-summary.ts';
import { REJECTION_REASONS, type RejectionReason } from '../../capture/rejection-reason.ts';
import { timesInFooter } from '../../capture/tables/parquet-times.ts';
import type { RunContext } from '../../context.ts';
import type { CheckKind } from '../../decision/state.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { DataSource } from '../../ports.ts';
import { READING } from './reading-version.ts';

/** Files that are kept, about 60 bytes each. Files beyond them are read for every window. */
const MOST_FILES = 50_000;
/** Characters of what is kept of unreadable records, in all files together. */
const MOST_REJECTED = 1_000_000;

type Context = Pick<RunContext, 'results' | 'dryRun' | 'knownFiles'>;

function keyOf(monitor: string, kind: CheckKind): string {
  return `${monitor}/captured-files/${kind}.json`;
}

/** A digest of all that decides what a check finds in a file, besides the file. */
function readingOf({ capture, performance, privacy }: Monitor, kind: CheckKind): string {
  const { uri: _, maxRejectedShare: __, expectData: ___, ...spec } = capture;
  // Where values are hidden, less may be kept than where they are shown.
  const settings = [READING, kind, spec, kind === 'accuracy' && performance.segments, privacy.values === 'show'];
  return hash('sha256', JSON.stringify(settings)).slice(0, 16);
}

/** What earlier windows have learned of the captured files, in this run or an earlier one. */
export async function knownFilesOf(monitor: Monitor, kind: CheckKind, context: Context): Promise<KnownFiles> {
  const { knownFiles } = context;
  const name = `${monitor.name}/${readingOf(monitor, kind)}`;
  const known = knownFiles?.get(name) ?? new KnownFiles(await load(monitor, kind, context));
  knownFiles?.set(name, known);
  return known;
}

/** Finds the times of a file's rows without reading it, where its format has statistics of them. */
export function footersOf(
  { format, time, id }: Monitor['capture'],
  kind: CheckKind,
): ((file: DataSource) => Promise<KnownFile | null>) | undefined {
  if (format !== 'parquet' || time === undefined) return undefined;
  const required = kind === 'accuracy' && id !== undefined ? [time, id] : [time];
  return (file) => timesInFooter(file, time, required);
}

/**
 * Keeps what a reading has learned, of the files that are there. Where values are not shown, the store keeps no record of the data, so
 * files with unreadable records are read by the next run.
 */
export async function saveKnownFiles(
  monitor: Monitor,
  kind: CheckKind,
  known: KnownFiles,
  { results, dryRun }: Context,
): Promise<void> {
  if (dryRun || !known.isChanged) return;
  const columns: (readonly string[])[] = [];
  const indices = new Map<string, number>();
  const indexOf = (names: readonly string[]) => {
    const text = JSON.stringify(names);
    if (!indices.has(text)) indices.set(text, columns.push(names) - 1);
    return indices.get(text)!;
  };
  const shows = monitor.privacy.values === 'show';
  const files: z.infer<typeof fileSchema>[] = [];
  let quoted = 0;
  for (const [key, { span, records, rows, rejected, columns }] of known.listed()) {
    if (files.length === MOST_FILES) break;
    if (rejected !== null) {
      quoted += JSON.stringify(rejected).length;
      if (!shows || quoted > MOST_REJECTED) continue;
    }
    // Names that no text may quote.
    const sets = shows ? columns.map(indexOf) : [];
    files.push([key, span, records, rows, sets, rejected]);
  }
  const text = `${JSON.stringify({ reading: readingOf(monitor, kind), columns, files })}\n`;
  await results.put(keyOf(monitor.name, kind), new TextEncoder().encode(text));
  known.saved();
}

const countSchema = z.number().nonnegative();
const reasonSchema = z.enum(REJECTION_REASONS as readonly [RejectionReason, ...RejectionReason[]]);
const sampleSchema = z.object({
  reason: reasonSchema,
  uri: z.string(),
  line: z.number().nullable(),
  detail: z.string(),
  excerpt: z.string(),
}) satisfies z.ZodType<RecordSample<RejectionReason>>;
const fileSchema = z
  .tuple([
    z.string(),
    z.tuple([z.number(), z.number()]).readonly().nullable(),
    countSchema,
    countSchema,
    z.array(z.number()),
    z
      .object({
        counts: z.array(z.tuple([reasonSchema, countSchema]).readonly()).readonly(),
        samples: z.array(sampleSchema).readonly(),
        place: z
          .object({ uri: z.string(), count: countSchema, lines: z.array(z.number()), cut: z.boolean() })
          .readonly(),
      })
      .nullable(),
  ])
  .readonly();
const documentSchema = z.object({
  reading: z.string(),
  columns: z.array(z.array(z.string())),
  files: z.array(fileSchema),
});

/** Nothing where the document is of other settings, of another version or damaged: the files are there. */
async function load(
  monitor: Monitor,
  kind: CheckKind,
  { results, dryRun }: Context,
): Promise<(readonly [key: string, file: KnownFile])[]> {
  const bytes = await read(results, keyOf(monitor.name, kind), dryRun);
  if (bytes === null) return [];
  const document = parse(new TextDecoder().decode(bytes));
  if (document?.reading !== readingOf(monitor, kind)) return [];
  return document.files.map(([key, span, records, rows, sets, rejected]) => [
    key,
    { span, records, rows, rejected, columns: sets.map((index) => document.columns[index] ?? []) },
  ]);
}

/** A dry run may have no permission to read this. It then reads the captures. */
async function read(store: RunContext['results'], key: string, isDryRun: boolean): Promise<Uint8Array | null> {
  try {
    return (await store.get(key))?.bytes ?? null;
  } catch (error) {
    if (isDryRun) return null;
    throw error;
  }
}

function parse(text: string): z.infer<typeof documentSchema> | null {
  try {
    return documentSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
