import { isObject } from './field-path.ts';

/** Where an answer is that is not where the monitor says. */
export interface MisplacedAnswer {
  /** Rows that lack it there. */
  rows: number;
  /** The first keys of the first of them, as they were captured; empty where its values have no keys. */
  readonly keys: readonly string[];
  /** How many keys it has. */
  readonly keyCount: number;
  /** The one of them that is meant, as far as can be told; null where none or several may be. */
  readonly meant: string | null;
}

/** Keys that are kept: an answer may be of any size. */
const MOST_KEYS = 100;

/** What the answers hold in place of what `capture.prediction` names: counted by role, the first of each kept. */
export class MisplacedAnswers {
  readonly #misplaced = new Map<string, MisplacedAnswer>();

  /** By role: `score`, `label`, `value`, `score:{class}`. */
  get misplaced(): ReadonlyMap<string, MisplacedAnswer> {
    return this.#misplaced;
  }

  /** A row of JSON without the answer where the monitor says. */
  noteRow(role: string, row: unknown): void {
    if (!this.#isKnown(role)) this.#misplaced.set(role, { rows: 1, ...findKeys(role, row) });
  }

  /** A row of a table that has no such column. @param names Its columns; none where they have no names. */
  noteColumns(role: string, names: readonly string[]): void {
    if (this.#isKnown(role)) return;
    this.#misplaced.set(role, { rows: 1, ...keep(names), meant: names.includes(role) ? role : null });
  }

  /** Counts the row where it is not the first. */
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

/** Whether the value may be what the role asks for: a class is any plain value, the others are numbers. */
function isAnswer(role: string, value: unknown): boolean {
  if (typeof value === 'number') return true;
  return role === 'label' && (typeof value === 'string' || typeof value === 'boolean');
}
