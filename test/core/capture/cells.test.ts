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
