import type { CellWriter } from '../../columns/cell-writer.ts';
import { ChunkBuilder } from '../../columns/chunk-builder.ts';
import { enlarge } from '../../columns/growable.ts';
import { cellWriter } from './cells.ts';
import type { PlacedChunk, TableOptions } from './reader.ts';

/** Collects rows with their lines into {@link PlacedChunk}s. */
export class RowBuilder {
  readonly chunk: ChunkBuilder;
  readonly cells: CellWriter;
  #lines = new Int32Array(64);

  constructor(options: TableOptions) {
    this.chunk = new ChunkBuilder({ rows: options.chunkRows, columns: options.columns ?? undefined });
    this.cells = cellWriter(options);
  }

  /** Whether the chunk must be taken before a row with this many columns. */
  isFullFor(columns: number): boolean {
    return this.chunk.full || !this.chunk.fits(columns);
  }

  endRow(line: number): void {
    const row = this.chunk.rows;
    if (row === this.#lines.length) this.#lines = enlarge(this.#lines);
    this.#lines[row] = line;
    this.chunk.endRow();
  }

  take(): PlacedChunk {
    const lines = this.#lines.slice(0, this.chunk.rows);
    return { ...this.chunk.take(), lines };
  }
}
