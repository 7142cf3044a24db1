import { type CellSpelling, cellTexts, type RowFormat } from './format.ts';

const NEEDS_QUOTES = /[",\r\n]/;

/** A field by RFC 4180, quoted only where necessary. */
function csvField(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** C, Python and this product read `nan` and `inf` as such numbers. */
export const CSV_SPELLING: CellSpelling = { missing: '', nan: 'nan', infinity: 'inf', text: csvField };

/** Comma-separated fields by position, no header. */
export const csvRows: RowFormat = {
  contentType: 'text/csv',
  extension: 'csv',
  requests({ columns }, features) {
    const cells = features.map((name) => cellTexts(columns.get(name), CSV_SPELLING));
    return (row) => {
      let text = cells[0](row);
      for (let i = 1; i < cells.length; i++) text += `,${cells[i](row)}`;
      return text;
    };
  },
  values: (column) => cellTexts(column, CSV_SPELLING),
  labelled: (label, request) => `${label},${request}`,
};
