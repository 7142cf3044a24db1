import { escape as asIs, type ColumnTable, desc, table } from 'arquero';

type Expression<Row, Value> = (row: Row) => Value;

/** What rows are ordered, grouped and joined by. Missing values come first, then NaN. */
export type Key = string | number | boolean | null;

/** An array or a typed array. */
interface Values<Value> extends Iterable<Value> {
  readonly length: number;
  at(row: number): Value | undefined;
}

/** The values of each column, all of one length. */
export type Columns<Row> = { readonly [Name in keyof Row]: Values<Row[Name]> };

/** A key by which the largest comes first. */
interface Descending<Row> {
  readonly descending: Expression<Row, Key>;
}

export function descending<Row>(key: Expression<Row, Key>): Descending<Row> {
  return { descending: key };
}

/**
 * An arquero table whose expressions are functions that TypeScript checks. Arquero itself takes a row for anything, and parses
 * expressions that are not escaped, column names too; the bundles have no parser. Column names are ours, values may be
 * anything: a group or a match is found by one key, so that no text can look like two.
 */
export class TypedTable<Row extends object> {
  readonly #table: ColumnTable;

  private constructor(columns: ColumnTable) {
    this.#table = columns;
  }

  /** The columns as they are, without a copy. */
  static of<Row extends object>(columns: Columns<Row>): TypedTable<Row> {
    return new TypedTable(table(columns));
  }

  get numRows(): number {
    return this.#table.numRows();
  }

  filter(test: Expression<Row, boolean>): TypedTable<Row> {
    return new TypedTable(this.#table.filter(asIs(test)));
  }

  /** With more columns, row by row. */
  derive<More extends object>(columns: { readonly [Name in keyof More]: Expression<Row, More[Name]> }) {
    const expressions = Object.entries<Expression<Row, unknown>>(columns).map(([name, value]) => [name, asIs(value)]);
    return new TypedTable<Row & More>(this.#table.derive(Object.fromEntries(expressions)));
  }

  /** With more columns, whole. */
  assign<More extends object>(columns: Columns<More>): TypedTable<Row & More> {
    return new TypedTable(this.#table.assign(TypedTable.of(columns).#table));
  }

  /** By the first key, equals by the second, and so on; rows that are equal in all keys stay in their order. */
  orderby(...keys: readonly (Expression<Row, Key> | Descending<Row>)[]): TypedTable<Row> {
    const expressions = keys.map((key) =>
      typeof key === 'function' ? asIs(key) : desc(asIs((row: Row) => key.descending(row))),
    );
    return new TypedTable(this.#table.orderby(...expressions));
  }

  /** The rows of each key, keys in the order of their first rows. */
  groupby<By extends Key>(key: Expression<Row, By>): Map<By, Row[]> {
    const whole = this.#table.reify();
    const rows = rowsOf<Row>(whole);
    const groups = whole.groupby({ key: asIs(key) }).partitions() as ArrayLike<number>[];
    return new Map(groups.map((at) => [key(rows[at[0]]), Array.from(at, (row) => rows[row])]));
  }

  /** All rows of both, those with the same key as one; what the other has no row for is undefined. Keys are unique. */
  joinFull<Other extends object>(
    other: TypedTable<Other>,
    key: Expression<Row, Key>,
    otherKey: Expression<Other, Key>,
  ): TypedTable<Partial<Row> & Partial<Other>> {
    const [left, right] = [this.#table, other.#table];
    const values = right.columnNames().map((name) => [name, asIs((row: Record<string, unknown>) => row[name])]);
    const [of, ofOther] = [asIs(key), asIs(otherKey)] as [() => Key, () => Key];
    const matched = left.lookup(right, [[of], [ofOther]], Object.fromEntries(values));
    return new TypedTable(matched.concat(right.antijoin(left, [[ofOther], [of]])));
  }

  /** A column's values, in order. */
  column<Name extends keyof Row & string>(name: Name): Row[Name][] {
    return this.#table.array(name) as Row[Name][];
  }

  /** The rows, in order. */
  rows(): Row[] {
    return rowsOf(this.#table);
  }
}

function rowsOf<Row>(rows: ColumnTable): Row[] {
  return rows.objects() as Row[];
}
