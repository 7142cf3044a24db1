import { countMissing } from '../../drift/align-profiles.ts';
import type { ColumnProfile, Profile } from '../../profile/types.ts';

/** A data set as a whole: its size, the kinds of its columns, and what is conspicuous about them. */
export interface DatasetSummary {
  readonly rows: number;
  readonly columns: number;
  /** Columns by what they are compared as. Identifiers are no categories. */
  readonly numbers: number;
  readonly times: number;
  readonly categories: number;
  readonly identifiers: number;
  /** Columns without a value, and those with the same value in every row that has one. */
  readonly empty: number;
  readonly constant: number;
  /** Cells without a value. */
  readonly missing: number;
}

export function summarizeDataset({ rows, columns }: Pick<Profile, 'rows' | 'columns'>): DatasetSummary {
  const count = (is: (column: ColumnProfile) => boolean) => columns.filter(is).length;
  const isTime = ({ form }: ColumnProfile) => form === 'time' || form === 'duration';
  const isNumber = (column: ColumnProfile) => column.type === 'number' && !isTime(column);
  const isIdentifier = ({ identifier }: ColumnProfile) => identifier !== undefined;
  const isEmpty = (column: ColumnProfile) => countMissing(column) === rows;
  return {
    rows,
    columns: columns.length,
    numbers: count(isNumber),
    times: count(isTime),
    categories: count((column) => column.type === 'category' && !isIdentifier(column)),
    identifiers: count(isIdentifier),
    empty: count(isEmpty),
    constant: count((column) => !isEmpty(column) && isConstant(column)),
    missing: columns.reduce((sum, column) => sum + countMissing(column), 0),
  };
}

function isConstant({ type, moments, cells, categories }: ColumnProfile): boolean {
  if (type === 'number') return moments !== null && moments.m2 === 0 && cells.infinite === 0;
  return categories !== null && !categories.capped && categories.counts.length === 1;
}
