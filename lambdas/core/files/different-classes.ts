import { listNames } from '../text/name-list.ts';
import { type QuotingError, Redactor } from '../text/redactor.ts';

/** A data set, and the classes that only it has. */
export interface OwnClasses {
  readonly uri: string;
  readonly own: readonly string[];
}

/** Two evaluated data sets have different classes, so their metrics do not mean the same. */
export class DifferentClassesError extends Error implements QuotingError {
  override readonly name = 'DifferentClassesError';
  readonly #sides: readonly OwnClasses[];

  /** @param sides those that have classes of their own */
  constructor(sides: readonly OwnClasses[]) {
    super(describe(sides, Redactor.SHOW));
    this.#sides = sides;
  }

  messageFor(redactor: Redactor): string {
    return describe(this.#sides, redactor);
  }
}

function describe(sides: readonly OwnClasses[], redactor: Redactor): string {
  const only = sides.map(
    ({ uri, own }) => `only ${redactor.uri(uri)} has ${listNames(own.map((name) => redactor.text(name)))}`,
  );
  return `the two files have different classes, so their metrics cannot be compared: ${only.join(', ')}`;
}
