import type { ColumnFacts } from './column-facts.ts';
import { wordsOf } from './column-names.ts';

type Columns = ReadonlyMap<string, ColumnFacts>;

/** Columns of captures and of training data that are the same under other names. */
export interface MatchedColumns {
  /** The column of the training data, by the captured one. */
  readonly columns: ReadonlyMap<string, string>;
  /** Captured columns whose names fit several of the remaining columns of the training data, or the same one, with these. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
}

/** Whether two names can mean the same column, from the most certain to the least. Each holds where the one before holds. */
const LEVELS: readonly ((a: readonly string[], b: readonly string[]) => boolean)[] = [
  // `cart.value`, `cart_value`, `cartValue` and `cartvalue`
  (a, b) => a.join('') === b.join(''),
  // `customer.age` and `age`
  (a, b) => a.join('') === b.join('') || endsWith(a, b) || endsWith(b, a),
  // `customer.address.zip` and `customer_zip`
  (a, b) => a.join('') === b.join('') || isAbridged(a, b) || isAbridged(b, a),
];

/**
 * Finds captured columns that the training data has under another name, such as `customer.age` and `age` where captures are nested and
 * the training table is flat. Columns count as the same only if no other of either side fits as well.
 */
export function matchColumns(captured: Columns, trained: Columns): MatchedColumns {
  const features = new Map([...captured].filter(([name]) => !trained.has(name)));
  const free = new Map([...trained].filter(([name]) => !captured.has(name)));
  const columns = new Map<string, string>();
  let ambiguous = new Map<string, string[]>();
  for (const isSame of LEVELS) {
    const fits = candidates(features, free, isSame);
    const wanted = [...fits.values()].flat();
    for (const [feature, [column, ...others]] of fits) {
      if (others.length > 0 || wanted.filter((name) => name === column).length > 1) continue;
      columns.set(feature, column);
      features.delete(feature);
      free.delete(column);
    }
    ambiguous = fits;
  }
  const open = [...ambiguous].map(([feature, found]) => [feature, found.filter((name) => free.has(name))] as const);
  return {
    columns,
    ambiguous: new Map(open.filter(([feature, found]) => features.has(feature) && found.length > 0)),
  };
}

/** The columns that each feature can be; features without any are left out. */
function candidates(features: Columns, free: Columns, isSame: (typeof LEVELS)[number]): Map<string, string[]> {
  const words = new Map([...free.keys()].map((name) => [name, wordsOf(name).split(' ')]));
  const found = new Map<string, string[]>();
  for (const [feature, facts] of features) {
    const own = wordsOf(feature).split(' ');
    // A name without a letter or digit fits nothing.
    if (own[0] === '') continue;
    const fitting = [...free].filter(([name, column]) => isSame(own, words.get(name)!) && areAlike(facts, column));
    if (fitting.length > 0)
      found.set(
        feature,
        fitting.map(([name]) => name),
      );
  }
  return found;
}

/** Whether the values of both can be those of one column. */
function areAlike(a: ColumnFacts, b: ColumnFacts): boolean {
  return a.filled === 0 || b.filled === 0 || (a.isNumeric === b.isNumeric && a.isTime === b.isTime);
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return end.length < words.length && end.every((word, i) => word === words[words.length - end.length + i]);
}

/** Whether some words before the last one are left out. */
function isAbridged(words: readonly string[], short: readonly string[]): boolean {
  if (short.length >= words.length || short.at(-1) !== words.at(-1)) return false;
  let next = 0;
  for (const word of words) if (word === short[next]) next++;
  return next === short.length;
}
