import { expect, it } from 'vitest';
import { MAX_CELLS } from '../../../lambdas/core/capture/direct/cells.ts';
import { CsvCells } from '../../../lambdas/core/capture/direct/csv-cells.ts';
import { JsonCells } from '../../../lambdas/core/capture/direct/json-cells.ts';
import { TextCells, UNUSUAL } from '../../../lambdas/core/capture/direct/text-cells.ts';

const budget = { kept: 10, exceeded: false };
const textsOf = (width: number) =>
  Array.from(
    { length: width },
    () =>
      new TextCells(
        (text) => text,
        () => false,
        budget,
      ),
  );

function jsonCells(width: number): JsonCells {
  const cells = new JsonCells(textsOf(width), budget);
  cells.frame = { form: 'lists', start: Buffer.from('['), end: new Uint8Array(), members: null };
  return cells;
}

it.each([3, 600])('at most a million cells are kept of a record, in 12 MB: rows of %i', (width) => {
  const row = Array(width).fill('1').join();
  const most = Math.floor(MAX_CELLS / width);
  const forms = [
    [new CsvCells(textsOf(width), budget, false), (rows: number) => Array(rows).fill(row).join('\\n')],
    [jsonCells(width), (rows: number) => `[${Array(rows).fill(`[${row}]`).join()}]`],
  ] as const;
  for (const [cells, textOf] of forms) {
    const text = textOf(most);
    expect([cells.read(Buffer.from(`${text}"`), 0), cells.rows]).toEqual([text.length, most]);
    expect(cells.kinds.byteLength + cells.numbers.byteLength).toBeLessThanOrEqual(12e6);
    expect(cells.read(Buffer.from(`${textOf(most + 1)}"`), 0)).toBe(UNUSUAL);
  }
});

it('texts are forgotten between records once there are more than are kept', () => {
  const [texts] = textsOf(1);
  const entryOf = (text: string) => {
    texts.find(Buffer.from(`${text}"`), 0, 34);
    return texts.entry;
  };
  const names = Array.from({ length: 11 }, (_, i) => `text ${i}`);
  expect(names.slice(0, 10).map(entryOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  texts.trim();
  expect([entryOf('text 9'), entryOf('text 10')]).toEqual([9, 10]);
  texts.trim();
  expect([entryOf('text 10'), entryOf('text 9')]).toEqual([0, 1]);
});
