import { CsvText } from '../capture/csv-text.ts';
import {
  type FieldPath,
  isNested,
  isObject,
  type Nested,
  parseLocation,
  toFieldPath,
  valueInRow,
} from '../capture/field-path.ts';
import { decodePayload } from '../capture/payload.ts';
import { RejectedRecordError } from '../capture/rejection-reason.ts';
import type { FieldLocation } from '../capture/spec.ts';
import type { LabelReader, LabelValue } from './label-reader.ts';
import { findLabelRows } from './label-rows.ts';

/** The keys of a batch of labels in a JSON document. */
const BATCH_KEYS: readonly FieldPath[] = [toFieldPath('instances'), toFieldPath('labels')];

/**
 * Reads the labels of one ground-truth record, by position: CSV `1`, with one row per label of a batch; JSON
 * `{"label":1}`, a plain value, a list of either, or `{"instances":[{"label":0},…]}`. A missing label of a batch is
 * null.
 */
export class LabelValues {
  readonly #place: FieldPath | number;
  readonly #reader: LabelReader;
  readonly #csv = new CsvText();

  constructor(label: FieldLocation, reader: LabelReader) {
    this.#place = parseLocation(label);
    this.#reader = reader;
  }

  /** Throws RejectedRecordError if the record has no label at all. */
  read(groundTruth: Record<string, unknown>): (LabelValue | null)[] {
    const { data } = groundTruth;
    if (data !== undefined && data !== null && typeof data !== 'string') {
      throw new RejectedRecordError('not-a-label-record', 'the label\'s "data" is not a text');
    }
    const payload = decodePayload(groundTruth);
    switch (payload.kind) {
      case 'absent':
        throw noLabel('the record has no label');
      case 'opaque':
        throw new RejectedRecordError('unsupported-encoding', `the label is ${payload.contentType}, not a value`);
      case 'csv':
        return requireLabel(this.#readCsv(payload.text));
      case 'json':
        return requireLabel(this.#readDocuments(payload.documents));
    }
  }

  #readCsv(text: string): (LabelValue | null)[] {
    const csv = this.#csv;
    const fault = csv.scan(text);
    if (fault !== null) throw new RejectedRecordError('invalid-csv', `the label is not CSV: ${fault}`);
    const values: (LabelValue | null)[] = [];
    for (let row = 0; row < csv.rows; row++) {
      const width = csv.width(row);
      const place = typeof this.#place === 'number' ? this.#place : 0;
      if (place >= width || (width > 1 && typeof this.#place !== 'number')) {
        const detail = `the label has ${width} fields; "label" in the monitor file can name the position of one`;
        throw new RejectedRecordError('wrong-column-count', detail);
      }
      values.push(this.#reader.readField(csv.field(csv.firstField(row) + place)));
    }
    return values;
  }

  #readDocuments(documents: readonly unknown[]): (LabelValue | null)[] {
    const [document] = documents;
    // One list of labels under the label's own key.
    if (documents.length === 1 && isObject(document)) {
      const labels = valueInRow(document, this.#place);
      if (Array.isArray(labels)) return labels.map((label) => this.#reader.readValue(label));
    }
    const isRow = (row: Nested) => valueInRow(row, this.#place) !== undefined;
    return findLabelRows(documents, BATCH_KEYS, isRow).map((row) => this.#readRow(row));
  }

  #readRow(row: unknown): LabelValue | null {
    if (!isNested(row)) return this.#reader.readValue(row);
    if (Array.isArray(row) && row.length === 1) return this.#reader.readValue(row[0]);
    return this.#reader.readValue(valueInRow(row, this.#place));
  }
}

function requireLabel(values: (LabelValue | null)[]): (LabelValue | null)[] {
  if (values.every((value) => value === null)) throw noLabel('the record has no value where the label should be');
  return values;
}

function noLabel(detail: string): RejectedRecordError {
  return new RejectedRecordError('no-label', detail);
}
