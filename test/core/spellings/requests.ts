import { csvText, jsonText, type Spelling } from './spelling.ts';
import { FEATURES, type Table, type TableColumn, valuesOf } from './table.ts';

/** How the endpoint was asked; its answers are of the same kind. */
export interface RequestForm {
  readonly spells: 'csv' | 'json';
  readonly write: (table: Table, rows: readonly number[], spelling: Spelling) => { input: Side; output: Side };
}

interface Side {
  readonly observedContentType: string;
  readonly encoding: string;
  readonly data: string;
}

const ROWS_PER_REQUEST = 7;

const csvSide = (data: string): Side => ({ observedContentType: 'text/csv', encoding: 'CSV', data });
const jsonSide = (data: string): Side => ({ observedContentType: 'application/json', encoding: 'JSON', data });
const base64 = ({ data, observedContentType }: Side): Side => ({
  observedContentType,
  encoding: 'BASE64',
  data: Buffer.from(data).toString('base64'),
});

const featuresOf = (table: Table) => FEATURES.map((name) => table.columns.find((column) => column.name === name)!);
const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csvRows(columns: readonly TableColumn[], rows: readonly number[], spelling: Spelling): string {
  return rows
    .map((row) => columns.map(({ kind, values }) => field(csvText(kind, values[row], spelling))).join(','))
    .join('\n');
}

function json(
  write: (
    columns: readonly TableColumn[],
    rows: readonly number[],
    cell: (c: TableColumn, row: number) => string,
  ) => string,
): RequestForm {
  return {
    spells: 'json',
    write: (table, rows, spelling) => ({
      input: jsonSide(write(featuresOf(table), rows, ({ kind, values }, row) => jsonText(kind, values[row], spelling))),
      output: jsonSide(`{"predictions":[${rows.map((row) => valuesOf(table, 'score')[row])}]}`),
    }),
  };
}

const csv: RequestForm = {
  spells: 'csv',
  write: (table, rows, spelling) => ({
    input: csvSide(csvRows(featuresOf(table), rows, spelling)),
    output: csvSide(rows.map((row) => valuesOf(table, 'score')[row]).join('\n')),
  }),
};

export const REQUEST_FORMS: Readonly<Record<string, RequestForm>> = {
  'CSV requests': csv,
  'CSV requests in base64': {
    spells: 'csv',
    write: (table, rows, spelling) => {
      const { input, output } = csv.write(table, rows, spelling);
      return { input: base64(input), output: base64(output) };
    },
  },
  'CSV requests with a header in another order': {
    spells: 'csv',
    write: (table, rows, spelling) => {
      const columns = featuresOf(table).reverse();
      const names = columns.map(({ name }) => name).join(',');
      return {
        input: csvSide(`${names}\n${csvRows(columns, rows, spelling)}`),
        output: csv.write(table, rows, spelling).output,
      };
    },
  },
  'JSON instances': json(
    (columns, rows, cell) => `{"instances":[${rows.map((row) => `[${columns.map((column) => cell(column, row))}]`)}]}`,
  ),
  'JSON records in another order': json(
    (columns, rows, cell) =>
      `[${rows.map((row) => `{${columns.toReversed().map((column) => `"${column.name}":${cell(column, row)}`)}}`)}]`,
  ),
  dataframe_split: json(
    (columns, rows, cell) =>
      `{"dataframe_split":{"columns":[${columns.map(({ name }) => `"${name}"`)}],"data":[${rows.map(
        (row) => `[${columns.map((column) => cell(column, row))}]`,
      )}]}}`,
  ),
  'a list a column': json(
    (columns, rows, cell) =>
      `{${columns.map((column) => `"${column.name}":[${rows.map((row) => cell(column, row))}]`)}}`,
  ),
};

/** A file of data capture with the whole table, several rows a request. */
export function writeRequests(table: Table, form: RequestForm, spelling: Spelling): string {
  const times = valuesOf(table, 'asked') as readonly number[];
  const lines: string[] = [];
  for (let start = 0; start < table.rows; start += ROWS_PER_REQUEST) {
    const rows = Array.from({ length: Math.min(ROWS_PER_REQUEST, table.rows - start) }, (_, i) => start + i);
    const { input, output } = form.write(table, rows, spelling);
    lines.push(
      JSON.stringify({
        captureData: { endpointInput: { mode: 'INPUT', ...input }, endpointOutput: { mode: 'OUTPUT', ...output } },
        eventMetadata: { eventId: `event-${start}`, inferenceTime: new Date(times[start]).toISOString() },
        eventVersion: '0',
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}
