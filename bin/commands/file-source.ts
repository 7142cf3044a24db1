import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseS3Uri } from '../../lambdas/adapters/aws/s3-uri.ts';
import { openLocation } from '../../lambdas/adapters/local/open-location.ts';
import { TABLE_FORMATS, type TableFormat } from '../../lambdas/core/capture/capture-formats.ts';
import { formatOf, UnknownFormatError } from '../../lambdas/core/capture/read-dataset.ts';
import type { DataSource } from '../../lambdas/core/ports.ts';
import { sourceOf } from '../../lambdas/core/sources.ts';
import { CommandError, UsageError } from './explain.ts';
import { isInS3, openPlace } from './locations.ts';

/**
 * A single file of this machine or object of S3 from the command line. Throws UsageError when it does not exist or its format is
 * unknown, CommandError when it is empty.
 *
 * @param format The format of `--format`.
 */
export async function fileSource(path: string, format: TableFormat | undefined): Promise<DataSource> {
  if (isInS3(path)) return objectSource(path, format);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path) && !path.startsWith('file://')) {
    throw new UsageError(`${path}: only files on this machine and in S3 can be read here; copy it and use the copy`);
  }
  const file = path.startsWith('file://') ? fileURLToPath(path) : path;
  if (!existsSync(file)) throw new UsageError(`there is no file ${path}`);
  const facts = statSync(file);
  if (facts.isDirectory()) throw new UsageError(`${path} is a folder: give one file in it`);
  if (!facts.isFile()) throw new UsageError(`${path} is a pipe or a device: save the data to a file first`);
  requireFormat(path, format);
  if (facts.size === 0) throw new CommandError(`${path} is empty`);
  const location = openLocation(path, process.cwd());
  return sourceOf(location, { key: location.prefix, size: facts.size, etag: '' });
}

async function objectSource(uri: string, format: TableFormat | undefined): Promise<DataSource> {
  requireFormat(uri, format);
  const { path } = parseS3Uri(uri);
  const place = openPlace(uri, process.cwd());
  for await (const object of place.store.list(place.prefix)) {
    if (object.key !== path) throw new UsageError(`${uri} is a folder: give one file in it`);
    if (object.size === 0) throw new CommandError(`${uri} is empty`);
    return sourceOf(place, object);
  }
  throw new UsageError(`there is no object ${uri}`);
}

/** In place of a file: standard input. */
export const STANDARD_INPUT = '-';

/**
 * Standard input as a file. All of it is read first, because a Parquet file is read from its end. Throws UsageError without
 * `--format` or without input, CommandError when it is empty.
 */
export async function inputSource(
  input: NodeJS.ReadStream | undefined,
  format: TableFormat | undefined,
): Promise<DataSource> {
  if (format === undefined)
    throw new UsageError(`standard input has no name: give --format (${TABLE_FORMATS.join(', ')})`);
  if (input === undefined || input.isTTY) throw new UsageError('- is standard input: pipe the data into the command');
  const bytes = Buffer.concat(await Array.fromAsync(input as AsyncIterable<Uint8Array>));
  if (bytes.length === 0) throw new CommandError('standard input is empty');
  return {
    uri: 'standard input',
    size: bytes.length,
    async *stream() {
      yield bytes;
    },
    slice: async (start, end) => bytes.subarray(start, end),
  };
}

function requireFormat(path: string, format: TableFormat | undefined): void {
  try {
    if (format === undefined) formatOf(path);
  } catch (error) {
    if (!(error instanceof UnknownFormatError)) throw error;
    throw new UsageError(
      `${path}: the name does not show the format: give --format (${TABLE_FORMATS.join(', ')}), ` +
        'or use the extension .csv, .jsonl or .parquet (the first two also with .gz)',
    );
  }
}
