import { isObject } from './field-path.ts';

/** What the responses have in place of an answer that is not where the monitor says. */
export interface MisplacedAnswer {
  /** The rows that lack the answer. */
  rows: number;
  /** The first keys of the first of these rows, as captured. Empty if its values have no keys. */
  readonly keys: readonly string[];
  /** The number of its keys. */
  readonly keyCount: number;
  /** The key that probably holds the answer. null if none or several may. */
  readonly meant: string | null;
}

/** The most keys that are kept, because a response may be of any size. */
const MOST_KEYS = 100;

/** Counts by role the rows without the answer that `capture.prediction` names, and keeps the keys of the first one. */
export class MisplacedAnswers {
  readonly #misplaced = new Map<string, MisplacedAnswer>();

  /** By role: `score`, `label`, `value`, `score:{class}`. */
  get misplaced(): ReadonlyMap<string, MisplacedAnswer> {
    return this.#misplaced;
  }

  /** Adds what other files have. */
  absorb(part: Iterable<readonly [role: string, MisplacedAnswer]>): void {
    for (const [role, found] of part) {
      const known = this.#misplaced.get(role);
      if (known === undefined) this.#misplaced.set(role, { ...found });
      else known.rows += found.rows;
    }
  }

  /** Counts a row of JSON without the answer. */
  noteRow(role: string, row: unknown): void {
    if (!this.#isKnown(role)) this.#misplaced.set(role, { rows: 1, ...findKeys(role, row) });
  }

  /**
   * Counts a row of a table without the answer's column.
   *
   * @param names The table's columns. Empty if they have no names.
   */
  noteColumns(role: string, names: readonly string[]): void {
    if (this.#isKnown(role)) return;
    this.#misplaced.set(role, { rows: 1, ...keep(names), meant: names.includes(role) ? role : null });
  }

  /** Counts the row if the role has one already. */
  #isKnown(role: string): boolean {
    const known = this.#misplaced.get(role);
    if (known !== undefined) known.rows++;
    return known !== undefined;
  }
}

function findKeys(role: string, row: unknown): Omit<MisplacedAnswer, 'rows'> {
  if (!isObject(row)) return { ...keep([]), meant: null };
  const keys = Object.keys(row);
  if (keys.includes(role)) return { ...keep(keys), meant: role };
  const fitting = keys.filter((key) => isAnswer(role, row[key]));
  return { ...keep(keys), meant: fitting.length === 1 ? fitting[0] : null };
}

function keep(keys: readonly string[]): Pick<MisplacedAnswer, 'keys' | 'keyCount'> {
  return { keys: keys.slice(0, MOST_KEYS), keyCount: keys.length };
}

/** Whether the value may be the role's answer: any plain value for a label, a number for the others. */
function isAnswer(role: string, value: unknown): boolean {
  if (typeof value === 'number') return true;
  return role === 'label' && (typeof value === 'string' || typeof value === 'boolean');
}
