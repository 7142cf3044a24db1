import { distance } from 'fastest-levenshtein';

/** Longer texts are no misspellings, and the distance costs the product of both lengths. */
const MAX_LENGTH = 60;

/**
 * The name that a misspelt one probably means: at most a third of its letters (at least one) differ, it has the same
 * letters in another order, or one contains the other (`auc` is `roc_auc`). Letter case, `-` and `_` do not count. null when nothing is near.
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
    // Names that share no letter are not near, however short.
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

/** Whether the words differ by letters in another order, the commonest slip of the fingers. */
function isSwapped(a: string, b: string): boolean {
  return a.length === b.length && a !== b && [...a].sort().join() === [...b].sort().join();
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '');
}
