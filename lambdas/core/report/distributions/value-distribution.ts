import type { AlignedNumbers } from '../../drift/aligned.ts';
import type { ColumnForm } from '../../profile/types.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { Rows, ValueDistribution } from './distribution.ts';

/** More bars than this are no easier to read than a histogram. */
const MOST_VALUES = 20;

/** Rows by value of a column of few whole numbers; null for other columns, and where values are not shown. */
export function valueDistribution(
  { exact, upper, baseline, window }: AlignedNumbers,
  form: ColumnForm | undefined,
  { shows }: Redactor,
): ValueDistribution | null {
  if (!exact || !shows || form !== undefined || upper.length > MOST_VALUES + 2) return null;
  const none: Rows = { baseline: 0, window: 0 };
  let [below, above] = [none, none];
  const values: (Rows & { readonly value: number })[] = [];
  for (let i = 0; i < upper.length; i++) {
    const rows = { baseline: baseline[i], window: window[i] };
    if (upper[i] === Number.NEGATIVE_INFINITY) below = rows;
    else if (upper[i] === Number.POSITIVE_INFINITY) above = rows;
    else if (Number.isInteger(upper[i])) values.push({ value: upper[i], ...rows });
    else return null;
  }
  if (values.length === 0 || values.length > MOST_VALUES) return null;
  return { type: 'value', values, below, above };
}
