import { categorize, inferColumn, type ReadColumn } from './infer-type.ts';
import type { ColumnProfile, Moments } from './types.ts';

interface InferredColumn extends ReadColumn {
  readonly name: string;
  readonly moments: Moments | null;
  readonly spelled: NonNullable<ColumnProfile['spelled']>;
}

/** The profile of a column whose type is inferred, with all that a merge with another part needs to infer it again. */
export function inferredProfile(column: InferredColumn): ColumnProfile {
  const { name, cells, moments, numbers, texts, formed, spelled } = column;
  const { type, form } = inferColumn(column);
  return {
    name,
    type,
    ...(form && { form }),
    cells,
    moments,
    numbers,
    categories: type === 'category' ? categorize(texts, numbers, cells) : null,
    ...(texts && { texts }),
    inferred: true,
    ...(formed.length > 0 && { formed }),
    ...(spelled.number + spelled.infinite > 0 && { spelled: { ...spelled } }),
  };
}
