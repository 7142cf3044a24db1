import type { CaptureChunk } from '../capture/chunk.ts';
import { GrowableCodes } from '../columns/growable.ts';

/** The ids and positions of predictions, gathered chunk by chunk in the order of the rows. */
export class PredictionKeys {
  readonly #ids: string[] = [];
  readonly #positions = new GrowableCodes();

  get ids(): readonly string[] {
    return this.#ids;
  }

  get positions(): Int32Array {
    return this.#positions.view();
  }

  append({ rows, ids, positions }: Pick<CaptureChunk, 'rows' | 'ids' | 'positions'>): void {
    if (ids === null || positions === null) throw new Error('the captured rows were read without ids');
    for (let row = 0; row < rows; row++) {
      this.#ids.push(ids[row]);
      this.#positions.push(positions[row]);
    }
  }

  /** The ids whose labels are wanted. */
  wanted(): ReadonlySet<string> {
    return new Set(this.#ids);
  }
}
