import type { TableFormat } from '../capture/spec.ts';
import { type ColumnFacts, TableFacts } from './column-facts.ts';

/** Longer lists are embeddings or images. */
const MOST_ITEMS = 200;

/** The names of the values in each column of lists, such as `x.0` and `x.1`. Empty: they cannot be read as features. */
export type FoundLists = ReadonlyMap<string, readonly string[]>;

interface ListedTable {
  /** With a column for each value of a list. */
  readonly facts: TableFacts;
  /** The columns to read. undefined: all. */
  readonly columns: readonly string[] | undefined;
  readonly lists: FoundLists;
}

/**
 * Finds columns whose cells are lists, and reads the values in them as columns. Of Parquet it only finds them.
 *
 * @param read Reads the table with these columns.
 */
export async function readLists(
  first: TableFacts,
  format: TableFormat,
  read: (columns: readonly string[]) => Promise<TableFacts>,
): Promise<ListedTable> {
  const names = [...first.columns].filter(([, { nested, filled }]) => nested > 0 && filled === 0).map(([name]) => name);
  if (names.length === 0) return { facts: first, columns: undefined, lists: new Map() };
  const wanted = [...first.columns.keys()].flatMap((name) =>
    names.includes(name) ? Array.from({ length: MOST_ITEMS + 1 }, (_, i) => `${name}.${i}`) : [name],
  );
  const facts = format === 'jsonl' ? await read(wanted) : first;
  const lists = new Map(names.map((name) => [name, itemsOf(facts, name)]));
  const columns = [...first.columns.keys()].flatMap((name) => lists.get(name) ?? [name]);
  return { facts: withColumns(facts, columns), columns, lists };
}

/** Empty: there are too many, or some are lists or objects themselves. */
function itemsOf({ columns }: TableFacts, name: string): readonly string[] {
  const all = Array.from({ length: MOST_ITEMS + 1 }, (_, i) => `${name}.${i}`);
  const isPresent = ({ filled, nested }: ColumnFacts) => filled + nested > 0;
  const present = all.filter((item) => columns.has(item) && isPresent(columns.get(item)!));
  const items = all.slice(0, all.indexOf(present.at(-1) ?? '') + 1);
  const isPlain = items.every((item) => (columns.get(item)?.nested ?? 0) === 0);
  return isPlain && items.length <= MOST_ITEMS ? items : [];
}

function withColumns({ rows, columns }: TableFacts, names: readonly string[]): TableFacts {
  const table = new TableFacts();
  table.rows = rows;
  for (const name of names) {
    const facts = columns.get(name);
    if (facts !== undefined) table.columns.set(name, facts);
  }
  return table;
}
