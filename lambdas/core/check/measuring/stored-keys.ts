import type { Baseline } from '../../baseline/document.ts';
import type { NewNormal } from '../../drift/new-normal.ts';
import { keyOf } from '../../drift/shifts/shift.ts';
import type { Family } from '../../history/column-table.ts';
import type { HistoryRow } from '../../history/row.ts';
import { categoryOfKey, shownKey } from '../../result/redact-drift.ts';
import { isHash, type Redactor } from '../../text/redactor.ts';

type StoredColumn = HistoryRow['features'][number];

/**
 * Keys of shifts as they are measured, for those in stored documents, which name categories by stand-ins. A monitor may have shown
 * values before, so keys of both forms occur.
 */
export class StoredKeys {
  readonly #redactor: Redactor;
  readonly #categories: Readonly<Record<Family, ReadonlyMap<string, readonly string[]>>>;
  /** By family and column. */
  readonly #keys = new Map<string, ColumnKeys>();

  /** @param baseline Its categories are those whose shares are followed. */
  constructor(redactor: Redactor, { profile, predictions }: Pick<Baseline, 'profile' | 'predictions'>) {
    this.#redactor = redactor;
    const named = (columns: Baseline['profile']['columns'] = []) =>
      new Map(columns.map(({ name, categories }) => [name, categories?.counts.map(([text]) => text) ?? []]));
    this.#categories = { features: named(profile.columns), answers: named(predictions?.columns) };
  }

  /** The row of an earlier window with measured keys. */
  readRow(row: HistoryRow): HistoryRow {
    return {
      ...row,
      features: row.features.map((column) => this.#readColumn('features', column)),
      answers: row.answers.map((column) => this.#readColumn('answers', column)),
    };
  }

  /** New normals with measured keys. */
  readNormals(family: Family, normals: ReadonlyMap<string, NewNormal>): ReadonlyMap<string, NewNormal> {
    const read = Array.from(normals, ([name, normal]): [string, NewNormal] => {
      const levels = Array.from(
        normal.levels,
        ([key, level]) => [this.#read(family, name, key) ?? key, level] as const,
      );
      return [name, { ...normal, levels: new Map(levels) }];
    });
    return new Map(read);
  }

  #readColumn(family: Family, { shifts, flagged_by, ...column }: StoredColumn): StoredColumn {
    const read = (key: string) => this.#read(family, column.name, key);
    // A share that no category has any more cannot be looked at again, and would stay flagged for ever.
    const flaggedBy = flagged_by === undefined ? null : read(flagged_by);
    return {
      ...column,
      ...(shifts && {
        shifts: shifts.flatMap(([key, effect, error]): [string, number, number][] => {
          const measured = read(key);
          return measured === null ? [] : [[measured, effect, error]];
        }),
      }),
      ...(flaggedBy !== null && { flagged_by: flaggedBy }),
    };
  }

  /** null: the stand-in is none of this column's categories. */
  #read(family: Family, column: string, key: string): string | null {
    const category = categoryOfKey(key);
    if (category === null || !isHash(category)) return key;
    const id = `${family}:${column}`;
    const categories = this.#categories[family].get(column) ?? [];
    const keys = this.#keys.get(id) ?? new ColumnKeys(categories, this.#redactor);
    this.#keys.set(id, keys);
    return keys.find(key);
  }
}

/** Measured keys of one column by their stored form. The most frequent categories are looked at first: only their shares are followed. */
class ColumnKeys {
  readonly #categories: readonly string[];
  readonly #redactor: Redactor;
  readonly #measured = new Map<string, string>();
  #next = 0;

  constructor(categories: readonly string[], redactor: Redactor) {
    this.#categories = categories;
    this.#redactor = redactor;
  }

  find(stored: string): string | null {
    while (!this.#measured.has(stored) && this.#next < this.#categories.length) {
      const key = keyOf({ kind: 'share', category: this.#categories[this.#next++] });
      // A category may itself look like a stand-in.
      this.#measured.set(key, key).set(shownKey(key, this.#redactor), key);
    }
    return this.#measured.get(stored) ?? null;
  }
}
