import { printable } from '../text/printable.ts';

export interface TextColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Longer cells are cut with `…`. @default 40 */
  readonly maxWidth?: number;
}

/** Aligned columns with a header line; every cell is made printable. Lines have no trailing spaces and no final newline. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map((column) => column.title), ...rows].map((row) =>
    row.map((cell, i) => printable(cell, columns[i].maxWidth ?? 40)),
  );
  const widths = columns.map((_, i) => cells.reduce((width, row) => Math.max(width, row[i].length), 0));
  return cells
    .map((row) =>
      row
        .map((cell, i) => pad(cell, widths[i], columns[i].align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function pad(cell: string, width: number, align: TextColumn['align'] = 'left'): string {
  return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
}
