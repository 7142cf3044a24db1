import type { FieldPath } from '../field-path.ts';

/** A table whose columns have names: which value is which is decided by them. */
export interface NamedTable {
  readonly names: readonly string[];
  readonly rows: number;
  /** Whether the columns have an order of their own too, so that a position means something. */
  readonly ordered: boolean;
  /** The value of a row in column `names[column]`. */
  at(row: number, column: number): unknown;
}

/** What a JSON request or response was found to hold. */
export type PayloadRows =
  /** Rows: an object by its keys, an array by position, a plain value as a row of one. */
  { readonly rows: readonly unknown[]; readonly table: null } | { readonly rows: null; readonly table: NamedTable };

/** What is known beforehand of one side of an exchange. */
export interface PayloadSide {
  readonly what: 'request' | 'response';
  /** Where the monitor says that the rows are. */
  readonly rowsKey: FieldPath | undefined;
  /** The keys under which rows usually are. */
  readonly usualKeys: readonly string[];
  /** The names the monitor lists; null where it lists none and every name is wanted. */
  readonly names: readonly FieldPath[] | null;
  /** Whether a table that lacks a listed name is refused: a feature has to be there, an answer may be missing. */
  readonly complete: boolean;
}

/** Where in the JSON text an object is. */
export interface JsonLocation {
  /** null where the object did not come as a text of its own. */
  readonly text: string | null;
  readonly path: readonly string[];
}

/**
 * A way in which a JSON object can hold rows. null where the object is not of this layout. Throws RejectedRecordError where it
 * is and cannot be read.
 */
export type PayloadLayout = (
  object: Record<string, unknown>,
  side: PayloadSide,
  place: JsonLocation,
) => PayloadRows | null;

export const foundRows = (rows: readonly unknown[]): PayloadRows => ({ rows, table: null });
export const foundTable = (table: NamedTable): PayloadRows => ({ rows: null, table });
