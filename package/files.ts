import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openLocation } from '../lambdas/adapters/local/open-location.ts';
import { readDataset } from '../lambdas/core/capture/read-dataset.ts';
import { RejectionLog } from '../lambdas/core/capture/rejections.ts';
import type { TableFormat } from '../lambdas/core/capture/spec.ts';
import type { Dialect } from '../lambdas/core/capture/tables/dialect.ts';
import type { TableChunk } from '../lambdas/core/columns/column.ts';
import type { CompareOptions, Comparison } from '../lambdas/core/files/compare.ts';
import { type EvaluateOptions, type Evaluation, evaluateDataset } from '../lambdas/core/files/evaluate.ts';
import type { DataSource } from '../lambdas/core/ports.ts';
import { protectError } from '../lambdas/core/privacy/protect.ts';
import { sourceOf } from '../lambdas/core/sources.ts';
import { Redactor } from '../lambdas/core/text/redactor.ts';
import { compareDatasets } from './compare-datasets.ts';

/** A path or `file://` URI on this machine, or any other source of bytes. */
export type FileOrSource = string | DataSource;

/** Whether results and errors may quote values of the data. */
export interface ValueOptions {
  /** @default show */
  readonly values?: 'show' | 'hide';
}

/** How two files are read and compared. */
export interface CompareFilesOptions extends Omit<CompareOptions, 'redactor'>, ValueOptions {}
/** How a file is read, and what its columns mean. */
export interface EvaluateFileOptions extends Omit<EvaluateOptions, 'redactor'>, ValueOptions {}

/** How a file is read. */
export interface ReadTableOptions extends Dialect {
  /** @default - by the file's extension */
  readonly format?: TableFormat | undefined;
  /** CSV: whether the first record names the columns. Otherwise, they are `_c0`, `_c1`, … @default true */
  readonly header?: boolean | undefined;
  /** Texts and numbers that mean "missing", besides empty texts, null and NaN. @default - NA, null and the like */
  readonly missing?: readonly string[] | undefined;
  /** The columns to read. @default - all */
  readonly columns?: readonly string[] | undefined;
  /** Columns to keep as text, so that ids such as `007` keep their spelling. @default - none */
  readonly texts?: readonly string[] | undefined;
  /** Counts the rows that cannot be read, and keeps a few of them. @default - they are left out */
  readonly log?: RejectionLog;
}

/** A file cannot be opened: it does not exist, or it is a folder. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Opens a file: CSV, JSON Lines (both also as .gz) or Parquet.
 *
 * @param path A path, relative to the working directory, or a `file://` URI.
 * @throws FileError
 */
export function openFile(path: string): DataSource {
  const file = path.startsWith('file://') ? fileURLToPath(path) : path;
  if (!existsSync(file)) throw new FileError(`there is no file ${path}`);
  const { size } = statSync(file);
  const location = openLocation(path, process.cwd());
  // A folder has an empty prefix.
  if (location.prefix === '') throw new FileError(`${path} is a folder: give one file in it`);
  return sourceOf(location, { key: location.prefix, size, etag: '' });
}

/**
 * Reads a table, chunk by chunk, in the order of its rows. A column that first occurs in a later chunk is absent from the earlier ones.
 *
 * @throws FileError, UnreadableFileError, UnknownFormatError
 */
export function readTable(file: FileOrSource, options: ReadTableOptions = {}): AsyncGenerator<TableChunk> {
  return readDataset(sourceAt(file), { ...options, log: options.log ?? new RejectionLog() });
}

/**
 * Compares two files column by column, as `driftwarden compare` does: by the rules of a scheduled check, with exact distances.
 *
 * @throws FileError, UnreadableFileError, UnknownFormatError, ColumnNotFoundError
 */
export function compareFiles(
  baseline: FileOrSource,
  window: FileOrSource,
  { values, ...options }: CompareFilesOptions = {},
): Promise<Comparison> {
  return showing(values, (redactor) => compareDatasets(sourceAt(baseline), sourceAt(window), { ...options, redactor }));
}

/**
 * Measures the predictions in a file against the labels in the same rows, as `driftwarden evaluate` does.
 *
 * @throws FileError, UnreadableFileError, UnknownFormatError, ColumnNotFoundError
 */
export function evaluateFile(file: FileOrSource, { values, ...options }: EvaluateFileOptions): Promise<Evaluation> {
  return showing(values, (redactor) => evaluateDataset(sourceAt(file), { ...options, redactor }));
}

function sourceAt(file: FileOrSource): DataSource {
  return typeof file === 'string' ? openFile(file) : file;
}

/** Runs what reads data. Its errors quote no more of the data than its result. */
async function showing<T>(values: ValueOptions['values'], read: (redactor: Redactor) => Promise<T>): Promise<T> {
  const redactor = values === 'hide' ? Redactor.HIDE : Redactor.SHOW;
  try {
    return await read(redactor);
  } catch (error) {
    throw error instanceof FileError ? error : protectError(error, redactor);
  }
}
