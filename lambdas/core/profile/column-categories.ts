import { CategoryAccumulator } from './category-accumulator.ts';
import type { ProfileLimits } from './limits.ts';
import type { ColumnSchema } from './schema.ts';

/** How many texts of a number column are kept, as examples of what is wrong with it. */
const EXAMPLE_TEXTS = 8;

/** Counts the categories of a column; of a number column only a few, as examples. */
export function categoriesFor(schema: ColumnSchema | null, limits: ProfileLimits): CategoryAccumulator {
  switch (schema?.type) {
    case 'category':
      return new CategoryAccumulator(limits.categories, schema.known);
    case 'number':
      return new CategoryAccumulator(EXAMPLE_TEXTS, new Map(), { wantsRest: false });
    case undefined:
      return new CategoryAccumulator(limits.categories);
  }
}
