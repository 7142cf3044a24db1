import type { Column, TableChunk } from './column.ts';

/**
 * The same rows with other names for some columns. A column whose own name is the new name of another is left out.
 *
 * @param names The new names, by the columns' own.
 */
export function renameColumns(chunk: TableChunk, names: ReadonlyMap<string, string>): TableChunk {
  if (names.size === 0) return chunk;
  const taken = new Set(names.values());
  const columns = new Map<string, Column>();
  for (const [name, column] of chunk.columns) {
    const renamed = names.get(name);
    if (renamed !== undefined || !taken.has(name)) columns.set(renamed ?? name, column);
  }
  return { rows: chunk.rows, columns };
}
