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
    return measureIncrease(unseen.window, unseen.baseline, limits.maxUnseenShare, textExamples(unseen.examples));
  },
};

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
