import type { CellCounts, ColumnProfile, ColumnType } from './types.ts';

/** Counts a column's cells by kind. */
export class CellTally {
  finite = 0;
  infinite = 0;
  nan = 0;
  texts = 0;
  booleans = 0;
  nested = 0;
  /** The texts that spell a number, in a column whose type is inferred. */
  readonly spelled = { number: 0, infinite: 0 };

  /**
   * Counts texts that spell a number. In a category column they count as numbers, because CSV writes numbers and texts
   * alike: `1` in CSV is "1" in JSON.
   *
   * @param type The column's type. null: inferred from its values.
   */
  addSpelledNumber(number: number, rows: number, type: ColumnType | null): void {
    const isInfinite = !Number.isFinite(number);
    if (type === null) this.spelled[isInfinite ? 'infinite' : 'number'] += rows;
    if (type !== 'category') this.texts += rows;
    else if (isInfinite) this.infinite += rows;
    else this.finite += rows;
  }

  /** Adds the cells of a finished part of the column. */
  absorb({ cells, spelled }: Pick<ColumnProfile, 'cells' | 'spelled'>): void {
    this.finite += cells.number;
    this.infinite += cells.infinite;
    this.nan += cells.nan;
    this.texts += cells.text;
    this.booleans += cells.boolean;
    this.nested += cells.nested;
    if (spelled === undefined) return;
    this.spelled.number += spelled.number;
    this.spelled.infinite += spelled.infinite;
  }

  /**
   * The counts over `rows` rows. Rows in which the column did not occur are missing.
   *
   * @param nanIsMissing Whether a not-a-number counts as a missing value.
   */
  finish(rows: number, nanIsMissing: boolean): CellCounts {
    const nan = nanIsMissing ? 0 : this.nan;
    const present = this.finite + this.infinite + nan + this.texts + this.booleans + this.nested;
    return {
      missing: rows - present,
      number: this.finite,
      nan,
      infinite: this.infinite,
      text: this.texts,
      boolean: this.booleans,
      nested: this.nested,
    };
  }
}
