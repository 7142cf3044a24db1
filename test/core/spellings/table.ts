import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

/** What a column holds, whatever spells it. Times are milliseconds since the epoch, UTC. */
export type Kind = 'number' | 'single' | 'boolean' | 'text' | 'code' | 'time';
export type Value = number | boolean | string | null;

export interface TableColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly values: readonly Value[];
}

/** A table as people mean it, before any file spells it. `asked` and `score` have a value in every row. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

export const FEATURES = ['count', 'price', 'weight', 'flag', 'plan', 'code', 'at', 'note'] as const;
export const DAY_NAME = '2001-02-01';
const NOON = Date.UTC(2001, 1, 1, 12);

/** Texts with every character that a format writes in its own way, and of no letter that windows-1252 lacks. */
const PLANS = [
  'basic',
  'größer',
  'a,b',
  'c;d',
  'tab\there',
  'bar|bar',
  'say "x"',
  '12 €',
  "O'Neil",
  'two\nlines',
  '007',
];
const CODES = ['X', '1', '2', '10'];

export interface TableOptions {
  readonly seed: number;
  readonly rows: number;
  readonly missing: number;
  /** Moves the numbers and adds texts that were not there, in units of their spread. */
  readonly shift: number;
}

/** A table with rows of every kind. The same options give the same table. */
export function makeTable({ seed, rows, missing, shift }: TableOptions): Table {
  const generator = new SeededRandom(seed);
  const random = () => generator.uniform();
  const pick = (count: number) => Math.floor(random() * count);
  const column = (name: string, kind: Kind, make: (row: number) => Value, share = missing): TableColumn => ({
    name,
    kind,
    // The first rows have every value that decides on a column's type.
    values: Array.from({ length: rows }, (_, row) => {
      const value = make(row);
      return row >= CODES.length && random() < share ? null : value;
    }),
  });
  const plans = shift > 0 ? [...PLANS, 'éclair'] : PLANS;
  return {
    rows,
    columns: [
      column('asked', 'time', (row) => NOON + row * 1000, 0),
      column('count', 'number', () => pick(2000) - 50 + 900 * shift),
      column('price', 'number', () => (random() - 0.4) * 10 ** (pick(8) - 2) + 50 * shift),
      column('weight', 'single', () => shortestSingle((pick(4000) + 1) / 37 + 40 * shift)),
      column('flag', 'boolean', (row) => (row < 2 ? row === 0 : random() < 0.3 + 0.3 * shift)),
      column('plan', 'text', () => plans[pick(plans.length)]),
      column('code', 'code', (row) => CODES[row < CODES.length ? row : pick(CODES.length)]),
      column('at', 'time', () => Date.UTC(2000, 1, 1) + pick(3e7) * 1000 + pick(1000)),
      column('note', 'text', () => `n ${pick(400)}`),
      column('score', 'number', () => pick(1001) / 1000, 0),
    ],
  };
}

/** The shortest decimal number that is this one in single precision, as writers print a float32. */
function shortestSingle(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(single.toPrecision(digits));
    if (Math.fround(shorter) === single) return shorter;
  }
  return Number(single.toPrecision(9));
}

export function valuesOf({ columns }: Table, name: string): readonly Value[] {
  return columns.find((column) => column.name === name)!.values;
}
