import { hash } from 'node:crypto';
import * as z from 'zod';
import type { MisplacedAnswer } from '../../capture/misplaced-answers.ts';
import { SeenColumns } from '../../capture/seen-columns.ts';
import { digestOf } from '../../listing-digest.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { DataSource, ObjectStore } from '../../ports.ts';
import { ProfileFormatError } from '../../profile/errors.ts';
import { parseProfileDocument, serializeProfile } from '../../profile/serialize.ts';
import { PROFILE_VERSION } from '../../profile/types.ts';
import { checkResultSchema, type DataRead } from '../../result/schema.ts';
import type { Window } from '../../window.ts';
import type { CapturedWindow } from './captured-window.ts';
import { READING } from './reading-version.ts';

/** What a check has kept of a window, and from which files it was made. */
export interface KeptProfiles {
  readonly captured: CapturedWindow;
  /** See {@link listingOf}. */
  readonly files: string;
}

/**
 * A digest of all that decides what is found in the files of a window, besides the files.
 *
 * @param baseline Id of the baseline whose grids and categories count the columns.
 */
export function readingOf({ problem, capture, privacy }: Monitor, { start, end }: Window, baseline: string): string {
  // Files are compared by their full names, and limits do not decide what is found.
  const { uri: _, maxRejectedShare: __, expectData: ___, ...spec } = capture;
  // Where values are hidden, less may be kept than where they are shown.
  const settings = [READING, PROFILE_VERSION, problem, spec, start, end, baseline, privacy.values === 'show'];
  return hash('sha256', JSON.stringify(settings)).slice(0, 32);
}

/** Names a set of files in their present versions. */
export function listingOf(files: readonly DataSource[]): string {
  return String(digestOf(files));
}

function keyOf(monitor: string, window: Window): string {
  return `${monitor}/profiles/${window.name}.json`;
}

/**
 * Saves the profiles of a window, and what reading it found, so that the files need not be read again. Where values are not shown, the
 * store keeps no record of the data: a window of which records would be quoted has its profiles kept only.
 *
 * @param files What was read, as {@link listingOf} names it.
 */
export async function saveProfiles(
  store: ObjectStore,
  monitor: Monitor,
  window: Window,
  baseline: string,
  captured: CapturedWindow,
  files: string,
): Promise<void> {
  const isShown = monitor.privacy.values === 'show';
  // Names of columns are among what texts may not quote.
  const shown = isShown ? captured : { ...captured, columns: new SeenColumns() };
  const reading = isShown || !isQuoting(captured) ? readingOf(monitor, window, baseline) : null;
  await store.put(keyOf(monitor.name, window), new TextEncoder().encode(writeProfiles(shown, files, reading)));
}

/** A window's profiles as text, and what reading it found. @param reading See {@link readingOf}. null: the profiles only. */
export function writeProfiles(captured: CapturedWindow, files: string, reading: string | null): string {
  const { features, answers, data, misplaced, columns } = captured;
  const read = reading === null ? null : { reading, files, data, misplaced: [...misplaced], columns: columns.sets };
  return `{"read":${JSON.stringify(read)},"features":${serializeProfile(features)},"answers":${serializeProfile(answers)}}\n`;
}

function isQuoting({ data, misplaced }: CapturedWindow): boolean {
  const { samples, places } = data.rejected;
  return samples.length + places.length + data.repeatSamples.length + misplaced.size > 0;
}

/** What was kept of a window, if the same settings and the same baseline would be used today; null without it. The files are to be compared. */
export async function loadProfiles(
  store: ObjectStore,
  monitor: Monitor,
  window: Window,
  baseline: string,
): Promise<KeptProfiles | null> {
  const object = await store.get(keyOf(monitor.name, window));
  if (object === null) return null;
  try {
    return parseProfiles(new TextDecoder().decode(object.bytes), readingOf(monitor, window, baseline));
  } catch (error) {
    // What another version or another hand has written counts for nothing: the captures are there.
    if (error instanceof SyntaxError || error instanceof ProfileFormatError) return null;
    throw error;
  }
}

const readSchema = z.object({
  read: z.object({
    reading: z.string(),
    files: z.string(),
    data: z.custom<DataRead>((data) => checkResultSchema.shape.data.safeParse(data).success),
    columns: z.array(z.array(z.string())),
    misplaced: z.array(
      z.tuple([
        z.string(),
        z.object({
          rows: z.number(),
          keys: z.array(z.string()),
          keyCount: z.number(),
          meant: z.string().nullable(),
        }) satisfies z.ZodType<MisplacedAnswer>,
      ]),
    ),
  }),
  features: z.unknown(),
  answers: z.unknown(),
});

/** Reads what {@link writeProfiles} wrote; null if it is of another reading. @throws SyntaxError, ProfileFormatError */
export function parseProfiles(text: string, reading: string): KeptProfiles | null {
  const { data: document } = readSchema.safeParse(JSON.parse(text));
  if (document?.read.reading !== reading) return null;
  const { files, data, misplaced, columns } = document.read;
  const [features, answers] = [parseProfileDocument(document.features), parseProfileDocument(document.answers)];
  const seen = new SeenColumns();
  for (const names of columns) seen.add(names);
  return { files, captured: { features, answers, data, misplaced: new Map(misplaced), columns: seen } };
}
