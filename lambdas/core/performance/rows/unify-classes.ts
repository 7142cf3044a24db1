import { canonicalValue } from '../../columns/canonical-value.ts';
import type { Redactor } from '../../text/redactor.ts';
import { quoteSome } from '../errors.ts';
import { NO_CLASS } from './class-dictionary.ts';

/** Each pair can be two spellings of one class. */
const PAIRS: readonly (readonly [number: string, boolean: string])[] = [
  ['0', 'false'],
  ['1', 'true'],
];

/** Classes after different spellings of one class have been merged. */
export interface UnifiedClasses {
  /** By code. */
  readonly texts: readonly string[];
  /** Translates a column of dictionary codes into these. Returns the same array where nothing was merged. */
  recode(codes: Int32Array): Int32Array;
  /** The class of a text, canonical or not, as it stands in {@link texts}. */
  nameOf(text: string): string;
}

/**
 * Puts 0 and false together, and 1 and true, where labels and answers have no other classes, or the problem has but two
 * classes; the class that was met first decides how they are named. Codes keep their order.
 *
 * @param texts Canonical texts by code, labels and answers together.
 * @param binary Whether a third class can only be an error.
 */
export function unifyClasses(texts: readonly string[], binary: boolean): UnifiedClasses {
  const kind = kindOf(texts.find(isUsual));
  if (kind === null || !(binary || texts.every(isUsual))) {
    return { texts, recode: (codes) => codes, nameOf: canonicalValue };
  }
  const nameOf = (text: string) => {
    const canonical = canonicalValue(text);
    return PAIRS.find((pair) => pair.includes(canonical))?.[kind] ?? canonical;
  };
  const unified = [...new Set(texts.map(nameOf))];
  const codeOf = texts.map((text) => unified.indexOf(nameOf(text)));
  const recode = (codes: Int32Array) => codes.map((code) => (code === NO_CLASS ? NO_CLASS : codeOf[code]));
  return { texts: unified, recode: unified.length === texts.length ? (codes) => codes : recode, nameOf };
}

function isUsual(text: string): boolean {
  return PAIRS.some((pair) => pair.includes(text));
}

/** The text of a pair in the form of a column of booleans or of numbers; any other text unchanged. */
export function nameInForm(text: string, form: 'boolean' | 'number'): string {
  return PAIRS.find((pair) => pair.includes(text))?.[form === 'boolean' ? 1 : 0] ?? text;
}

/** Which of a pair the text is: 0 a number, 1 a boolean. */
function kindOf(text: string | undefined): number | null {
  const pair = PAIRS.find((pair) => pair.includes(text ?? ''));
  return pair === undefined ? null : pair.indexOf(text!);
}

/** Labels and answers without a class in common: they are about different things, or written differently. */
export interface DisjointClasses {
  readonly labels: readonly string[];
  readonly answers: readonly string[];
  /** Whose answers, where there are those of several models. */
  readonly whose?: string;
}

/**
 * The classes of labels and answers, over the rows that have both, when not one of them is shared. null when one is, when no
 * row has both, and when there are but 0 and 1 or true and false, which need no sharing to be known.
 *
 * @param actual Codes of the labels, and of the `answers`.
 */
export function findDisjoint(
  texts: readonly string[],
  actual: Int32Array,
  answers: Int32Array,
): DisjointClasses | null {
  if (texts.every(isUsual)) return null;
  const labelled = new Uint8Array(texts.length);
  const answered = new Uint8Array(texts.length);
  for (let row = 0; row < actual.length; row++) {
    if (actual[row] === NO_CLASS || answers[row] === NO_CLASS) continue;
    labelled[actual[row]] = 1;
    answered[answers[row]] = 1;
  }
  if (!labelled.includes(1) || labelled.some((flag, code) => flag === 1 && answered[code] === 1)) return null;
  const named = (flags: Uint8Array) => texts.filter((_, code) => flags[code] === 1);
  return { labels: named(labelled), answers: named(answered) };
}

/** Why nothing can be measured, with both sets of classes quoted. */
export function describeDisjoint(
  { labels, answers, whose = 'the answers' }: DisjointClasses,
  redactor: Redactor,
): string {
  const [left, right] = [quoteSome(labels, redactor), quoteSome(answers, redactor)];
  const quotes =
    left === '' ? `: ${whose} are other classes than the labels` : `: the labels are ${left}, ${whose} ${right}`;
  return `labels and answers have no class in common${quotes}`;
}
