import type { CellWriter } from '../../columns/cell-writer.ts';
import type { CellValue } from '../../columns/column.ts';
import type { ColumnBuilder } from '../../columns/column-builder.ts';
import { simplifyName } from '../csv-header.ts';
import type { PayloadSide } from '../layouts/layout.ts';
import { MAX_COLUMNS } from '../positions.ts';
import type { RowPlaces, RowWriter } from '../row-places.ts';
import type { CaptureSpec } from '../spec.ts';
import { Base64Text } from './base64-text.ts';
import { type Cells, KIND } from './cells.ts';
import { CsvCells } from './csv-cells.ts';
import { JsonCells } from './json-cells.ts';
import { learnFrame } from './json-frame.ts';
import type { LearnedSide } from './learn-template.ts';
import { type TextBudget, TextCells, UNUSUAL } from './text-cells.ts';

/** Distinct texts that are kept of all columns of a request or response, and of one column. */
const KEPT_TEXTS = 100_000;
const KEPT_TEXTS_OF_COLUMN = 4096;

interface Answer {
  readonly position: number;
  readonly column: ColumnBuilder;
}

/** How the texts of one side are read. */
interface SideCells {
  readonly csv: CsvCells;
  readonly json: JsonCells;
  readonly base64: Base64Text;
}

/** The cells of a record's request and response, and the columns into which they are written by position. */
export class RecordCells implements RowWriter {
  readonly #cells: CellWriter;
  readonly #features: readonly (ColumnBuilder | null)[];
  readonly #answers: readonly Answer[];
  /** Whether a first row of CSV may name the columns, and whether it always does. */
  readonly #mayHaveHeader: boolean;
  readonly #hasHeader: boolean;
  readonly #requestSide: PayloadSide;
  readonly #responseSide: PayloadSide;
  readonly #requests: SideCells;
  readonly #responses: SideCells;
  #request: Cells;
  /** null: the monitor names no part of the response, so that it is not read. */
  #response: Cells | null = null;
  /** The decoded texts of sides that are BASE64. */
  #requestText: Base64Text | null = null;
  #responseText: Base64Text | null = null;

  /** null: the columns are not known by position. */
  static of(spec: CaptureSpec, places: RowPlaces): RecordCells | null {
    const { features, answers: roles } = places;
    if (features.length === 0 || features.length > MAX_COLUMNS) return null;
    const answers = roles.flatMap(({ where, column }) =>
      typeof where === 'number' && where < MAX_COLUMNS ? [{ position: where, column }] : [],
    );
    const positions = new Set(answers.map(({ position }) => position));
    return positions.size === roles.length ? new RecordCells(spec, places, answers) : null;
  }

  private constructor(spec: CaptureSpec, places: RowPlaces, answers: readonly Answer[]) {
    const { features, cells } = places;
    const names = new Set((spec.features ?? []).map(simplifyName));
    const width = Math.max(0, ...answers.map(({ position }) => position + 1));
    this.#cells = cells;
    this.#features = features;
    this.#answers = answers;
    this.#mayHaveHeader = spec.header !== false;
    this.#hasHeader = spec.header === true;
    this.#requestSide = places.requestSide;
    this.#responseSide = places.responseSide;
    this.#requests = sideCells(features.length, cells, (text) => names.has(simplifyName(text)), false);
    this.#responses = sideCells(width, cells, () => false, true);
    this.#request = this.#requests.csv;
  }

