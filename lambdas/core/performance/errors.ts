import { printable } from '../text/printable.ts';

/**
 * Predictions and labels of an evaluation do not fit together or are not usable numbers. This is a programming error,
 * not a fact about the data: rows are filtered before.
 */
export class InvalidPredictionsError extends Error {
  override readonly name = 'InvalidPredictionsError';
  /** Which input: `actual`, `predicted`, `score`, `scores`. */
  readonly input: string;
  /** The first offending row, where there is one. */
  readonly row: number | null;
  constructor(input: string, problem: string, row: number | null = null) {
    super(`${input}${row === null ? '' : `, row ${row}`}: ${problem}`);
    this.input = input;
    this.row = row;
  }
}

/** More classes than a confusion matrix can hold: the named column is probably not a class but an id or a number. */
export class TooManyClassesError extends Error {
  override readonly name = 'TooManyClassesError';
  readonly classes: number;
  readonly limit: number;
  constructor(classes: readonly string[], limit: number) {
    super(
      `the labels and predictions have ${classes.length} classes (${quoteSome(classes)}), ` +
        `at most ${limit} are accepted: is the label column an id, or the problem a regression?`,
    );
    this.classes = classes.length;
    this.limit = limit;
  }
}

/** The positive class of a binary problem was not given and does not follow from the classes found. */
export class PositiveClassError extends Error {
  override readonly name = 'PositiveClassError';
  readonly classes: readonly string[];
  constructor(classes: readonly string[]) {
    super(
      `which class is the positive one? The labels and predictions have ${quoteSome(classes)}; ` +
        'name it with "positive" (--positive on the command line): without it, only 1 of 0 and 1 and true of true and false count as positive',
    );
    this.classes = classes;
  }
}

/** A table lacks a column that an evaluation needs. */
export class MissingColumnError extends Error {
  override readonly name = 'MissingColumnError';
  readonly column: string;
  readonly columns: readonly string[];
  constructor(column: string, purpose: string, columns: readonly string[]) {
    super(`there is no column ${printable(column)} (${purpose}) among ${quoteSome(columns) || 'no columns'}`);
    this.column = column;
    this.columns = columns;
  }
}

/** Captured texts as a list for a message: the first few, safe to print. */
export function quoteSome(texts: readonly string[]): string {
  const shown = texts.slice(0, 10).map((text) => printable(JSON.stringify(text), 40));
  return shown.join(', ') + (texts.length > shown.length ? ', …' : '');
}
