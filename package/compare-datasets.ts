import { type CompareOptions, type Comparison, compareDatasets as compare } from '../lambdas/core/files/compare.ts';
import type { DataSource } from '../lambdas/core/ports.ts';

/**
 * Compares two data sets column by column, by the rules of a scheduled check. Numbers are counted by value, so distances are exact,
 * and memory grows with the number of distinct values.
 *
 * @throws UnreadableFileError, UnknownFormatError, ColumnNotFoundError
 */
export async function compareDatasets(
  baseline: DataSource,
  window: DataSource,
  options: CompareOptions = {},
): Promise<Comparison> {
  const { comparison } = await compare(baseline, window, options);
  return comparison;
}
