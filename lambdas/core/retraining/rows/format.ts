import { CELL, type Column, type TableChunk } from '../../columns/column.ts';

/** Returns a row's text without the line end. */
export type RowText = (row: number) => string;

/** A model's input format: how requests and training rows are written. */
export interface RowFormat {
  /** MIME type of the requests. */
  readonly contentType: string;
  readonly extension: string;
  /** The rows of a chunk as requests. A feature that the chunk does not have is written as missing. */
  requests(chunk: TableChunk, features: readonly string[]): RowText;
  /** A single value. */
  values(column: Column): RowText;
  /** A training row. */
  labelled(label: string, request: string): string;
}

/** How each kind of cell is written. */
export interface CellSpelling {
  readonly missing: string;
  readonly nan: string;
  readonly infinity: string;
  text(text: string): string;
}

/**
 * The texts of a column's cells; each distinct text is formatted once. Numbers are written as JavaScript prints them, with the
 * fewest digits that restore the same double. A captured `1.50` is written as `1.5`, because cells are typed values. An object or
 * array in place of a plain value counts as missing.
 */
export function cellTexts(column: Column | undefined, spelling: CellSpelling): RowText {
  if (column === undefined) return () => spelling.missing;
  const texts = column.dictionary.map((text) => spelling.text(text));
  return (row) => {
    const code = column.code(row);
    if (code >= 0) return texts[code];
    switch (code) {
      case CELL.number:
        return numberText(column.numbers![row], spelling);
      case CELL.nan:
        return spelling.nan;
      case CELL.true:
        return 'true';
      case CELL.false:
        return 'false';
      default:
        return spelling.missing;
    }
  };
}

function numberText(value: number, { infinity }: CellSpelling): string {
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? infinity : `-${infinity}`;
}