  /** Reads texts of these forms from now on. Returns false if there is no way to do so. */
  expect(request: LearnedSide, response: LearnedSide): boolean {
    if (request.form === 'csv' && this.#hasHeader) return false;
    const requestCells = cellsFor(request, this.#requests, this.#requestSide);
    const isWanted = this.#answers.length > 0;
    const responseCells = isWanted ? cellsFor(response, this.#responses, this.#responseSide) : null;
    if (requestCells === null || (isWanted ? responseCells === null : !isAlwaysAccepted(response))) return false;
    this.#request = requestCells;
    this.#response = responseCells;
    this.#requestText = request.isBase64 ? this.#requests.base64 : null;
    this.#responseText = response.isBase64 ? this.#responses.base64 : null;
    return true;
  }

  /** Whether responses are read. */
  get readsResponses(): boolean {
    return this.#response !== null;
  }

  /** Reads the request that begins at `bytes[start]`. Returns the index of its closing quote, or `UNUSUAL`. */
  readRequest(bytes: Uint8Array, start: number): number {
    return readText(this.#request, this.#requestText, bytes, start);
  }

  /** The same of the response, if {@link readsResponses}. */
  readResponse(bytes: Uint8Array, start: number): number {
    return readText(this.#response!, this.#responseText, bytes, start);
  }

  /** The rows of both sides. -1 if their numbers differ, or if the request may begin with a header. */
  get rows(): number {
    const { rows } = this.#request;
    if (this.#response !== null && this.#response.rows !== rows) return -1;
    return this.#mayHaveHeader && this.#request === this.#requests.csv && this.#isLikeHeader() ? -1 : rows;
  }

  write(row: number, into: number): void {
    const { kinds, numbers, texts, width } = this.#request;
    for (let i = 0; i < width; i++) {
      const column = this.#features[i];
      if (column === null) continue;
      const cell = row * width + i;
      const kind = kinds[cell];
      if (kind === KIND.number) this.#cells.writeNumber(column, into, numbers[cell]);
      else if (kind >= 0) texts[i].write(kind, column, into);
      else writeWord(kind, column, into);
    }
    if (this.#response !== null) this.#writeAnswers(this.#response, row, into);
  }

  #writeAnswers({ kinds, numbers, texts, width }: Cells, row: number, into: number): void {
    for (let i = 0; i < this.#answers.length; i++) {
      const { position, column } = this.#answers[i];
      const cell = row * width + position;
      const kind = kinds[cell];
      if (kind === KIND.number) this.#cells.writeNumber(column, into, numbers[cell]);
      else if (kind >= 0) texts[position].write(kind, column, into);
      else writeWord(kind, column, into);
    }
  }

  /** Whether the first row begins with a text and has the name of a feature, in any case. */
  #isLikeHeader(): boolean {
    const { kinds, texts, width } = this.#request;
    if (kinds[0] === KIND.number || texts[0].isNumber(kinds[0])) return false;
    for (let i = 0; i < width; i++) {
      if (kinds[i] !== KIND.number && texts[i].isNoted(kinds[i])) return true;
    }
    return false;
  }
}

function writeWord(kind: number, column: ColumnBuilder, row: number): void {
  if (kind === KIND.missing) column.setMissing(row);
  else column.setBoolean(row, kind === KIND.true);
}

/** Whether the text of a response that is not read cannot be refused. */
function isAlwaysAccepted({ form, isBase64 }: LearnedSide): boolean {
  return form === 'csv' && !isBase64;
}

function readText(cells: Cells, text: Base64Text | null, bytes: Uint8Array, start: number): number {
  if (text === null) return cells.read(bytes, start);
  const end = text.decode(bytes, start);
  return end !== UNUSUAL && cells.read(text.bytes, 0) === text.end ? end : UNUSUAL;
}

function cellsFor(learned: LearnedSide, { csv, json, base64 }: SideCells, side: PayloadSide): Cells | null {
  if (learned.form === 'csv') return csv;
  const raw = learned.isBase64 ? decoded(learned.raw, base64) : learned.raw;
  json.frame = raw && learnFrame(raw, side, json.width);
  return json.frame === null ? null : json;
}

function decoded(raw: Uint8Array, text: Base64Text): Uint8Array | null {
  return text.decode(Buffer.concat([raw, Buffer.from('"')]), 0) === UNUSUAL ? null : text.bytes.subarray(0, text.end);
}

function sideCells(columns: number, cells: CellWriter, isNoted: (text: string) => boolean, wider: boolean): SideCells {
  const kept = Math.min(KEPT_TEXTS_OF_COLUMN, Math.ceil(KEPT_TEXTS / Math.max(1, columns)));
  const textsOf = (interpret: (text: string) => CellValue, budget: TextBudget) =>
    Array.from({ length: columns }, () => new TextCells(interpret, isNoted, budget));
  const csvBudget = { kept, exceeded: false };
  const jsonBudget = { kept, exceeded: false };
  return {
    csv: new CsvCells(
      textsOf((text) => cells.readField(text), csvBudget),
      csvBudget,
      wider,
    ),
    json: new JsonCells(
      textsOf((text) => cells.readText(text), jsonBudget),
      jsonBudget,
    ),
    base64: new Base64Text(),
  };
}
