import { categoryRows } from '../profile/category-accumulator.ts';
import { namedBelow, sampleNamed } from '../profile/named-sample.ts';
import type { ColumnProfile } from '../profile/types.ts';
import { textExamples } from './examples.ts';
import { measureIncrease, type Share } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * Rows with categories that the baseline does not know. Some are expected even without a change: the share of baseline
 * rows whose category occurred only once (Good 1953, "The population frequencies of species", with Turing's estimate).
 */
export const unseenCategories: ColumnRule = {
  check: 'unseen_categories',
  comparesDistributions: true,
  measure(baseline, window, limits) {
    if (baseline.identifier !== undefined) return null;
    const unseen = countUnseen(baseline, window);
    if (unseen === null || unseen.window.events === 0) return null;
    const measured = measureIncrease(
      unseen.window,
      unseen.baseline,
      limits.maxUnseenShare,
      textExamples(unseen.examples),
    );
    return measured !== null && areOtherSpellings(baseline, unseen)
      ? { ...measured, cause: OTHER_SPELLINGS }
      : measured;
  },
};

const OTHER_SPELLINGS = 'they differ from categories of the baseline only in case, spaces or punctuation';
/** The share of the unknown rows that has to be explained. */
const MOST = 0.9;

/** Whether most unknown rows have a category of the baseline in another spelling, as after a change of the source. */
function areOtherSpellings({ categories }: ColumnProfile, unseen: Unseen): boolean {
  const known = new Set(categories!.counts.map(([category]) => plain(category)));
  const explained = unseen.categories.filter(([category]) => plain(category) !== '' && known.has(plain(category)));
  return explained.reduce((sum, [, rows]) => sum + rows, 0) >= MOST * unseen.window.events;
}

/** `  E-Mail`, `e_mail` and `EMAIL` are `email`. */
function plain(category: string): string {
  return category
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** Rows with categories that the baseline does not know. */
export interface Unseen {
  readonly window: Share;
  /** The share that is expected without a change. */
  readonly baseline: Share;
  /** The unknown categories that are named, with their rows. Empty for an identifier. */
  readonly categories: readonly (readonly [category: string, rows: number])[];
  readonly examples: readonly string[];
}

/**
 * Counts the unknown categories in the window, and those that the baseline predicts. If the baseline does not name all
 * of its categories, both are counted in a sample: the categories whose hash is below the bound up to which both sides
 * name all. In an identifier, every value is unknown on both sides. null for columns that hold no categories.
 */
export function countUnseen(baseline: ColumnProfile, window: ColumnProfile): Unseen | null {
  if (baseline.type !== 'category' || baseline.categories === null || window.categories === null) return null;
  if (baseline.identifier !== undefined) {
    const [before, after] = [categoryRows(baseline.categories), categoryRows(window.categories)];
    return {
      window: { events: after, rows: after },
      baseline: { events: before, rows: before },
      categories: [],
      examples: window.categories.counts.slice(0, 3).map(([category]) => category),
    };
  }
  const { capped } = baseline.categories;
  const bound = capped ? namedBelow(baseline.categories, window.categories) : Number.POSITIVE_INFINITY;
  const before = sampleNamed(baseline.categories, bound);
  const after = sampleNamed(window.categories, bound);
  const known = new Set(before.counts.map(([category]) => category));
  // If the baseline names all of its categories, those that the window does not name are unknown too.
  const unnamed = capped ? 0 : window.categories.other;
  const categories = after.counts.filter(([category]) => !known.has(category));
  const events = categories.reduce((sum, [, rows]) => sum + rows, unnamed);
  const once = before.counts.filter(([, rows]) => rows === 1).length;
  return {
    window: { events, rows: after.rows + unnamed },
    baseline: { events: once, rows: before.rows },
    categories,
    examples: categories.map(([category]) => category),
  };
}
