import { NO_REQUEST, type PredictionKeys } from './prediction-keys.ts';

/** Why a label has no predicted row. `absent`: its row of the request is not among the predictions. */
export const MISFIT = { unmatched: -1, mismatched: -2, ambiguous: -3, absent: -4 } as const;

/** The requests of predictions with their rows, to find a label's row by id and position. */
export class Requests {
  readonly #keys: PredictionKeys;
  readonly #positions: Int32Array | null;
  /** null: row r is the only one of request r. */
  readonly #groups: RowGroups | null;
  /** 1 for a request in which a position occurs twice, because several requests share its id. null: there is none. */
  readonly #repeated: Uint8Array | null;

  /** @param keys The keys of all predictions. None may be appended afterwards. */
  constructor(keys: PredictionKeys) {
    this.#keys = keys;
    this.#positions = keys.positions;
    this.#groups = keys.requestOf === null ? null : groupRows(keys.requestOf, keys.requests);
    this.#repeated = this.#groups === null ? null : this.#order(this.#groups);
  }

  /** The number of predictions that get no label because several requests share their id. */
  get ambiguousRows(): number {
    let rows = 0;
    this.#repeated?.forEach((isRepeated, request) => {
      if (isRepeated === 1) rows += this.#start(request + 1) - this.#start(request);
    });
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
    if (this.#repeated?.[request] === 1) return MISFIT.ambiguous;
    const requestSize = this.#positionAt(this.#start(request + 1) - 1) + 1;
    const fits = size === 0 ? position < requestSize : size === requestSize;
    return fits ? this.#findRow(request, position) : MISFIT.mismatched;
  }

  #findRow(request: number, position: number): number {
    let low = this.#start(request);
    let high = this.#start(request + 1) - 1;
    // Usually there are no gaps, and a row is at its position.
    let at = Math.min(low + position, high);
    while (low <= high) {
      const found = this.#positionAt(at);
      if (found === position) return this.#rowAt(at);
      if (found < position) low = at + 1;
      else high = at - 1;
      at = (low + high) >> 1;
    }
    return MISFIT.absent;
  }

  /** Where the rows of a request start among the rows by request. */
  #start(request: number): number {
    return this.#groups === null ? request : this.#groups.first[request];
  }

  #rowAt(at: number): number {
    return this.#groups === null ? at : this.#groups.rows[at];
  }

  #positionAt(at: number): number {
    return this.#positionOf(this.#rowAt(at));
  }

  /** Sorts the rows of each request by position. Returns by request whether a position is repeated. */
  #order({ first, rows }: RowGroups): Uint8Array {
    const repeated = new Uint8Array(first.length - 1);
    for (let request = 0; request < repeated.length; request++) {
      if (first[request + 1] - first[request] < 2) continue;
      const group = rows.subarray(first[request], first[request + 1]);
      this.#sort(group);
      for (let i = 1; i < group.length; i++) {
        if (this.#positionOf(group[i - 1]) === this.#positionOf(group[i])) repeated[request] = 1;
      }
    }
    return repeated;
  }

  #sort(group: Int32Array): void {
    for (let i = 1; i < group.length; i++) {
      if (this.#positionOf(group[i - 1]) < this.#positionOf(group[i])) continue;
      group.sort((a, b) => this.#positionOf(a) - this.#positionOf(b));
      return;
    }
  }

  #positionOf(row: number): number {
    return this.#positions === null ? 0 : this.#positions[row];
  }
}

/** The predictions by request. Those of request r are from `first[r]` to `first[r + 1]`. */
interface RowGroups {
  readonly rows: Int32Array;
  readonly first: Int32Array;
}

/** The rows with an id, request by request, in their order. */
function groupRows(requestOf: Int32Array, requests: number): RowGroups {
  const first = new Int32Array(requests + 1);
  for (const request of requestOf) if (request !== NO_REQUEST) first[request]++;
  for (let request = 1; request <= requests; request++) first[request] += first[request - 1];
  // Each entry is the end of its group, and becomes its start as the rows are put in from behind.
  const rows = new Int32Array(first[requests]);
  for (let row = requestOf.length - 1; row >= 0; row--) {
    if (requestOf[row] !== NO_REQUEST) rows[--first[requestOf[row]]] = row;
  }
  return { rows, first };
}
