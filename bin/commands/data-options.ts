import { Option } from 'commander';
import type { TableFormat } from '../../lambdas/core/capture/spec.ts';

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

export function readingOptions({ format, header, missing }: DataOptions) {
  return { ...(format && { format }), header, ...(missing && { missing }) };
}
