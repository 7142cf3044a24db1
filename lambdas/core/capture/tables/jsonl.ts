import { errorMessage } from '../../text/error-message.ts';
import { isNested, type Nested } from '../field-path.ts';
import { parseJson } from '../json.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { rowsOfDocument } from './json-document.ts';
import { type JsonLayout, jsonLayout, jsonRecords } from './json-records.ts';
import { type TableOptions, type TableReader, UnreadableFileError } from './reader.ts';
import { RowBuilder } from './row-builder.ts';
import { rowWidth, rowWriter, toRow } from './row-writer.ts';
import { openText } from './text.ts';

/**
 * Reads JSON Lines, with an object or an array of cells per line; a list of such records; objects one after the other;
 * and a single object that holds a table, see {@link rowsOfDocument}. Streams all but the last, whose length is limited
 * like a line's.
 */
export const readJsonLines: TableReader = async function* (source, options) {
  const { log } = options;
  const text = await openText(source, options);
  const layout = jsonLayout(text);
  const rows = new RowBuilder(options);
  const write = rowWriter(rows, options);
  const isFullFor = (width: number) => rows.isFullFor(options.columns === null ? width : 0);
  const add = (row: Nested, line: number) => {
    write(row);
    rows.endRow(line);
  };
  let records = 0;
  /** The first record, while it may be the only one. */
  let first: Nested | null = null;
  let firstLine = 0;
  for await (const { numbers, texts } of jsonRecords(text, layout, source.uri, log)) {
    for (let i = 0; i < texts.length; i++) {
      if (first !== null) add(first, firstLine);
      first = null;
      let row: Nested;
      let width: number;
      try {
        row = parseRow(texts[i]);
        width = rowWidth(row);
      } catch (error) {
        if (!(error instanceof RejectedRecordError)) throw error;
        log.reject(error.reason, source.uri, numbers[i], error.message, texts[i]);
        continue;
      } finally {
        records++;
      }
      if (records === 1) {
        first = row;
        firstLine = numbers[i];
        continue;
      }
      if (isFullFor(width)) yield rows.take();
      add(row, numbers[i]);
    }
  }
  if (first !== null) {
    for (const record of rowsOfOnly(first, layout, source.uri, options)) {
      const row = toRow(record);
      if (isFullFor(rowWidth(row))) yield rows.take();
      add(row, firstLine);
    }
  }
  if (rows.chunk.rows > 0) yield rows.take();
};

/** Throws RejectedRecordError. */
function parseRow(text: string): Nested {
  let record: unknown;
  try {
    record = parseJson(text);
  } catch (error) {
    throw new RejectedRecordError('invalid-json', `the record is not JSON: ${errorMessage(error)}`);
  }
  return toRow(record);
}

/** The rows of a file with a single record, which may be a table. */
function rowsOfOnly(
  row: Nested,
  layout: JsonLayout,
  uri: string,
  { columns, besides, names }: TableOptions,
): Iterable<unknown> {
  if (layout === 'list') return [row];
  const accepted = 'a list of records or JSON Lines, an object a line, is read';
  if (Array.isArray(row)) {
    if (columns !== null || names.length > 0 || row.some(isNested)) return [row];
    throw new UnreadableFileError(uri, `it is one JSON list of plain values; ${accepted}`);
  }
  const rows = rowsOfDocument(row, columns ?? besides);
  if (typeof rows === 'string') throw new UnreadableFileError(uri, `it looks like ${rows}; ${accepted}`);
  return rows;
}
