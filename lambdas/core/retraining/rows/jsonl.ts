import { type CellSpelling, cellTexts, type RowFormat } from './format.ts';

/** JSON has no NaN; a number beyond the range of a double is read as infinity. */
const JSON_SPELLING: CellSpelling = { missing: 'null', nan: 'null', infinity: '1e999', text: JSON.stringify };

/** One object on each line: `{"name":value}` as a request, `{"label":value,"features":{…}}` as a training row. */
export const jsonRows: RowFormat = {
  contentType: 'application/jsonlines',
  extension: 'jsonl',
  requests({ columns }, features) {
    const fields = features.map((name, i) => ({
      // Built as text, because a feature may be called `__proto__`.
      key: `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`,
      cell: cellTexts(columns.get(name), JSON_SPELLING),
    }));
    return (row) => {
      let text = '';
      for (const { key, cell } of fields) text += key + cell(row);
      return `${text}}`;
    };
  },
  values: (column) => cellTexts(column, JSON_SPELLING),
  labelled: (label, request) => `{"label":${label},"features":${request}}`,
};
