import { errorMessage } from '../../text/error-message.ts';
import { isNested, type Nested } from '../field-path.ts';
import { parseJson } from '../json.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { rowsOfDocument } from './json-document.ts';
import { type JsonLayout, jsonLayout, jsonRecords } from './json-records.ts';
import { type TableOptions, type TableReader, UnreadableFileError } from './reader.ts';
import { RowBuilder } from './row-builder.ts';
import { checkRow, rowWriter } from './row-writer.ts';
import { openText } from './text.ts';

/** A row with its width and line. */
interface ParsedRow {
  readonly row: Nested;
  /** The number of columns that it may fill. */
  readonly width: number;
  readonly line: number;
}

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
  const isFullFor = ({ width }: ParsedRow) => rows.isFullFor(options.columns === null ? width : 0);
  const add = ({ row, line }: ParsedRow) => {
    write(row);
    rows.endRow(line);
  };
  let records = 0;
  /** The first record, while it may be the only one. */
  let first: ParsedRow | null = null;
  for await (const { numbers, texts } of jsonRecords(text, layout, source.uri, log)) {
    for (let i = 0; i < texts.length; i++) {
      if (first !== null) add(first);
      first = null;
      let parsed: ParsedRow;
      try {
        parsed = parseRow(texts[i], numbers[i]);
      } catch (error) {
        if (!(error instanceof RejectedRecordError)) throw error;
        log.reject(error.reason, source.uri, numbers[i], error.message, texts[i]);
        continue;
      } finally {
        records++;
      }
      if (records === 1) {
        first = parsed;
        continue;
      }
      if (isFullFor(parsed)) yield rows.take();
      add(parsed);
    }
  }
  if (first !== null) {
    for (const row of rowsOfOnly(first.row, layout, source.uri, options)) {
      const parsed = { ...checkRow(row), line: first.line };
      if (isFullFor(parsed)) yield rows.take();
      add(parsed);
    }
  }
  if (rows.chunk.rows > 0) yield rows.take();
};

/** Throws RejectedRecordError. */
function parseRow(text: string, line: number): ParsedRow {
  let row: unknown;
  try {
    row = parseJson(text);
  } catch (error) {
    throw new RejectedRecordError('invalid-json', `the record is not JSON: ${errorMessage(error)}`);
  }
  const { row: checked, width } = checkRow(row);
  return { row: checked, width, line };
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
