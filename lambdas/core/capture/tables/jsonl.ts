import { parseJson } from '../json.ts';
import { readLines } from '../lines.ts';
import { isObject, lookUp, toKey } from '../lookup.ts';
import { RejectedRecordError } from '../rejections.ts';
import { MAX_COLUMNS, positionName } from '../request-rows.ts';
import type { TableOptions, TableReader } from './reader.ts';
import { RowBuilder } from './row-builder.ts';

/** JSON Lines: an object a line, its keys being the columns, or an array of cells. */
export const readJsonLines: TableReader = async function* (source, options) {
  const rows = new RowBuilder(options);
  const write = rowWriter(rows, options);
  for await (const { numbers, texts } of readLines(source, { log: options.log, records: true })) {
    for (let i = 0; i < texts.length; i++) {
      let row: object;
      try {
        row = parseRow(texts[i]);
      } catch (error) {
        if (!(error instanceof RejectedRecordError)) throw error;
        options.log.reject(error.reason, source.uri, numbers[i], error.message, texts[i]);
        continue;
      }
      if (rows.isFullFor(options.columns === null ? Object.keys(row).length : 0)) yield rows.take();
      write(row);
      rows.endRow(numbers[i]);
    }
  }
  if (rows.chunk.rows > 0) yield rows.take();
};

function parseRow(text: string): object {
  let row: unknown;
  try {
    row = parseJson(text);
  } catch (error) {
    throw new RejectedRecordError('invalid-json', `the line is not JSON: ${(error as Error).message}`);
  }
  if (typeof row !== 'object' || row === null) {
    throw new RejectedRecordError('not-a-row', 'the line is neither an object nor an array');
  }
  const width = Object.keys(row).length;
  if (width > MAX_COLUMNS) {
    throw new RejectedRecordError(
      'too-many-columns',
      `the row has ${width} values, accepted are at most ${MAX_COLUMNS}`,
    );
  }
  return row;
}

function rowWriter(
  { chunk, cells }: RowBuilder,
  { columns, besides, texts, names }: TableOptions,
): (row: object) => void {
  const writeCell = (name: string, value: unknown) => {
    if (texts.has(name)) cells.writeText(chunk.column(name), chunk.rows, value);
    else cells.writeValue(chunk.column(name), chunk.rows, value);
  };
  const keys = [...(columns ?? []), ...besides].map(toKey);
  const wanted = columns === null ? null : new Set(columns);
  return (row) => {
    if (Array.isArray(row)) {
      for (let i = 0; i < row.length; i++) {
        const name = names[i] ?? positionName(i);
        if (wanted === null || wanted.has(name)) writeCell(name, row[i]);
      }
      return;
    }
    if (columns === null && isObject(row)) for (const name of Object.keys(row)) writeCell(name, row[name]);
    for (const key of keys) {
      const value = lookUp(row, key);
      if (value !== undefined) writeCell(key.name, value);
    }
  };
}
