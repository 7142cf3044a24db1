import type { CellWriter } from '../columns/cell-writer.ts';
import type { ChunkBuilder } from '../columns/chunk-builder.ts';
import type { ColumnBuilder } from '../columns/column-builder.ts';
import { type CsvText, writeCsvField } from './csv-text.ts';
import { type FieldPath, isObject, type Nested, toFieldPath, valueAtPath } from './field-path.ts';
import type { NamedTable } from './layouts/layout.ts';
import { positionName } from './positions.ts';
import type { SeenColumns } from './seen-columns.ts';
import { seenNames } from './seen-names.ts';
import type { CaptureSpec } from './spec.ts';
import { onlyValue } from './table-shape.ts';

/** The features to read: these, none, or (null) those that the monitor lists, or all if it lists none. */
export type FeatureSelection = readonly string[] | 'none' | null;

/** The features whose columns are known before the data is read. null: the data decides. */
export function keptFeatures(spec: CaptureSpec, selection: FeatureSelection): readonly string[] | null {
  if (selection === 'none') return [];
  return selection ?? spec.features ?? null;
}

/**
 * Writes the rows of requests into the chunk's feature columns: by name if the request has names, by position otherwise.
 * Every row goes into the chunk's current row.
 */
export class FeatureColumns {
  readonly #listed: readonly string[] | undefined;
  readonly #selection: FeatureSelection;
  readonly #selected: ReadonlySet<string> | null;
  readonly #cells: CellWriter;
  readonly #chunk: ChunkBuilder;
  /** By position: the columns of the listed features, null for a feature that is not selected. */
  readonly #positions: readonly (ColumnBuilder | null)[];
  /** By name: the features to read. null reads all. */
  readonly #keys: readonly { readonly key: FieldPath; readonly column: ColumnBuilder }[] | null;
  readonly #paths: readonly FieldPath[];
  /** The names of the current request's columns, and where among them those of {@link #keys} are, -1 if absent. */
  #names: readonly string[] = [];
  readonly #seen: SeenColumns | undefined;
  #places: readonly number[] = [];

  /** `chunk` must keep the columns of {@link keptFeatures}. */
  constructor(
    spec: CaptureSpec,
    selection: FeatureSelection,
    cells: CellWriter,
    chunk: ChunkBuilder,
    seen?: SeenColumns,
  ) {
    this.#seen = seen;
    this.#listed = spec.features;
    this.#selection = selection;
    this.#selected = Array.isArray(selection) ? new Set(selection) : null;
    this.#cells = cells;
    this.#chunk = chunk;
    this.#positions = (spec.features ?? []).map((name) => (this.#isSelected(name) ? chunk.column(name) : null));
    this.#keys =
      keptFeatures(spec, selection)?.map((name) => ({ key: toFieldPath(name), column: chunk.column(name) })) ?? null;
    this.#paths = this.#keys?.map(({ key }) => key) ?? [];
  }

  /** Whether no feature is to be read. */
  get none(): boolean {
    return this.#selection === 'none';
  }

  /** By position, the columns of the listed features, null for one that is not read. null if none are listed. */
  get positions(): readonly (ColumnBuilder | null)[] | null {
    return this.#listed === undefined ? null : this.#positions;
  }

  /** How many columns a row of named values may add to the chunk. */
  namedWidth(names: number): number {
    return this.#keys === null ? names : 0;
  }

  /** How many columns a row without names may add to the chunk. */
  listWidth(values: number): number {
    return this.#listed === undefined ? values : 0;
  }

  /** How many columns an object may add to the chunk. */
  objectWidth(row: Nested): number {
    return this.#keys === null ? Object.keys(row).length : 1;
  }

  /** Sets the names of the columns that {@link writeTableRow} and {@link writeNamedFields} read. */
  bind(names: readonly string[]): void {
    this.#names = names;
    if (this.#keys === null) return;
    this.#places = this.#keys.map(({ key }) => names.indexOf(key.name));
    this.#seen?.addRow(names, !this.#places.includes(-1));
  }

  writeTableRow(table: NamedTable, row: number): void {
    const into = this.#chunk.rows;
    if (this.#keys === null) {
      for (let i = 0; i < this.#names.length; i++) {
        this.#cells.writeValue(this.#chunk.column(this.#names[i]), into, table.at(row, i));
      }
      return;
    }
    for (let i = 0; i < this.#keys.length; i++) {
      const place = this.#places[i];
      if (place >= 0) this.#cells.writeValue(this.#keys[i].column, into, table.at(row, place));
    }
  }

  /** Writes a row of CSV below a header. */
  writeNamedFields(csv: CsvText, row: number): void {
    const into = this.#chunk.rows;
    const first = csv.firstField(row);
    if (this.#keys === null) {
      for (let i = 0; i < this.#names.length; i++) {
        writeCsvField(this.#cells, this.#chunk.column(this.#names[i]), into, csv, first + i);
      }
      return;
    }
    for (let i = 0; i < this.#keys.length; i++) {
      const place = this.#places[i];
      if (place >= 0) writeCsvField(this.#cells, this.#keys[i].column, into, csv, first + place);
    }
  }

  /** Writes a row of CSV by position. */
  writeFields(csv: CsvText, row: number): void {
    const into = this.#chunk.rows;
    const first = csv.firstField(row);
    const width = csv.width(row);
    for (let i = 0; i < width; i++) {
      const column = this.#columnAt(i);
      if (column !== null) writeCsvField(this.#cells, column, into, csv, first + i);
    }
  }

  /** Writes a row of JSON: an array by position, an object by its keys, a plain value as the only one. */
  writeJson(row: unknown): void {
    const into = this.#chunk.rows;
    if (Array.isArray(row)) {
      for (let i = 0; i < row.length; i++) {
        const column = this.#columnAt(i);
        if (column !== null) this.#cells.writeValue(column, into, row[i]);
      }
    } else if (isObject(row)) {
      this.#writeObject(row, into);
    } else {
      const column = this.#columnAt(0);
      if (column !== null) this.#cells.writeValue(column, into, row);
    }
  }

  #writeObject(row: Record<string, unknown>, into: number): void {
    if (this.#keys !== null) {
      let isWhole = true;
      for (const { key, column } of this.#keys) {
        const value = onlyValue(valueAtPath(row, key));
        if (value !== undefined) this.#cells.writeValue(column, into, value);
        else isWhole = false;
      }
      if (this.#seen?.wantsRow(isWhole)) this.#seen.addRow(seenNames(row, this.#paths), isWhole);
      return;
    }
    for (const name of Object.keys(row)) this.#cells.writeValue(this.#chunk.column(name), into, onlyValue(row[name]));
  }

  /** Notes the keys of rows that another reader has read, which are objects with all features. */
  seeWhole(keys: readonly string[]): void {
    if (!this.none) this.#seen?.addRow(keys, true);
  }

  #columnAt(position: number): ColumnBuilder | null {
    if (this.#listed !== undefined) return this.#positions[position];
    const name = positionName(position);
    return this.#isSelected(name) ? this.#chunk.column(name) : null;
  }

  #isSelected(name: string): boolean {
    if (this.#selection === 'none') return false;
    return this.#selected === null || this.#selected.has(name);
  }
}
