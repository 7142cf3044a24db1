import { openText } from '../capture/enclosed-text.ts';
import { isObject, isPlain } from '../capture/field-path.ts';
import { unwrapRows } from '../capture/layouts/dense.ts';
import { findRows } from '../capture/layouts/find.ts';
import type { PayloadSide } from '../capture/layouts/layout.ts';
import { USUAL_REQUEST_KEYS } from '../capture/layouts/usual-keys.ts';
import type { Payload } from '../capture/payload.ts';
import { RejectedRecordError } from '../capture/rejection-reason.ts';
import { onlyValue } from '../capture/table-shape.ts';

/** How deeply the values of a row may be nested under keys. */
const MOST_KEYS = 4;
/** Rows with more values are no tables. */
const MOST_NAMES = 1000;

const SIDE: PayloadSide = {
  what: 'request',
  rowsKey: undefined,
  usualKeys: USUAL_REQUEST_KEYS,
  names: null,
  complete: false,
};

/** Collects the names of the values in rows of nested JSON, such as `customer.age`, which a reader has to be told to find them. */
export class NestedNames {
  readonly #names = new Set<string>();
  #isNested = false;

  /** The names of all plain values, those of nested ones with dots. Empty: no row has a plain value in an object. */
  get all(): readonly string[] {
    return this.#isNested ? [...this.#names] : [];
  }

  add(request: Payload): void {
    try {
      const { payload } = openText(request, SIDE);
      if (payload.kind !== 'json') return;
      const { rows } = findRows(payload.documents, payload.text, SIDE);
      for (const row of unwrapRows(rows ?? [], SIDE)) if (isObject(row)) this.#addObject(row, '', 1);
    } catch (error) {
      // The reader says what it cannot read.
      if (!(error instanceof RejectedRecordError)) throw error;
    }
  }

  #addObject(object: Readonly<Record<string, unknown>>, above: string, depth: number): void {
    for (const [key, value] of Object.entries(object)) {
      const name = above + key;
      if (isPlain(onlyValue(value))) {
        if (this.#names.size >= MOST_NAMES) return;
        this.#names.add(name);
        if (depth > 1) this.#isNested = true;
      } else if (isObject(value) && depth < MOST_KEYS) this.#addObject(value, `${name}.`, depth + 1);
    }
  }
}
