import { estimateDistinct } from '../../profile/named-sample.ts';
import type { Categories, ColumnProfile } from '../../profile/types.ts';
import type { CategoryBar, CategoryDistribution } from './distribution.ts';

/** Categories with a bar of their own: those with the largest share on either side, and those that changed most. */
const LARGEST = 8;
const CHANGED = 2;
/** Of categories that only the window has. */
const UNSEEN = 3;

const NONE: Categories = { counts: [], other: 0, capped: false };

interface Named {
  readonly category: string;
  readonly baseline: number;
  readonly window: number;
}

/**
 * Rows by category: the largest categories and those that changed most in the baseline's order, then categories that only the
 * window has, then all others together, then rows without a value.
 *
 * @param shown Names as they may be shown, by position.
 */
export function categoryDistribution(
  baseline: ColumnProfile,
  window: ColumnProfile,
  missing: { readonly baseline: number; readonly window: number },
  shown: (name: string, position: number) => string,
): CategoryDistribution {
  const [before, now] = [baseline.categories ?? NONE, window.categories ?? NONE];
  const inWindow = new Map(now.counts);
  const known = before.counts.map(
    ([category, rows]): Named => ({ category, baseline: rows, window: inWindow.get(category) ?? 0 }),
  );
  const inBaseline = new Set(before.counts.map(([category]) => category));
  const others = now.counts
    .filter(([category]) => !inBaseline.has(category))
    .map(([category, rows]): Named => ({ category, baseline: 0, window: rows }));
  // Where the baseline names only some of its categories, others of the window need not be new.
  const isWhole = before.other === 0 && !before.capped;
  const chosen = chooseKnown(known);
  const chosenUnseen = isWhole ? others.slice(0, UNSEEN) : [];
  const rest = known.filter((each) => !chosen.has(each));
  const restUnseen = others.slice(chosenUnseen.length);

  const bars: CategoryBar[] = [];
  const name = (kind: 'known' | 'unseen') => (each: Named) => {
    bars.push({ kind, category: shown(each.category, bars.length), baseline: each.baseline, window: each.window });
  };
  known.filter((each) => chosen.has(each)).forEach(name('known'));
  chosenUnseen.forEach(name('unseen'));
  if (isWhole && restUnseen.length > 0)
    bars.push({ kind: 'unseen', categories: restUnseen.length, ...sum(restUnseen) });
  const together = sum(isWhole ? rest : [...rest, ...restUnseen]);
  const other = { baseline: together.baseline + before.other, window: together.window + now.other };
  if (other.baseline + other.window > 0) {
    const isCounted = isWhole && now.other === 0;
    bars.push({ kind: 'other', categories: isCounted ? rest.length : null, ...other });
  }
  if (missing.baseline + missing.window > 0) bars.push({ kind: 'missing', ...missing });
  return { type: 'category', bars };
}

function chooseKnown(known: readonly Named[]): Set<Named> {
  const rows = sum(known);
  const shareOf = (each: Named) => [each.baseline / Math.max(1, rows.baseline), each.window / Math.max(1, rows.window)];
  const by = (measure: (before: number, now: number) => number) => {
    const sizes = known.map((each) => {
      const [before, now] = shareOf(each);
      return { each, size: measure(before, now) };
    });
    return sizes.sort((a, b) => b.size - a.size).map(({ each }) => each);
  };
  // One bar less would not be worth an "other" of a single category.
  if (known.length <= LARGEST + CHANGED + 1) return new Set(known);
  const largest = by(Math.max).slice(0, LARGEST);
  const changed = by((before, now) => Math.abs(before - now)).filter((each) => !largest.includes(each));
  return new Set([...largest, ...changed.slice(0, CHANGED)]);
}

function sum(named: readonly Named[]): { baseline: number; window: number } {
  let [baseline, window] = [0, 0];
  for (const each of named) {
    baseline += each.baseline;
    window += each.window;
  }
  return { baseline, window };
}

/** How many categories a side has, and whether that is exact. */
export function countCategories({ categories, identifier }: ColumnProfile): { count: number; exact: boolean } {
  if (identifier !== undefined) return { count: identifier.distinct, exact: false };
  const { counts, capped } = categories ?? NONE;
  return capped ? { count: estimateDistinct(categories!), exact: false } : { count: counts.length, exact: true };
}
