import type { ColumnForm } from '../profile/types.ts';
import { formatFormed } from '../text/forms.ts';

/** A number of a column in a finding: times as dates, other numbers with all their digits. */
export function showNumber(value: number, form: ColumnForm | undefined): string {
  return formatFormed(value, form, String);
}
