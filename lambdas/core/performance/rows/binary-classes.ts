import { PositiveClassError } from '../errors.ts';
import { NO_CLASS } from './class-dictionary.ts';

/** Code of a class that is neither of the two. */
export const UNKNOWN_CLASS = -2;

/** The two classes of a binary problem. */
export interface BinaryClasses {
  readonly names: readonly [negative: string, positive: string];
  /** By dictionary code: 1 positive, 0 negative, or {@link UNKNOWN_CLASS}. */
  readonly codes: Int32Array;
}

/** Pairs of classes whose positive class is known by convention. */
const UNDERSTOOD = [
  { positive: '1', negative: '0' },
  { positive: 'true', negative: 'false' },
] as const;

/** The negative class to a positive one by convention: 0 for 1, false for true; undefined where there is none. */
export function usualNegative(positive: string): string | undefined {
  return UNDERSTOOD.find((pair) => pair.positive === positive)?.negative;
}

/**
 * Finds the two classes. Given a positive class, the negative one is its usual opposite (0 for 1, false for true) if it
 * occurs, else the most frequent other class; a third class is unknown, so that one wrong label does not become a
 * negative. Without a given one, 1 and true are positive, 0 and false negative. No other classes have such a
 * convention: of 1 and 2 either may be the positive one.
 * @param counts rows by class code, labels and predictions together
 * @param known the negative class of a given positive one, where the rows need not decide it
 * @throws PositiveClassError when the positive class is neither given nor known by convention
 */
export function resolveBinaryClasses(
  texts: readonly string[],
  counts: Float64Array,
  positive: string | undefined,
  known?: string,
): BinaryClasses {
  const codes = new Int32Array(texts.length).fill(UNKNOWN_CLASS);
  const chosen = positive ?? understoodPositive(texts);
  const negative = usualNegative(chosen);
  const found =
    negative !== undefined && (positive === undefined || texts.includes(negative))
      ? negative
      : mostFrequentOther(texts, counts, chosen);
  const other = positive === undefined ? found : (known ?? found);
  texts.forEach((text, code) => {
    if (text === chosen) codes[code] = 1;
    else if (text === other) codes[code] = 0;
  });
  return { names: [other ?? negative ?? `not ${chosen}`, chosen], codes };
}

/**
 * The positive class where none is given: of a pair that occurs in full, or of one beside which no other class occurs.
 */
function understoodPositive(texts: readonly string[]): string {
  const whole = UNDERSTOOD.find(({ positive, negative }) => texts.includes(positive) && texts.includes(negative));
  if (whole !== undefined) return whole.positive;
  if (texts.length === 0) return UNDERSTOOD[0].positive;
  const isUnderstood = (text: string) => UNDERSTOOD.some((pair) => text === pair.positive || text === pair.negative);
  if (!texts.every(isUnderstood)) throw new PositiveClassError(texts);
  return UNDERSTOOD.find(({ positive, negative }) => texts.includes(positive) || texts.includes(negative))!.positive;
}

/**
 * The most frequent class other than `positive`, the first by code units among equals; undefined when there is none.
 */
function mostFrequentOther(texts: readonly string[], counts: Float64Array, positive: string): string | undefined {
  let best: number | null = null;
  for (let code = 0; code < texts.length; code++) {
    if (texts[code] === positive) continue;
    const more = best === null || counts[code] > counts[best];
    if (more || (counts[code] === counts[best!] && texts[code] < texts[best!])) best = code;
  }
  return best === null ? undefined : texts[best];
}

/** Rows by class code over several columns of codes. */
export function countClasses(columns: readonly Int32Array[], classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) if (column[row] !== NO_CLASS) counts[column[row]]++;
  }
  return counts;
}
