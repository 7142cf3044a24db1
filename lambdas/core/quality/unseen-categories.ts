import type { Categories, ColumnProfile } from '../profile/types.ts';
import { showExamples } from './examples.ts';
import { measureIncrease, type Share } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * Rows with categories that the baseline does not know. Even the same data brings some: as many as the share of baseline
 * rows whose category occurred only once (Good 1953, "The population frequencies of species", with Turing's estimate).
 */
export const unseenCategories: ColumnRule = {
  check: 'unseen_categories',
  comparesDistributions: true,
  measure(baseline, window, limits) {
    const unseen = countUnseen(baseline, window);
    if (unseen === null || unseen.window.events === 0) return null;
    return measureIncrease(unseen.window, unseen.baseline, limits.maxUnseenShare, showExamples(unseen.examples));
  },
};

/**
 * Unknown categories in the window, and those to be expected by the baseline. Where the baseline does not name all its
 * categories, the unnamed ones count as unknown on both sides. null for columns that hold no categories.
 */
export function countUnseen(
  baseline: ColumnProfile,
  window: ColumnProfile,
): { readonly window: Share; readonly baseline: Share; readonly examples: readonly string[] } | null {
  if (baseline.type !== 'category' || baseline.categories === null || window.categories === null) return null;
  const known = new Set(baseline.categories.counts.map(([category]) => category));
  let events = window.categories.other;
  const examples: string[] = [];
  for (const [category, rows] of window.categories.counts) {
    if (known.has(category)) continue;
    events += rows;
    examples.push(category);
  }
  const once = baseline.categories.counts.filter(([, rows]) => rows === 1).length;
  return {
    window: { events, rows: countRows(window.categories) },
    baseline: { events: baseline.categories.other + once, rows: countRows(baseline.categories) },
    examples,
  };
}

function countRows({ counts, other }: Categories): number {
  return counts.reduce((sum, [, rows]) => sum + rows, other);
}
