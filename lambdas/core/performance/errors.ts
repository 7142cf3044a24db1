import { defang } from '../text/defang.ts';
import { printable } from '../text/printable.ts';
import { type QuotingError, Redactor } from '../text/redactor.ts';

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
export class TooManyClassesError extends Error implements QuotingError {
  override readonly name = 'TooManyClassesError';
  readonly classes: number;
  readonly limit: number;
  readonly #names: readonly string[];
  constructor(classes: readonly string[], limit: number) {
    super(describeTooMany(classes, limit, Redactor.SHOW));
    this.classes = classes.length;
    this.limit = limit;
    this.#names = classes;
  }

  messageFor(redactor: Redactor): string {
    return describeTooMany(this.#names, this.limit, redactor);
  }
}

function describeTooMany(classes: readonly string[], limit: number, redactor: Redactor): string {
  const some = quoteSome(classes, redactor);
  return (
    `the labels and predictions have ${classes.length} classes${some === '' ? '' : ` (${some})`}, ` +
    `at most ${limit} are accepted: is the label column an id, or the problem a regression?`
  );
}

/** The positive class of a binary problem was not given and does not follow from the classes found. */
export class PositiveClassError extends Error implements QuotingError {
  override readonly name = 'PositiveClassError';
  readonly classes: readonly string[];
  constructor(classes: readonly string[]) {
    super(askForPositive(classes, Redactor.SHOW));
    this.classes = classes;
  }

  messageFor(redactor: Redactor): string {
    return askForPositive(this.classes, redactor);
  }
}

function askForPositive(classes: readonly string[], redactor: Redactor): string {
  const some = quoteSome(classes, redactor) || `${classes.length} classes`;
  return (
    `which class is the positive one? The labels and predictions have ${some}; ` +
    'name it with "positive" (--positive on the command line): without it, only 1 of 0 and 1 and true of true and false count as positive'
  );
}

/** A table lacks a column that an evaluation needs. */
export class MissingColumnError extends Error {
  override readonly name = 'MissingColumnError';
  readonly column: string;
  readonly columns: readonly string[];
  constructor(column: string, purpose: string, columns: readonly string[]) {
    super(
      `there is no column ${printable(column)} (${purpose}) among ${quoteSome(columns, Redactor.SHOW) || 'no columns'}`,
    );
    this.column = column;
    this.columns = columns;
  }
}

/** Captured texts as a list for a message: the first few, safe to print. Empty where values are hidden. */
export function quoteSome(texts: readonly string[], redactor: Redactor): string {
  const shown = redactor.some(texts, 10).map((text) => defang(printable(JSON.stringify(text), 40)));
  return shown.join(', ') + (shown.length > 0 && texts.length > shown.length ? ', …' : '');
}
