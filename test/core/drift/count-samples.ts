import type { CategoryTally, NumberTally } from '../../../lambdas/core/drift/tally.ts';

/** Counts the distinct numbers of a sample. NaN is no number: it counts as missing, beside the `missing` rows given. */
export function tallyNumbers(sample: ArrayLike<number>, missing = 0): NumberTally {
  const sorted = Float64Array.from(sample)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const rows = sorted.length;
  const values = new Float64Array(rows);
  const counts = new Float64Array(rows);
  let distinct = 0;
  for (let i = 0; i < rows; ) {
    const value = sorted[i];
    let next = i + 1;
    while (next < rows && sorted[next] === value) next++;
    values[distinct] = value === 0 ? 0 : value;
    counts[distinct] = next - i;
    distinct++;
    i = next;
  }
  return {
    values: values.subarray(0, distinct),
    counts: counts.subarray(0, distinct),
    missing: missing + sample.length - rows,
  };
}

/** Counts the categories of a sample; null is missing. */
export function tallyCategories(sample: Iterable<string | null>): CategoryTally {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const category of sample) {
    if (category === null) missing++;
    else counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return { counts, other: 0, missing };
}

/** Counts dictionary-encoded categories; codes below zero are missing. */
export function tallyCodes(codes: Int32Array, dictionary: readonly string[]): CategoryTally {
  const rows = new Float64Array(dictionary.length);
  let missing = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code < 0) missing++;
    else rows[code]++;
  }
  const counts = new Map<string, number>();
  for (let code = 0; code < dictionary.length; code++) {
    if (rows[code] > 0) counts.set(dictionary[code], (counts.get(dictionary[code]) ?? 0) + rows[code]);
  }
  return { counts, other: 0, missing };
}
