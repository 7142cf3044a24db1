import { categoryRows } from '../profile/category-accumulator.ts';
import { textExamples } from './examples.ts';
import { measureIncrease } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * Predicted classes beyond the two most frequent ones of a binary classifier, such as error texts in place of a class.
 * Used if there is no baseline that knows the classes.
 */
export const unknownClasses: ColumnRule = {
  check: 'unseen_categories',
  comparesDistributions: true,
  measure(baseline, window, limits) {
    if (baseline.categories !== null || window.categories === null) return null;
    const { counts, other } = window.categories;
    const beyond = counts.slice(2);
    const events = categoryRows({ counts: beyond, other });
    const rows = categoryRows(window.categories);
    const examples = textExamples(beyond.map(([text]) => text));
    return measureIncrease({ events, rows }, { events: 0, rows: 0 }, limits.maxUnseenShare, examples);
  },
};
