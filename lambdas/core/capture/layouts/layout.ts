import type { FieldPath } from '../field-path.ts';

/** A table whose values are identified by the names of its columns. */
export interface NamedTable {
  readonly names: readonly string[];
  readonly rows: number;
  /** Whether the columns also have an order, so that a position identifies a column. */
  readonly ordered: boolean;
  /** The value of a row in column `names[column]`. */
  at(row: number, column: number): unknown;
}

/** The rows of a JSON request or response. */
export type PayloadRows =
  /** Rows: an object by its keys, an array by position, a plain value as a row of one. */
  { readonly rows: readonly unknown[]; readonly table: null } | { readonly rows: null; readonly table: NamedTable };

/** What the monitor declares about its requests, or its responses. */
export interface PayloadSide {
  readonly what: 'request' | 'response';
  /** The key of the rows, if the monitor names it. */
  readonly rowsKey: FieldPath | undefined;
  /** The usual keys of rows. */
  readonly usualKeys: readonly string[];
  /** The names that the monitor lists. null: it lists none, so every name is wanted. */
  readonly names: readonly FieldPath[] | null;
  /** Whether to reject a table that lacks a listed name. Features are required, answers may be missing. */
  readonly complete: boolean;
}

/** The place of an object in a JSON text. */
export interface JsonLocation {
  /** null: the object is not from a text of its own. */
  readonly text: string | null;
  readonly path: readonly string[];
}

/**
 * Reads the rows of a JSON object in one layout. Returns null if the object does not have the layout. Throws
 * RejectedRecordError if it has the layout but cannot be read.
 */
export type PayloadLayout = (
  object: Record<string, unknown>,
  side: PayloadSide,
  place: JsonLocation,
) => PayloadRows | null;

export const foundRows = (rows: readonly unknown[]): PayloadRows => ({ rows, table: null });
export const foundTable = (table: NamedTable): PayloadRows => ({ rows: null, table });
