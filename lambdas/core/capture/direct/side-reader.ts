import type { CellWriter } from '../../columns/cell-writer.ts';
import type { CellValue } from '../../columns/column.ts';
import { Base64Text } from './base64-text.ts';
import type { Cells } from './cells.ts';
import { CsvCells } from './csv-cells.ts';
import { JsonCells } from './json-cells.ts';
import { type ExpectedRows, learnFrame } from './json-frame.ts';
import type { LearnedSide } from './learn-template.ts';
import { type TextBudget, TextCells, UNUSUAL } from './text-cells.ts';

/** Distinct texts that are kept of all columns of a request or response, and of one column. */
const KEPT_TEXTS = 100_000;
const KEPT_TEXTS_OF_COLUMN = 4096;

/** Reads the requests or the responses of records, as the last learned one is written. */
export class SideReader {
  readonly #expected: ExpectedRows;
  readonly #csv: CsvCells;
  readonly #json: JsonCells;
  readonly #base64 = new Base64Text();
  /** The decoded text, if texts are BASE64. */
  #decoded: Base64Text | null = null;
  /** The cells of the last text. */
  cells: Cells;

  /**
   * @param isNoted Which texts of CSV `TextCells.isNoted` reports.
   * @param wider Whether rows of CSV may have more cells.
   */
  constructor(expected: ExpectedRows, cells: CellWriter, isNoted: (text: string) => boolean, wider: boolean) {
    this.#expected = expected;
    const kept = Math.min(KEPT_TEXTS_OF_COLUMN, Math.ceil(KEPT_TEXTS / Math.max(1, expected.width)));
    const textsOf = (interpret: (text: string) => CellValue, budget: TextBudget) =>
      Array.from({ length: expected.width }, () => new TextCells(interpret, isNoted, budget));
    const csvBudget = { kept, exceeded: false };
    const jsonBudget = { kept, exceeded: false };
    this.#csv = new CsvCells(
      textsOf((text) => cells.readField(text), csvBudget),
      csvBudget,
      wider,
    );
    this.#json = new JsonCells(
      textsOf((text) => cells.readText(text), jsonBudget),
      jsonBudget,
    );
    this.cells = this.#csv;
  }

  get isCsv(): boolean {
    return this.cells === this.#csv;
  }

  /** The keys of rows that are objects. */
  get keys(): readonly string[] | null {
    return this.isCsv ? null : (this.#json.frame?.members?.keys ?? null);
  }

  /** Reads texts of this form from now on. Returns false if there is no way to do so. */
  expect({ form, isBase64, raw }: LearnedSide): boolean {
    this.#decoded = isBase64 ? this.#base64 : null;
    if (form === 'csv') {
      this.cells = this.#csv;
      return this.#expected.byPosition;
    }
    const text = isBase64 ? this.#decode(raw) : raw;
    this.#json.frame = text && learnFrame(text, this.#expected);
    this.cells = this.#json;
    return this.#json.frame !== null;
  }

  /** Reads the text that begins at `bytes[start]`. Returns the index of its closing quote, or {@link UNUSUAL}. */
  read(bytes: Uint8Array, start: number): number {
    const text = this.#decoded;
    if (text === null) return this.cells.read(bytes, start);
    const end = text.decode(bytes, start);
    return end !== UNUSUAL && this.cells.read(text.bytes, 0) === text.end ? end : UNUSUAL;
  }

  #decode(raw: Uint8Array): Uint8Array | null {
    const text = this.#base64;
    return text.decode(Buffer.concat([raw, Buffer.from('"')]), 0) === UNUSUAL ? null : text.bytes.slice(0, text.end);
  }
}
