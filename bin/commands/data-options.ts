import { Option } from 'commander';
import { UnreadableFileError } from '../../lambdas/core/capture/read-dataset.ts';
import type { TableFormat } from '../../lambdas/core/capture/spec.ts';
import { CommandError } from './explain.ts';

/** How a plain data file is to be read. */
export interface DataOptions {
  readonly format?: TableFormat;
  readonly header: boolean;
  readonly missing?: string[];
}

export function dataOptions(): Option[] {
  return [
    new Option('--format <format>', 'not given: by the extension').choices(['csv', 'jsonl', 'parquet']),
    new Option('--no-header', 'the first record of a CSV file is data; columns are called _c0, _c1, …'),
    new Option('--missing <texts...>', 'texts that mean "missing", such as NA'),
  ];
}

/**
 * Runs what reads a file, and tells the user of `--no-header` where the first record makes no sense as names.
 *
 * @throws CommandError when the file is not what its format says
 */
export async function readFiles<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnreadableFileError && /\bheader\b/.test(error.message))) throw error;
    throw new CommandError(`${error.message}; --no-header is for CSV files without one`, { cause: error });
  }
}

export function readingOptions({ format, header, missing }: DataOptions) {
  return { ...(format && { format }), header, ...(missing && { missing }) };
}
