import { CELL, type Column, type TableChunk } from '../columns/column.ts';
import { GrowableNumbers } from '../columns/growable.ts';
import { type CategoryTally, type NumberTally, tallyNumbers } from '../drift/tally.ts';
import { inferType } from '../profile/infer-type.ts';
import type { ColumnType } from '../profile/types.ts';

/** A whole data set in memory, column by column: 8 bytes a number, and every distinct text once. */
export interface CollectedColumns {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, CollectedColumn>;
}

export async function collectColumns(
  chunks: AsyncIterable<TableChunk>,
  onProgress?: (rows: number) => void,
): Promise<CollectedColumns> {
  const columns = new Map<string, CollectedColumn>();
  let rows = 0;
  for await (const chunk of chunks) {
    for (const [name, column] of chunk.columns) {
      let collected = columns.get(name);
      if (collected === undefined) {
        collected = new CollectedColumn(rows);
        columns.set(name, collected);
      }
      collected.append(column);
    }
    rows += chunk.rows;
    for (const collected of columns.values()) collected.fillTo(rows);
    onProgress?.(rows);
  }
  return { rows, columns };
}

/** Every value of one column. */
export class CollectedColumn {
  readonly #numbers = new GrowableNumbers();
  readonly #texts = new Map<string, number>();
  #rows: number;
  #missing: number;
  #nan = 0;
  #textRows = 0;

  /** @param rowsBefore Rows before the column first appeared: they are missing. */
  constructor(rowsBefore: number) {
    this.#rows = rowsBefore;
    this.#missing = rowsBefore;
  }

  append(column: Column): void {
    const { length, numbers } = column;
    const byCode = new Float64Array(column.dictionary.length);
    for (let row = 0; row < length; row++) {
      const code = column.code(row);
      if (code === CELL.number) this.#numbers.push(numbers![row]);
      else if (code >= 0) byCode[code]++;
      else if (code === CELL.true) this.#addText('true', 1);
      else if (code === CELL.false) this.#addText('false', 1);
      else if (code === CELL.nan) this.#nan++;
      else this.#missing++;
    }
    column.dictionary.forEach((text, code) => {
      this.#addText(text, byCode[code]);
    });
    this.#rows += length;
  }

  /** Rows that the column was absent from are missing. */
  fillTo(rows: number): void {
    this.#missing += rows - this.#rows;
    this.#rows = rows;
  }

  #addText(text: string, rows: number): void {
    if (rows === 0) return;
    this.#texts.set(text, (this.#texts.get(text) ?? 0) + rows);
    this.#textRows += rows;
  }

  inferredType(): ColumnType {
    const number = this.#numbers.length;
    const cells = {
      missing: this.#missing,
      number,
      nan: this.#nan,
      infinite: 0,
      text: this.#textRows,
      boolean: 0,
      nested: 0,
    };
    return inferType(cells, this.#textRows === 0 ? 0 : this.numberTally().values.length);
  }

  /** Texts count as rows without a number. */
  numberTally(): NumberTally {
    return tallyNumbers(this.#numbers.view(), this.#missing + this.#nan + this.#textRows);
  }

  categoryTally(): CategoryTally {
    const counts = new Map(this.#texts);
    const { values, counts: rows } = tallyNumbers(this.#numbers.view());
    values.forEach((value, i) => {
      const text = String(value);
      counts.set(text, (counts.get(text) ?? 0) + rows[i]);
    });
    return { counts, other: 0, missing: this.#missing + this.#nan };
  }
}
