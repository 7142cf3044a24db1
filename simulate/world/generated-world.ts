import type { Column, TableChunk } from '../../lambdas/core/columns/column.ts';
import { applyChange, type Change, canChange } from './change.ts';
import {
  COLUMN_KIND_NAMES,
  COLUMN_KINDS,
  type ColumnKind,
  type ColumnModel,
  type Movement,
  SCORE,
} from './column-kinds.ts';
import { dayShifts } from './day-shifts.ts';
import { randomOf } from './seeds.ts';
import type { WorldSpec } from './spec.ts';

export interface WorldColumn {
  readonly name: string;
  readonly kind: ColumnKind | 'score';
  readonly model: ColumnModel;
  /** By day from the first one of the baseline. */
  readonly shifts: Float64Array;
}

const STILL: Movement = { shift: 0, variance: 1, missing: 0, share: null };

/** The column with the model's answers. */
export const SCORE_NAME = 'score';

/** Days before the odd one at least: a monitor has settled by then. */
const BEFORE_ODD_DAY = 28;

/**
 * The rows that one monitor sees, of a baseline and of any day after it. They depend only on spec, seed and monitor,
 * and up to the day of a change they are the same as without it.
 */
export class GeneratedWorld {
  readonly #spec: WorldSpec;
  readonly #names: readonly (string | number)[];
  readonly #change: Change | null;
  /** The features, and the model's answers. */
  readonly columns: readonly WorldColumn[];
  /** Names of the features that the change is about. */
  readonly changed: ReadonlySet<string>;
  /** The odd day; null: there is none. */
  readonly oddDay: number | null;

  /** @param days How many days the monitor watches. */
  constructor(spec: WorldSpec, change: Change | null, days: number, names: readonly (string | number)[]) {
    this.#spec = spec;
    this.#names = names;
    this.#change = change;
    const kinds = Array.from({ length: spec.features }, (_, i) => kindOf(spec, i));
    const columnOf = (name: string, kind: WorldColumn['kind'], i: number): WorldColumn => ({
      name,
      kind,
      model: kind === 'score' ? SCORE : COLUMN_KINDS[kind].model(randomOf(...names, 'column', i)),
      shifts: dayShifts(spec, days, names, i),
    });
    this.columns = [
      ...kinds.map((kind, i) => columnOf(featureName(i), kind, i)),
      columnOf(SCORE_NAME, 'score', kinds.length),
    ];
    this.changed = change === null ? new Set() : chooseFeatures(kinds, change, Number(names.at(-1)));
    const random = randomOf(...names, 'odd-day');
    const first = Math.min(BEFORE_ODD_DAY, days - 1);
    this.oddDay = spec.oddDay === 0 ? null : first + random.integer(days - first);
  }

  /** @param day From 0; negative days are those of the baseline. */
  day(day: number): TableChunk {
    return this.#draw(day, this.#spec.rows);
  }

  /** The baseline's rows, day by day. */
  *baseline(): Generator<{ readonly day: number; readonly chunk: TableChunk }> {
    const { baselineRows, baselineDays } = this.#spec;
    for (let i = 0; i < baselineDays; i++) {
      const rows = Math.floor(((i + 1) * baselineRows) / baselineDays) - Math.floor((i * baselineRows) / baselineDays);
      const day = i - baselineDays;
      if (rows > 0) yield { day, chunk: this.#draw(day, rows) };
    }
  }

  #draw(day: number, rows: number): TableChunk {
    const columns = new Map<string, Column>();
    for (const [i, column] of this.columns.entries()) {
      const random = randomOf(...this.#names, 'day', day, i);
      columns.set(column.name, column.model.draw(random, rows, this.#movement(column, day)));
    }
    return { rows, columns };
  }

  #movement({ name, shifts }: WorldColumn, day: number): Movement {
    const { baselineDays, oddDay } = this.#spec;
    const odd = day === this.oddDay && name !== SCORE_NAME ? oddDay : 0;
    const movement = { ...STILL, shift: shifts[day + baselineDays] + odd };
    return this.#change !== null && this.changed.has(name) ? applyChange(movement, this.#change, day) : movement;
  }
}

export function featureName(index: number): string {
  return `f${index}`;
}

function kindOf({ columns }: WorldSpec, index: number): ColumnKind {
  return columns === 'mix' ? COLUMN_KIND_NAMES[index % COLUMN_KIND_NAMES.length] : columns;
}

/** Chooses another feature for each monitor, so that every feature that can change in this way is used. */
function chooseFeatures(kinds: readonly ColumnKind[], { what, features }: Change, monitor: number): Set<string> {
  const possible = kinds.flatMap((kind, i) => (canChange(kind, what) ? [featureName(i)] : []));
  if (possible.length < features) {
    throw new RangeError(
      `only ${possible.length} of the features can change in their ${what}; ${features} are to change`,
    );
  }
  return new Set(Array.from({ length: features }, (_, i) => possible[(monitor * features + i) % possible.length]));
}
