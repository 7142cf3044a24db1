import { ChunkBuilder } from '../../columns/chunk-builder.ts';
import { Column } from '../../columns/column.ts';
import type { Partition } from '../../ports.ts';
import { cellWriter } from './cells.ts';
import type { PlacedChunk, TableOptions, TableReader } from './reader.ts';

/** Adds the partitions of a file as columns, typed like CSV fields. A column of the file itself takes precedence. */
export function withPartitions(read: TableReader): TableReader {
  return async function* (source, options) {
    const partitions = (source.partitions ?? []).filter(
      ({ name }) => options.columns === null || options.columns.includes(name),
    );
    if (partitions.length === 0) {
      yield* read(source, options);
      return;
    }
    const names = new Set(partitions.map(({ name }) => name));
    const columns = new PartitionColumns(partitions, options);
    const required = options.required.filter((name) => !names.has(name));
    for await (const chunk of read(source, { ...options, required })) yield columns.addTo(chunk);
  };
}

/** The columns of the partitions, which have the same value in every row of a file. */
class PartitionColumns {
  readonly #cells: ReadonlyMap<string, Column>;

  constructor(partitions: readonly Partition[], options: TableOptions) {
    const writer = cellWriter(options);
    const row = new ChunkBuilder({ rows: 1 });
    for (const { name, value } of partitions) {
      const column = row.column(name);
      if (value === null) column.setMissing(0);
      else if (options.texts.has(name)) writer.writeText(column, 0, value);
      else writer.writeField(column, 0, value, 0, value.length);
    }
    row.endRow();
    this.#cells = row.take().columns;
  }

  addTo(chunk: PlacedChunk): PlacedChunk {
    const columns = new Map(chunk.columns);
    const partitions = new Set<string>();
    for (const [name, cell] of this.#cells) {
      if (columns.has(name)) continue;
      columns.set(name, repeat(cell, chunk.rows));
      partitions.add(name);
    }
    return { ...chunk, columns, partitions };
  }
}

function repeat({ numbers, codes, dictionary }: Column, rows: number): Column {
  return new Column(
    rows,
    numbers && new Float64Array(rows).fill(numbers[0]),
    codes && new Int32Array(rows).fill(codes[0]),
    dictionary,
  );
}
