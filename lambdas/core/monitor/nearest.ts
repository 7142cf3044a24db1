import { distance } from 'fastest-levenshtein';

/** Longer texts are not misspellings, and the cost of the distance is the product of both lengths. */
const MAX_LENGTH = 60;

/**
 * The name that a misspelt one probably means: at most a third of its letters (at least one) differ, it has the same letters in
 * another order, or one contains the other (`auc` is `roc_auc`). Case, `-` and `_` do not count. null when no name is similar.
 */
export function nearestName(given: string, names: Iterable<string>): string | null {
  if (given.length > MAX_LENGTH) return null;
  const wanted = fold(given);
  let best: string | null = null;
  let smallest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let containing: string | null = null;
  for (const name of names) {
    if (name.length > MAX_LENGTH) continue;
    const folded = fold(name);
    const difference = isSwapped(wanted, folded) ? 1 : distance(wanted, folded);
    // Names without a common letter are not similar, however short.
    if (difference < smallest && difference < wanted.length) {
      best = name;
      smallest = difference;
    }
    if (containing === null && wanted.length >= 3 && (folded.includes(wanted) || wanted.includes(folded))) {
      containing = folded.length >= 3 ? name : null;
    }
  }
  return best ?? containing;
}

/** Whether the words have the same letters in another order, the most common typing error. */
function isSwapped(a: string, b: string): boolean {
  return a.length === b.length && a !== b && [...a].sort().join() === [...b].sort().join();
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '');
}
