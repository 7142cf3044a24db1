import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet';
import { MAX_COLUMNS } from '../positions.ts';
import { type TableOptions, UnreadableFileError } from './reader.ts';

/** A column as a table has it. */
export interface ParquetColumn {
  /** With dots where it is a field of a struct. */
  readonly name: string;
  /** The column at the top of the schema that holds it. */
  readonly top: string;
  /** Takes the value out of that column's; null where they are the same. */
  readonly pick: ((value: unknown) => unknown) | null;
  readonly element: SchemaElement;
}

/** The wanted columns of a file, the fields of structs among them. Throws {@link UnreadableFileError}. */
export function chooseColumns(metadata: FileMetaData, { columns }: TableOptions, uri: string): ParquetColumn[] {
  const found = listColumns(metadata, uri);
  const chosen = columns === null ? [...found.values()] : columns.flatMap((name) => found.get(name) ?? []);
  if (chosen.length > MAX_COLUMNS) {
    throw new UnreadableFileError(uri, `it has ${chosen.length} columns, accepted are at most ${MAX_COLUMNS}`);
  }
  return chosen;
}

/** Every column, by name; a field of a struct never takes the name of a column at the top. */
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

/** A group of fields, and not the form of a list or map. */
function isStruct({ children, element }: SchemaTree): boolean {
  const { converted_type, logical_type, repetition_type } = element;
  return (
    children.length > 0 && converted_type === undefined && logical_type === undefined && repetition_type !== 'REPEATED'
  );
}

function fieldOf(value: unknown, path: readonly string[]): unknown {
  let field = value;
  for (const step of path) {
    if (typeof field !== 'object' || field === null || !Object.hasOwn(field, step)) return null;
    field = (field as Record<string, unknown>)[step];
  }
  return field;
}
