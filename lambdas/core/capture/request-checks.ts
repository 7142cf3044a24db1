import { countOf } from '../text/numbers.ts';
import { isObject, type Nested, valueAtPath } from './field-path.ts';
import type { PayloadSide } from './layouts/layout.ts';
import { missingName } from './layouts/names.ts';
import { RejectedRecordError } from './rejection-reason.ts';
import { checkColumns, hintOf } from './table-shape.ts';

/** Compares the rows of requests with the features that the monitor lists. Every check throws RejectedRecordError. */
export class RequestChecks {
  readonly #listed: readonly string[] | undefined;
  readonly #side: PayloadSide;

  /** @param listed The monitor's features. Without them, any width is accepted up to the largest. */
  constructor(listed: readonly string[] | undefined, side: PayloadSide) {
    this.#listed = listed;
    this.#side = side;
  }

  /**
   * Checks the width of a row without names.
   *
   * @param row Counts from 0.
   * @param explain Adds to the message, for example which other delimiter fits.
   */
  checkWidth(width: number, row: number, explain?: () => string): void {
    if (this.#listed !== undefined && width !== this.#listed.length) {
      const expected = `the monitor lists ${countOf(this.#listed.length, 'feature')}`;
      const detail = `row ${row + 1} of the request has ${countOf(width, 'value')}, ${expected}${explain?.() ?? ''}`;
      throw new RejectedRecordError('wrong-column-count', detail);
    }
    checkColumns(width, row);
  }

  /** Checks the width of a row below a header of `names` names. */
  checkNamedWidth(width: number, row: number, names: number): void {
    checkColumns(width, row);
    if (width === names) return;
    const detail = `row ${row + 1} of the request has ${countOf(width, 'value')}, its header ${names}`;
    throw new RejectedRecordError('wrong-column-count', detail);
  }

  /** Checks rows of JSON: the width of each, and that the objects among them have at least one listed feature. */
  checkJsonRows(rows: readonly unknown[]): void {
    let objects = 0;
    let hasFeature = false;
    for (let row = 0; row < rows.length; row++) {
      const cells = rows[row];
      if (Array.isArray(cells)) {
        this.checkWidth(cells.length, row);
      } else if (isObject(cells)) {
        checkColumns(Object.keys(cells).length, row);
        objects++;
        hasFeature ||= this.#hasListed(cells);
      } else {
        this.checkWidth(1, row);
      }
    }
    if (objects === 0 || hasFeature || this.#listed === undefined) return;
    const [first] = rows.filter(isObject);
    throw missingName(this.#listed[0], Object.keys(first), 'request', hintOf([first], 'capture.requestRows'));
  }

  #hasListed(row: Nested): boolean {
    return this.#side.names === null || this.#side.names.some((key) => valueAtPath(row, key) !== undefined);
  }
}
