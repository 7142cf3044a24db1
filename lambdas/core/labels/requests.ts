import { NO_REQUEST, type PredictionKeys } from './prediction-keys.ts';

/** Why a label has no predicted row. `absent`: its row of the request is not among the predictions. */
export const MISFIT = { unmatched: -1, mismatched: -2, ambiguous: -3, absent: -4 } as const;

/** The requests of predictions with their rows, to find a label's row by id and position. */
export class Requests {
  readonly #keys: PredictionKeys;
  readonly #positions: Int32Array;
  /** The predictions by request, then by position. Those of request r are from `#first[r]` to `#first[r + 1]`. */
  readonly #rows: Int32Array;
  readonly #first: Int32Array;
  /** 1 for a request in which a position occurs twice, because several requests share its id. */
  readonly #repeated: Uint8Array;

  /** @param keys The keys of all predictions. None may be appended afterwards. */
  constructor(keys: PredictionKeys) {
    this.#keys = keys;
    this.#positions = keys.positions;
    this.#first = countRows(keys);
    this.#rows = groupRows(keys, this.#first);
    this.#repeated = new Uint8Array(keys.requests);
    for (let request = 0; request < keys.requests; request++) {
      if (this.#first[request + 1] - this.#first[request] > 1) this.#order(request);
    }
  }

  /** The number of predictions that get no label because several requests share their id. */
  get ambiguousRows(): number {
    let rows = 0;
    for (let request = 0; request < this.#repeated.length; request++) {
      if (this.#repeated[request] === 1) rows += this.#first[request + 1] - this.#first[request];
    }
    return rows;
  }

  /**
   * The predicted row of a label, or a code of {@link MISFIT}.
   *
   * @param size The number of labels that arrived together for the request, which must equal its number of rows. 0 for
   * a single label, whose position must be one of its rows.
   */
  find(id: string, position: number, size: number): number {
    const request = this.#keys.find(id);
    if (request === undefined) return MISFIT.unmatched;
    if (this.#repeated[request] === 1) return MISFIT.ambiguous;
    const requestSize = this.#positions[this.#rows[this.#first[request + 1] - 1]] + 1;
    const fits = size === 0 ? position < requestSize : size === requestSize;
    return fits ? this.#findRow(request, position) : MISFIT.mismatched;
  }

  #findRow(request: number, position: number): number {
    let low = this.#first[request];
    let high = this.#first[request + 1] - 1;
    // Usually there are no gaps, and a row is at its position.
    let at = Math.min(low + position, high);
    while (low <= high) {
      const found = this.#positions[this.#rows[at]];
      if (found === position) return this.#rows[at];
      if (found < position) low = at + 1;
      else high = at - 1;
      at = (low + high) >> 1;
    }
    return MISFIT.absent;
  }

  /** Sorts the rows of a request by position, and notes repeated positions. */
  #order(request: number): void {
    const rows = this.#rows.subarray(this.#first[request], this.#first[request + 1]);
    const positionAt = (i: number) => this.#positions[rows[i]];
    for (let i = 1; i < rows.length; i++) {
      if (positionAt(i - 1) < positionAt(i)) continue;
      rows.sort((a, b) => this.#positions[a] - this.#positions[b]);
      break;
    }
    for (let i = 1; i < rows.length; i++) if (positionAt(i - 1) === positionAt(i)) this.#repeated[request] = 1;
  }
}

/** By request, the number of rows of all requests before it, with the total at the end. */
function countRows({ requests, requestOf }: PredictionKeys): Int32Array {
  const first = new Int32Array(requests + 1);
  for (const request of requestOf) if (request !== NO_REQUEST) first[request + 1]++;
  for (let request = 0; request < requests; request++) first[request + 1] += first[request];
  return first;
}

/** The rows with an id, request by request. */
function groupRows({ requests, requestOf }: PredictionKeys, first: Int32Array): Int32Array {
  const rows = new Int32Array(first[requests]);
  const next = first.slice();
  for (let row = 0; row < requestOf.length; row++) {
    if (requestOf[row] !== NO_REQUEST) rows[next[requestOf[row]]++] = row;
  }
  return rows;
}
