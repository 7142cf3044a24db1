import { gzipSync } from 'node:zlib';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { csvText, jsonText, type Spelling } from './spelling.ts';
import type { Table, TableColumn, Value } from './table.ts';

/** A file as it was written, and what a monitor has to say about it. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly settings: { readonly format: 'csv' | 'jsonl' | 'parquet' } & Readonly<Record<string, string>>;
}

export interface FileForm {
  /** Which choices of spellings it has; a Parquet file spells nothing. */
  readonly spells: 'csv' | 'json' | 'nothing';
  /** It holds numbers in place of booleans and times: a monitor has to say so. */
  readonly needsTypes?: boolean;
  readonly write: (table: Table, spelling: Spelling) => WrittenFile;
}

interface CsvForm {
  readonly delimiter: string;
  readonly encode?: (text: string) => Uint8Array;
  readonly decimal?: string;
  readonly first?: string;
  readonly lineEnd?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

function csv({
  delimiter,
  encode = utf8,
  decimal = '.',
  first = '',
  lineEnd = '\n',
  settings = {},
}: CsvForm): FileForm {
  const field = (text: string) => (/["\r\n,;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = ({ kind, values }: TableColumn, row: number, spelling: Spelling) => {
    const text = csvText(kind, values[row], spelling);
    const isNumber = values[row] !== null && /^[-+\d.e]+$/.test(text) && kind !== 'text' && kind !== 'code';
    return field(isNumber ? text.replace('.', decimal) : text);
  };
  return {
    spells: 'csv',
    write: ({ rows, columns }, spelling) => {
      const lines = Array.from({ length: rows }, (_, row) =>
        columns.map((column) => cell(column, row, spelling)).join(delimiter),
      );
      const text = [columns.map(({ name }) => name).join(delimiter), ...lines].join(lineEnd);
      return { name: 'data.csv', bytes: encode(first + text + lineEnd), settings: { format: 'csv', ...settings } };
    },
  };
}

function json(write: (table: Table, cell: (column: TableColumn, row: number) => string) => string): FileForm {
  return {
    spells: 'json',
    write: (table, spelling) => ({
      name: 'data.json',
      bytes: utf8(write(table, ({ kind, values }, row) => jsonText(kind, values[row], spelling))),
      settings: { format: 'jsonl' },
    }),
  };
}

const gzip = (form: FileForm): FileForm => ({
  ...form,
  write: (table, spelling) => {
    const file = form.write(table, spelling);
    return { ...file, name: `${file.name}.gz`, bytes: gzipSync(file.bytes) };
  },
});

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');
const windows1252 = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => (letter === '€' ? 0x80 : letter.charCodeAt(0)));

const rowsOf = ({ rows }: Table) => Array.from({ length: rows }, (_, row) => row);
type Cell = (column: TableColumn, row: number) => string;
const key = (name: string | number) => JSON.stringify(String(name));
const record = ({ columns }: Table, row: number, cell: Cell) =>
  `{${columns.map((column) => `${key(column.name)}:${cell(column, row)}`).join(',')}}`;
const namesOf = ({ columns }: Table) => columns.map(({ name }) => key(name)).join(',');

interface Stored {
  readonly type: NonNullable<ColumnSource['type']>;
  readonly of: (value: NonNullable<Value>) => unknown;
}

function parquet(stored: Readonly<Record<TableColumn['kind'], Stored>>): FileForm['write'] {
  return ({ columns }) => ({
    name: 'data.parquet',
    bytes: new Uint8Array(
      parquetWriteBuffer({
        columnData: columns.map(({ name, kind, values }) => ({
          name,
          type: stored[kind].type,
          nullable: true,
          data: values.map((value) => (value === null ? null : stored[kind].of(value))),
        })),
      }),
    ),
    settings: { format: 'parquet' },
  });
}

const STRING: Stored = { type: 'STRING', of: String };
const DOUBLE: Stored = { type: 'DOUBLE', of: (value) => value };
const TYPED = {
  number: DOUBLE,
  single: { type: 'FLOAT', of: (value) => value },
  boolean: { type: 'BOOLEAN', of: (value) => value },
  text: STRING,
  code: STRING,
  time: { type: 'TIMESTAMP', of: (value) => new Date(value as number) },
} as const satisfies Record<TableColumn['kind'], Stored>;

/** Every form that a table of plain data may have. */
export const FILE_FORMS: Readonly<Record<string, FileForm>> = {
  'CSV with commas': csv({ delimiter: ',' }),
  'CSV with semicolons': csv({ delimiter: ';' }),
  'CSV with tabs': csv({ delimiter: '\t' }),
  'CSV with bars': csv({ delimiter: '|' }),
  'CSV after sep=;': csv({ delimiter: ';', first: 'sep=;\n' }),
  'CSV with CRLF': csv({ delimiter: ',', lineEnd: '\r\n' }),
  'CSV with a byte order mark': csv({ delimiter: ',', encode: (text) => utf8(`\ufeff${text}`) }),
  'CSV in UTF-16 LE': csv({ delimiter: '\t', encode: utf16 }),
  'CSV in UTF-16 BE': csv({ delimiter: ',', encode: (text) => Buffer.from(utf16(text)).swap16() }),
  'CSV in windows-1252': csv({ delimiter: ';', encode: windows1252, settings: { encoding: 'windows-1252' } }),
  'CSV with decimal commas': csv({ delimiter: ';', decimal: ',', settings: { decimal: ',' } }),
  'CSV with decimal and other commas': csv({ delimiter: ',', decimal: ',', settings: { decimal: ',' } }),
  'CSV, gzip': gzip(csv({ delimiter: ',' })),
  'JSON Lines': json((table, cell) =>
    rowsOf(table)
      .map((row) => `${record(table, row, cell)}\n`)
      .join(''),
  ),
  'JSON Lines, gzip': gzip(
    json((table, cell) =>
      rowsOf(table)
        .map((row) => `${record(table, row, cell)}\n`)
        .join(''),
    ),
  ),
  'JSON objects one behind the other': json((table, cell) =>
    rowsOf(table)
      .map((row) => record(table, row, cell))
      .join(''),
  ),
  'JSON records': json(
    (table, cell) =>
      `[${rowsOf(table)
        .map((row) => record(table, row, cell))
        .join(',\n ')}]`,
  ),
  "pandas' split": json(
    (table, cell) =>
      `{"columns":[${namesOf(table)}],"index":[${rowsOf(table)}],"data":[${rowsOf(table)
        .map((row) => `[${table.columns.map((column) => cell(column, row)).join(',')}]`)
        .join(',')}]}`,
  ),
  "pandas' columns": json(
    (table, cell) =>
      `{${table.columns
        .map((column) => `${key(column.name)}:{${rowsOf(table).map((row) => `"${row}":${cell(column, row)}`)}}`)
        .join(',')}}`,
  ),
  "pandas' index": json((table, cell) => `{${rowsOf(table).map((row) => `"${row}":${record(table, row, cell)}`)}}`),
  'an object of lists': json(
    (table, cell) =>
      `{${table.columns.map((column) => `${key(column.name)}:[${rowsOf(table).map((row) => cell(column, row))}]`)}}`,
  ),
  'Parquet, typed': { spells: 'nothing', write: parquet(TYPED) },
  'Parquet of doubles and texts': {
    spells: 'nothing',
    write: parquet({
      ...TYPED,
      single: DOUBLE,
      boolean: { type: 'STRING', of: (value) => (value === true ? 'True' : 'False') },
      time: { type: 'STRING', of: (value) => new Date(value as number).toISOString() },
    }),
  },
  'Parquet of numbers': {
    spells: 'nothing',
    needsTypes: true,
    write: parquet({
      ...TYPED,
      boolean: { type: 'INT32', of: (value) => (value === true ? 1 : 0) },
      time: { type: 'INT64', of: (value) => BigInt(value as number) },
    }),
  },
};
