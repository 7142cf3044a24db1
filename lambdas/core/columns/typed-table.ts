import { escape as asIs, type ColumnTable, desc, table } from 'arquero';

type Expression<Row, Value> = (row: Row) => Value;

/** The keys by which rows are ordered, grouped and joined. Missing values come first, then NaN. */
export type Key = string | number | boolean | null;

/** An array or a typed array. */
interface Values<Value> extends Iterable<Value> {
  readonly length: number;
  at(row: number): Value | undefined;
}

/** The values of each column. All columns have the same length. */
export type Columns<Row> = { readonly [Name in keyof Row]: Values<Row[Name]> };

/** A key for descending order. */
interface Descending<Row> {
  readonly descending: Expression<Row, Key>;
}

export function descending<Row>(key: Expression<Row, Key>): Descending<Row> {
  return { descending: key };
}

/**
 * An arquero table whose expressions are functions that TypeScript checks. Arquero does not type rows, and parses
 * expressions and column names that are not escaped, but the bundles do not contain its parser. Column names come from
 * this code, never from data. Values may be anything: groups and joins use a single key, so that no text can be
 * mistaken for two.
 */
export class TypedTable<Row extends object> {
  readonly #table: ColumnTable;

  private constructor(columns: ColumnTable) {
    this.#table = columns;
  }

  /** A table of these columns, without a copy. */
  static of<Row extends object>(columns: Columns<Row>): TypedTable<Row> {
    return new TypedTable(table(columns));
  }

  get numRows(): number {
    return this.#table.numRows();
  }

  filter(test: Expression<Row, boolean>): TypedTable<Row> {
    return new TypedTable(this.#table.filter(asIs(test)));
  }

  /** Adds columns that are computed row by row. */
  derive<More extends object>(columns: { readonly [Name in keyof More]: Expression<Row, More[Name]> }) {
    const expressions = Object.entries<Expression<Row, unknown>>(columns).map(([name, value]) => [name, asIs(value)]);
    return new TypedTable<Row & More>(this.#table.derive(Object.fromEntries(expressions)));
  }

  /** Adds whole columns. */
  assign<More extends object>(columns: Columns<More>): TypedTable<Row & More> {
    return new TypedTable(this.#table.assign(TypedTable.of(columns).#table));
  }

  /** Sorts by the first key, then by the second, and so on. Rows with equal keys keep their order. */
  orderby(...keys: readonly (Expression<Row, Key> | Descending<Row>)[]): TypedTable<Row> {
    const expressions = keys.map((key) =>
      typeof key === 'function' ? asIs(key) : desc(asIs((row: Row) => key.descending(row))),
    );
    return new TypedTable(this.#table.orderby(...expressions));
  }

  /** The rows by key, in the order of each key's first row. */
  groupby<By extends Key>(key: Expression<Row, By>): Map<By, Row[]> {
    const whole = this.#table.reify();
    const rows = rowsOf<Row>(whole);
    const groups = whole.groupby({ key: asIs(key) }).partitions() as ArrayLike<number>[];
    return new Map(groups.map((at) => [key(rows[at[0]]), Array.from(at, (row) => rows[row])]));
  }

  /**
   * All rows of both tables, joined if their keys are equal. Columns of a table without the key are undefined. Keys
   * must be unique.
   */
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
