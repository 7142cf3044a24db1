import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet';
import { isNested } from '../field-path.ts';
import { MAX_COLUMNS } from '../positions.ts';
import { type TableOptions, UnreadableFileError } from './reader.ts';

/** A column of the table that a Parquet file holds. */
export interface ParquetColumn {
  /** With dots if it is a field of a struct. */
  readonly name: string;
  /** The name of the top-level column that it is in. */
  readonly top: string;
  /** Gets the value from the top-level column's value. null: they are the same. */
  readonly pick: ((value: unknown) => unknown) | null;
  readonly element: SchemaElement;
}

/** The requested columns of a file, including fields of structs. Throws {@link UnreadableFileError}. */
export function chooseColumns(
  metadata: FileMetaData,
  { columns }: Pick<TableOptions, 'columns'>,
  uri: string,
): ParquetColumn[] {
  const found = listColumns(metadata, uri);
  const chosen = columns === null ? [...found.values()] : columns.flatMap((name) => found.get(name) ?? []);
  if (chosen.length > MAX_COLUMNS) {
    throw new UnreadableFileError(uri, `it has ${chosen.length} columns; at most ${MAX_COLUMNS} are accepted`);
  }
  return chosen;
}

/** Every column by name. A top-level column takes precedence over a field of a struct with the same name. */
function listColumns(metadata: FileMetaData, uri: string): ReadonlyMap<string, ParquetColumn> {
  const { children } = parquetSchema(metadata);
  const tops = children.map(({ element }) => element.name);
  if (new Set(tops).size < tops.length) {
    const twice = tops.filter((name, i) => tops.indexOf(name) !== i).map((name) => JSON.stringify(name));
    throw new UnreadableFileError(uri, `it has a column more than once: ${twice.join(', ')}`);
  }
  const found = new Map<string, ParquetColumn>();
  const taken = new Set(tops);
  for (const node of children) {
    const { name } = node.element;
    if (!isStruct(node)) found.set(name, { name, top: name, pick: null, element: node.element });
    else for (const field of fieldsOf(node, [], name)) if (!taken.has(field.name)) found.set(field.name, field);
  }
  return found;
}

function* fieldsOf({ children }: SchemaTree, steps: readonly string[], top: string): Generator<ParquetColumn> {
  for (const child of children) {
    const path = [...steps, child.element.name];
    if (isStruct(child)) yield* fieldsOf(child, path, top);
    else {
      const name = [top, ...path].join('.');
      yield { name, top, pick: (value) => fieldOf(value, path), element: child.element };
    }
  }
}

/** Whether the node is a group of fields, and not the encoding of a list or map. */
function isStruct({ children, element }: SchemaTree): boolean {
  const { converted_type, logical_type, repetition_type } = element;
  return (
    children.length > 0 && converted_type === undefined && logical_type === undefined && repetition_type !== 'REPEATED'
  );
}

function fieldOf(value: unknown, path: readonly string[]): unknown {
  let field = value;
  for (const step of path) {
    if (!isNested(field) || !Object.hasOwn(field, step)) return null;
    field = field[step];
  }
  return field;
}
