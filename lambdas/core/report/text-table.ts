import { printable } from '../text/printable.ts';
import { displayWidth, wrapText } from '../text/width.ts';

export interface TextColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Longer cells are cut with `…`. @default 60 */
  readonly maxWidth?: number;
  /** Whether cells may be broken into lines where the table is too wide. @default false */
  readonly wrap?: boolean;
  /** Wrapping columns stay at least this wide. @default 12 */
  readonly minWidth?: number;
  /** Wrapping columns are never wider than this. @default - as wide as their cells */
  readonly wrapAt?: number;
}

const DEFAULT_MAX_WIDTH = 60;
const GAP = 2;
const DEFAULT_MIN_WIDTH = 12;

/**
 * Aligned columns with a header line; every cell is made printable. Lines have no trailing spaces and no final newline.
 *
 * @param width columns of the terminal; wrapping columns shrink until the table fits @default - as wide as the cells
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number = Number.POSITIVE_INFINITY,
): string {
  const header = columns.map((column) => column.title);
  return layOut(columns, [header, ...rows], width);
}

/**
 * Names and their values, one per line: `next step     fix the data`. Values wrap.
 *
 * @param longest longer values are cut with `…`
 */
export function fieldList(
  fields: readonly (readonly [name: string, value: string])[],
  width: number = Number.POSITIVE_INFINITY,
  longest: number = MAX_FIELD_LENGTH,
): string {
  const columns = [{ title: '' }, { title: '', maxWidth: longest, wrap: true }];
  return layOut(columns, fields, width);
}

const MAX_FIELD_LENGTH = 400;

function layOut(columns: readonly TextColumn[], rows: readonly (readonly string[])[], width: number): string {
  return tableLines(columns, rows, width).flat().join('\n');
}

/**
 * The lines of each row, for tables with something between the rows. The caller passes the header as the first of
 * `rows`.
 */
export function tableLines(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string[][] {
  const cells = rows.map((row) => row.map((cell, i) => printable(cell, columns[i].maxWidth ?? DEFAULT_MAX_WIDTH)));
  const widths = columns.map(({ wrapAt = Number.POSITIVE_INFINITY }, i) =>
    Math.min(
      wrapAt,
      cells.reduce((widest, row) => Math.max(widest, displayWidth(row[i])), 0),
    ),
  );
  shrinkToFit(columns, widths, width);
  return cells.map((row) => rowLines(columns, row, widths));
}

/** Shrinks the widest of the wrapping columns, one after the other, until the table fits. */
function shrinkToFit(columns: readonly TextColumn[], widths: number[], width: number): void {
  let excess = widths.reduce((sum, each) => sum + each + GAP, -GAP) - width;
  while (excess > 0) {
    let widest = -1;
    columns.forEach((column, i) => {
      const canShrink =
        column.wrap && widths[i] > Math.max(column.minWidth ?? DEFAULT_MIN_WIDTH, displayWidth(column.title));
      if (canShrink && (widest < 0 || widths[i] > widths[widest])) widest = i;
    });
    if (widest < 0) return;
    widths[widest]--;
    excess--;
  }
}

function rowLines(columns: readonly TextColumn[], row: readonly string[], widths: readonly number[]): string[] {
  const wrapped = row.map((cell, i) => (columns[i].wrap ? wrapText(cell, Math.max(2, widths[i])) : [cell]));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, i) => pad(lines[line] ?? '', widths[i], columns[i].align))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function pad(cell: string, width: number, align: TextColumn['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(cell)));
  return align === 'right' ? space + cell : cell + space;
}

/** Indents lines; empty ones stay empty. */
export function indent(text: string, by = 2): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}
