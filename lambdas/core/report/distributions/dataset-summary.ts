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
  /** Columns with the same value in nearly every row that has one, see {@link NEARLY_CONSTANT}. */
  readonly nearlyConstant: number;
  /** Columns with exactly the same distribution as one before them, such as copies. Constant columns do not count. */
  readonly alike: number;
  /** Cells without a value. */
  readonly missing: number;
}

/** The share of the rows from which one value makes a column nearly constant. */
export const NEARLY_CONSTANT = 0.95;

export function summarizeDataset({ rows, columns }: Pick<Profile, 'rows' | 'columns'>): DatasetSummary {
  const count = (is: (column: ColumnProfile) => boolean) => columns.filter(is).length;
  const isTime = ({ form }: ColumnProfile) => form === 'time' || form === 'duration';
  const isNumber = (column: ColumnProfile) => column.type === 'number' && !isTime(column);
  const isIdentifier = ({ identifier }: ColumnProfile) => identifier !== undefined;
  const isEmpty = (column: ColumnProfile) => countMissing(column) === rows;
  const isVarying = (column: ColumnProfile) => !isEmpty(column) && !isConstant(column);
  return {
    rows,
    columns: columns.length,
    numbers: count(isNumber),
    times: count(isTime),
    categories: count((column) => column.type === 'category' && !isIdentifier(column)),
    identifiers: count(isIdentifier),
    empty: count(isEmpty),
    constant: count((column) => !isEmpty(column) && isConstant(column)),
    nearlyConstant: count((column) => isVarying(column) && mostFrequent(column) >= NEARLY_CONSTANT),
    alike: countAlike(columns.filter((column) => isVarying(column) && !isIdentifier(column))),
    missing: columns.reduce((sum, column) => sum + countMissing(column), 0),
  };
}

function isConstant({ type, moments, cells, categories }: ColumnProfile): boolean {
  if (type === 'number') return moments !== null && moments.m2 === 0 && cells.infinite === 0;
  return categories !== null && !categories.capped && categories.counts.length === 1;
}

/** The share of the most frequent value, or of the cell of a grid that has it, among the rows with a value. */
function mostFrequent({ numbers, categories }: ColumnProfile): number {
  const counts =
    categories?.counts.map(([, rows]) => rows) ?? (numbers?.kind === 'sketch' ? [] : (numbers?.counts ?? []));
  let [all, most] = [categories?.other ?? 0, 0];
  for (const rows of counts) {
    all += rows;
    most = Math.max(most, rows);
  }
  return all === 0 ? 0 : most / all;
}

function countAlike(columns: readonly ColumnProfile[]): number {
  const distributions = columns.map(({ name: _, ...distribution }) => JSON.stringify(distribution));
  return distributions.length - new Set(distributions).size;
}
