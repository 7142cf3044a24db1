import { CELL, type Column, type TableChunk } from '../../columns/column.ts';

/** Gives a row's text without a line end, which may be none of the text's. */
export type RowText = (row: number) => string;

/** A model's own input: how its requests and its training rows are written. */
export interface RowFormat {
  /** As content types and keys say it. */
  readonly contentType: string;
  readonly extension: string;
  /** The requests that the features of a chunk's rows make. A feature that the chunk does not have is missing. */
  requests(chunk: TableChunk, features: readonly string[]): RowText;
  /** One value alone. */
  values(column: Column): RowText;
  /** A training row. */
  labelled(label: string, request: string): string;
}

/** How the kinds of cells are spelled. */
export interface CellSpelling {
  readonly missing: string;
  readonly nan: string;
  readonly infinity: string;
  text(text: string): string;
}

/**
 * The texts of a column's cells; each distinct text is spelled once. Numbers are spelled as JavaScript prints them: the
 * shortest digits that give the same double again. What was captured as `1.50` is written as `1.5`: cells are typed, not
 * texts. An object or array where a plain value is expected is missing.
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
