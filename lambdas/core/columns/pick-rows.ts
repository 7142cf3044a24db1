import { CELL, Column } from './column.ts';

/** A column of the given rows. Its dictionary has only the texts that they use. */
export function pickRows(column: Column, rows: Int32Array): Column {
  const { numbers, codes } = column;
  let pickedNumbers: Float64Array | null = null;
  if (numbers !== null) {
    pickedNumbers = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) pickedNumbers[i] = numbers[rows[i]];
  }
  if (codes === null) return new Column(rows.length, pickedNumbers, null, [], column.form);

  let anyNumber = false;
  const pickedCodes = new Int32Array(rows.length);
  const dictionary: string[] = [];
  const newCodes = new Int32Array(column.dictionary.length).fill(CELL.missing);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]];
    if (code === CELL.number) anyNumber = true;
    if (code < 0) {
      pickedCodes[i] = code;
      continue;
    }
    if (newCodes[code] === CELL.missing) {
      newCodes[code] = dictionary.length;
      dictionary.push(column.dictionary[code]);
    }
    pickedCodes[i] = newCodes[code];
  }
  return new Column(rows.length, anyNumber ? pickedNumbers : null, pickedCodes, dictionary, column.form);
}
