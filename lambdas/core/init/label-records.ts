import { CsvText } from '../capture/csv-text.ts';
import { isObject, isPlain } from '../capture/field-path.ts';
import { parseJson } from '../capture/json.ts';
import { readLines } from '../capture/lines.ts';
import { decodePayload } from '../capture/payload.ts';
import { RejectedRecordError } from '../capture/rejection-reason.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { FieldLocation } from '../capture/spec.ts';
import { parseBoolean } from '../columns/canonical-value.ts';
import type { CellValue } from '../columns/column.ts';
import { parseNumber } from '../columns/number-text.ts';
import type { RunContext } from '../context.ts';
import { Sample } from '../validate/data-sample.ts';
import { ColumnFacts } from './column-facts.ts';
import { SAMPLE } from './read-table.ts';

/** The values of the first ground-truth records, by their place in the record's data. */
export async function readGroundTruth(
  uri: string,
  context: Pick<RunContext, 'open'>,
): Promise<ReadonlyMap<FieldLocation, ColumnFacts>> {
  const sample = new Sample(context, uri, SAMPLE);
  const places = new Map<FieldLocation, ColumnFacts>();
  const add = (where: FieldLocation, value: CellValue) => {
    const facts = places.get(where) ?? new ColumnFacts();
    facts.add(value);
    places.set(where, facts);
  };
  for await (const source of sample.sources()) {
    for await (const { texts } of readLines(source, { log: new RejectionLog(), records: true })) {
      for (const text of texts) addRecord(text, add);
      if (sample.enough(texts.length)) break;
    }
  }
  return places;
}

/** Records that cannot be read are left out: the monitor is tried on the labels, which says what is wrong with them. */
function addRecord(text: string, add: (where: FieldLocation, value: CellValue) => void): void {
  try {
    const record = parseJson(text);
    if (!isObject(record) || !isObject(record['groundTruthData'])) return;
    const payload = decodePayload(record['groundTruthData']);
    if (payload.kind === 'csv') addCsv(payload.text, add);
    if (payload.kind === 'json') for (const document of payload.documents) addValue(document, 0, add);
  } catch (error) {
    if (!(error instanceof RejectedRecordError || error instanceof SyntaxError)) throw error;
  }
}

function addCsv(text: string, add: (where: FieldLocation, value: CellValue) => void): void {
  const csv = new CsvText();
  if (csv.scan(text) !== null) return;
  for (let row = 0; row < csv.rows; row++) {
    for (let i = 0; i < csv.width(row); i++) add(i, cellOf(csv.field(csv.firstField(row) + i)));
  }
}

function addValue(value: unknown, where: FieldLocation, add: (where: FieldLocation, value: CellValue) => void): void {
  if (Array.isArray(value)) for (const each of value) addValue(each, where, add);
  else if (isObject(value)) {
    const list = value['instances'] ?? value['labels'];
    if (Array.isArray(list)) addValue(list, where, add);
    else for (const [key, each] of Object.entries(value)) if (!isObject(each)) addValue(each, key, add);
  } else if (isPlain(value)) add(where, value);
}

/** A CSV field as a number, a boolean, or a text. */
export function cellOf(field: string): CellValue {
  if (field.trim() === '') return null;
  const number = parseNumber(field);
  return Number.isNaN(number) ? (parseBoolean(field) ?? field) : number;
}
