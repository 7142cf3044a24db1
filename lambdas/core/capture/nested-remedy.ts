import { quoted } from '../text/quoted.ts';
import type { CaptureFormat } from './spec.ts';

/** What to do about a feature whose cells hold lists or objects. Parquet has no names for the values in a list. */
export function nestedRemedy(format: CaptureFormat, name: string): string {
  if (format === 'parquet') return 'write their values as columns of their own, which Parquet needs to have them read';
  return `name the values in them, such as ${quoted(`${name}.0`)} for the first of a list, and their columns of the training data in baseline.columns`;
}
