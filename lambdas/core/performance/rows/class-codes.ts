import type { BinaryClasses } from './binary-classes.ts';
import { ClassDictionary, compareClasses, NO_CLASS, type ValueColumn } from './class-dictionary.ts';
import { type UnifiedClasses, unifyClasses } from './unify-classes.ts';

/** Labels and answers as codes of one set of classes; below 0 where a cell names no class. */
export interface ClassCodes extends Pick<UnifiedClasses, 'texts' | 'nameOf'> {
  readonly labels: Int32Array;
  /** One per column; null where the table lacks it. */
  readonly answers: readonly (Int32Array | null)[];
}

/** How classes are encoded. */
export interface ClassCoding {
  /** Whether a third class can only be an error; see {@link unifyClasses}. */
  readonly binary: boolean;
  /** Classes that get the first codes, in their order. */
  readonly first?: readonly string[];
}

/** Encodes a column of labels and columns of answers with one dictionary. */
export function encodeClasses(
  labels: ValueColumn,
  answers: readonly (ValueColumn | null)[],
  { binary, first = [] }: ClassCoding,
): ClassCodes {
  const dictionary = new ClassDictionary();
  for (const name of first) dictionary.encode(name);
  const codes = dictionary.encodeColumn(labels);
  const answerCodes = answers.map((column) => column && dictionary.encodeColumn(column));
  const { texts, recode, nameOf } = unifyClasses(dictionary.texts, binary);
  return { texts, nameOf, labels: recode(codes), answers: answerCodes.map((column) => column && recode(column)) };
}

/** Encodes the values of a segment column. */
export function encodeSegments(column: ValueColumn): { readonly codes: Int32Array; readonly texts: readonly string[] } {
  const { labels: codes, texts } = encodeClasses(column, [], { binary: false });
  return { codes, texts };
}

/** Translates dictionary codes into class codes; those of no class stay below 0. */
export function translate(codes: Int32Array, classes: Pick<BinaryClasses, 'codes'>): Int32Array {
  return codes.map((code) => (code === NO_CLASS ? NO_CLASS : classes.codes[code]));
}

/** The predicted class by the score; NO_CLASS where there is none. */
export function predictByThreshold(score: Float64Array, threshold: number): Int32Array {
  return Int32Array.from(score, (value) => (!Number.isFinite(value) ? NO_CLASS : value >= threshold ? 1 : 0));
}

/** The class of the highest probability, the first among equals; NO_CLASS where a probability is missing. */
export function predictByHighest(scores: readonly Float64Array[], scored: Uint8Array): Int32Array {
  const highest = new Int32Array(scored.length);
  for (let row = 0; row < highest.length; row++) {
    if (scored[row] === 0) highest[row] = NO_CLASS;
    else for (let k = 1; k < scores.length; k++) if (scores[k][row] > scores[highest[row]][row]) highest[row] = k;
  }
  return highest;
}

/**
 * Sorts the classes: scored ones first, in their order, then the others in reading order. `codes` maps each old code to
 * its new one.
 */
export function sortClasses(texts: readonly string[], scored: number) {
  const order = Array.from(texts.keys());
  const sorted = [...order.slice(0, scored), ...order.slice(scored).sort((a, b) => compareClasses(texts[a], texts[b]))];
  const codes = new Int32Array(texts.length);
  sorted.forEach((code, position) => {
    codes[code] = position;
  });
  return { classes: sorted.map((code) => texts[code]), codes };
}
