import { canonicalValue } from '../columns/canonical-value.ts';
import { addCount } from '../columns/counts.ts';
import { sortCategories } from './category-accumulator.ts';
import type { Categories, ColumnProfile, Profile } from './types.ts';

/**
 * Converts a stored profile of features to the way this release counts, so that the two stay comparable. Earlier
 * releases counted `True` and `true` as two categories, and a not-a-number apart from missing values.
 */
export function canonicalProfile(profile: Profile): Profile {
  return { ...profile, columns: profile.columns.map(canonicalColumn) };
}

function canonicalColumn(column: ColumnProfile): ColumnProfile {
  const { cells, categories } = column;
  const merged = cells.nan === 0 ? cells : { ...cells, missing: cells.missing + cells.nan, nan: 0 };
  return { ...column, cells: merged, categories: categories && canonicalCategories(categories) };
}

function canonicalCategories(categories: Categories): Categories {
  if (categories.counts.every(([text]) => canonicalValue(text) === text)) return categories;
  const rows = new Map<string, number>();
  for (const [text, count] of categories.counts) addCount(rows, canonicalValue(text), count);
  return { ...categories, counts: sortCategories([...rows]) };
}
