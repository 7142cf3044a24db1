import { CELL, Column, type TableChunk } from '../../../lambdas/core/columns/column.ts';

/** A cell as a test writes it: NaN is an explicit not-a-number, null is missing, {} stands for any object or array. */
export type Cell = number | string | boolean | null | Record<string, never>;

export function makeColumn(cells: readonly Cell[]): Column {
  const numbers = new Float64Array(cells.length).fill(Number.NaN);
  const codes = new Int32Array(cells.length);
  const dictionary = new Map<string, number>();
  cells.forEach((cell, row) => {
    if (typeof cell === 'number' && !Number.isNaN(cell)) {
      numbers[row] = cell;
      codes[row] = CELL.number;
    } else if (typeof cell === 'number') codes[row] = CELL.nan;
    else if (typeof cell === 'string') {
      if (!dictionary.has(cell)) dictionary.set(cell, dictionary.size);
      codes[row] = dictionary.get(cell)!;
    } else if (typeof cell === 'boolean') codes[row] = cell ? CELL.true : CELL.false;
    else codes[row] = cell === null ? CELL.missing : CELL.nested;
  });
  const plain = codes.every((code) => code === CELL.number || code === CELL.missing);
  return new Column(cells.length, numbers, plain ? null : codes, [...dictionary.keys()]);
}

/** A chunk of columns of equal length. */
export function makeChunk(columns: Iterable<readonly [name: string, cells: readonly Cell[]]>): TableChunk {
  const made = new Map([...columns].map(([name, cells]) => [name, makeColumn(cells)]));
  return { rows: [...made.values()][0]?.length ?? 0, columns: made };
}

/** One numeric column `x`, in chunks. */
export function chunksOf(values: Float64Array, rows = 10_000): TableChunk[] {
  const chunks: TableChunk[] = [];
  for (let start = 0; start < values.length; start += rows) {
    const part = values.subarray(start, start + rows);
    chunks.push({ rows: part.length, columns: new Map([['x', new Column(part.length, part, null)]]) });
  }
  return chunks;
}

/** Gives the chunks to {@link buildBaselineProfile}, as often as it asks. */
export function reading(chunks: readonly TableChunk[]): () => AsyncIterable<TableChunk> {
  return async function* () {
    yield* chunks;
  };
}
