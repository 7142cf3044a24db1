import type { AnswerRole } from './answer-roles.ts';
import { type FieldPath, toFieldPath, valueInRow } from './field-path.ts';
import type { NamedTable } from './layouts/layout.ts';

/** Where each role's value stands in the rows of the current response, in CSV or in a named table. */
export class AnswerPlaces {
  readonly #roles: readonly AnswerRole[];
  /** A position by role, -1 if the response has no such column. */
  readonly #positions: number[] = [];
  /** By role, its dotted path without the first step. null: its name has no dot. */
  readonly #rests: readonly (FieldPath | null)[];
  /** By role, the path inside a table's cell. null: the cell itself. */
  readonly #insides: (FieldPath | null)[] = [];

  constructor(roles: readonly AnswerRole[]) {
    this.#roles = roles;
    this.#rests = roles.map(({ where }) => restOf(where));
  }

  /** The role's position in a row, -1 if there is none. */
  of(role: number): number {
    return this.#positions[role];
  }

  /** Finds the named roles among the columns of CSV. A role that the monitor gives a position keeps it. */
  findInCsv(names: readonly string[]): void {
    for (let i = 0; i < this.#roles.length; i++) {
      const { where } = this.#roles[i];
      this.#positions[i] = typeof where === 'number' ? where : names.indexOf(where.name);
      this.#insides[i] = null;
    }
  }

  /** Finds the roles among the columns of a table. A dotted name may go on inside the cells of its first step's column. */
  findInTable({ names }: NamedTable): void {
    this.findInCsv(names);
    for (let i = 0; i < this.#roles.length; i++) {
      const { where } = this.#roles[i];
      if (this.#positions[i] >= names.length) this.#positions[i] = -1;
      if (typeof where !== 'number' && this.#positions[i] < 0 && where.steps !== null) {
        this.#positions[i] = names.indexOf(where.steps[0]);
        this.#insides[i] = this.#rests[i];
      }
    }
  }

  /** The role's value in a row of the table. */
  valueIn(table: NamedTable, row: number, role: number): unknown {
    const value = table.at(row, this.#positions[role]);
    const inside = this.#insides[role];
    return inside === null ? value : valueInRow(value, inside);
  }
}

function restOf(where: FieldPath | number): FieldPath | null {
  return typeof where === 'number' || where.steps === null ? null : toFieldPath(where.steps.slice(1).join('.'));
}
