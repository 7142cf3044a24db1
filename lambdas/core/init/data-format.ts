import { isObject } from '../capture/field-path.ts';
import { ID_KEY, OUTPUT_KEY } from '../capture/formats/transformed.ts';
import { parseJson } from '../capture/json.ts';
import { readLines } from '../capture/lines.ts';
import { startsManifest } from '../capture/manifest.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { CaptureFormat } from '../capture/spec.ts';
import { formatOf, UnknownFormatError } from '../capture/tables/registry.ts';
import type { RunContext } from '../context.ts';
import type { DataSource } from '../ports.ts';
import { listSources } from '../sources.ts';
import { InitError } from './init-error.ts';

export type DataFormat = CaptureFormat | 'sagemaker-ground-truth';

export interface FoundData {
  readonly format: DataFormat;
  /** The location for the monitor file: of a SageMaker capture the folder above the years. */
  readonly uri: string;
  /** Whether only the name of the first file shows the format. */
  readonly isByName: boolean;
  /** Whether there are files in folders of hours, `yyyy/mm/dd/hh`. */
  readonly isHourly: boolean;
  /** Other folders that have data of their own in folders of hours, such as other variants. */
  readonly others: readonly string[];
  /** Whether there are more files than were listed, which may be in further folders. */
  readonly hasMore: boolean;
}

/** How many files are listed to find the folders above the hours. */
export const LISTED = 1000;
/** A manifest may have a line break after every mark. */
const START_LINES = 4;
/** Batch transforms name their output like the input, with this at the end. */
const TRANSFORM_OUTPUT = /\.out(?:\.gz)?$/i;
const HOURS = /\/\d{4}\/\d{2}\/\d{2}\/\d{2}\/[^/]*$/;

/**
 * Finds the format of the files below a location by the first of them: by its first record, otherwise by its extension.
 *
 * @param what Names the data in messages, such as `captures`.
 * @throws InitError if there is none, or none whose format can be recognised
 */
export async function findData(uri: string, what: string, context: Pick<RunContext, 'open'>): Promise<FoundData> {
  const folders = new Set<string>();
  let recognised: RecognisedFormat | null = null;
  let listed = 0;
  for await (const source of listSources(context.open(uri))) {
    if (++listed > LISTED) break;
    if (HOURS.test(source.uri)) folders.add(source.uri.replace(HOURS, ''));
    recognised ??= await formatOfSource(source);
  }
  if (listed === 0)
    throw new InitError(
      `${uri}: there is no file of ${what} (empty files, and names that begin with _ or ., do not count): name the folder or file that has them, such as CSV, JSON or Parquet, or what SageMaker data capture writes`,
    );
  if (recognised === null) throw new InitError(`${uri}: there are only manifests`);
  const { format } = recognised;
  const hasMore = listed > LISTED;
  const [first, ...others] = [...folders].sort();
  if (!format.startsWith('sagemaker-') || first === undefined)
    return { ...recognised, uri, isHourly: false, others: [], hasMore };
  return { ...recognised, uri: first, isHourly: true, others, hasMore };
}

type RecognisedFormat = Pick<FoundData, 'format' | 'isByName'>;

/** null for a manifest. */
async function formatOfSource(source: DataSource): Promise<RecognisedFormat | null> {
  if (/\.(?:parquet|pq)$/i.test(source.uri)) return { format: formatOf(source.uri), isByName: true };
  const { start, record } = await firstRecord(source);
  if (startsManifest(start)) return null;
  const format = recordFormat(record);
  if (format !== null) return { format, isByName: false };
  // Streams are delivered in files without an extension.
  return { format: /^\s*[{[]/.test(start) ? 'jsonl' : formatByName(source.uri), isByName: true };
}

/** @throws InitError that says what init can read; a monitor file could also name the format */
function formatByName(uri: string): DataFormat {
  if (TRANSFORM_OUTPUT.test(uri)) return 'sagemaker-batch-transform';
  try {
    return formatOf(uri);
  } catch (error) {
    if (!(error instanceof UnknownFormatError)) throw error;
    throw new InitError(
      `${uri}: neither the name nor the first record shows the format; init recognises .csv, .tsv, .jsonl, .ndjson and .json (also with .gz), .parquet and .pq, and what SageMaker writes: rename the files, or write the monitor file by hand and set capture.format`,
    );
  }
}

/** By the keys of a record. null for other texts. */
function recordFormat(text: string): DataFormat | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    const record = parseJson(text);
    if (!isObject(record)) return null;
    if (isObject(record['captureData'])) return 'sagemaker-data-capture';
    if (Object.hasOwn(record, OUTPUT_KEY) || Object.hasOwn(record, ID_KEY)) return 'sagemaker-batch-transform';
    return isObject(record['groundTruthData']) ? 'sagemaker-ground-truth' : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** The first record of a text file, and its first lines. */
async function firstRecord(source: DataSource): Promise<{ readonly start: string; readonly record: string }> {
  for await (const { texts } of readLines(source, { log: new RejectionLog(), records: true })) {
    if (texts.length > 0) return { start: texts.slice(0, START_LINES).join(''), record: texts[0] };
  }
  return { start: '', record: '' };
}
