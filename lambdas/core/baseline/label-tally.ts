import type { ProblemType } from '../capture/spec.ts';
import type { Column } from '../columns/column.ts';
import { countClasses, resolveBinaryClasses } from '../performance/rows/binary-classes.ts';
import { ClassDictionary, NO_CLASS } from '../performance/rows/class-dictionary.ts';
import { unifyClasses } from '../performance/rows/unify-classes.ts';
import { defang } from '../text/defang.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { quoting, type Redactor } from '../text/redactor.ts';
import { BaselineError } from './document.ts';

/** Classes that a message names. */
const SHOWN_CLASSES = 6;
/** The most classes that are counted. Of further classes, only the fact that they exist is known. */
const MOST_CLASSES = 1000;

const WRITE_ALIKE =
  ': set positive to one of these classes, or write label files and training data alike, as no key translates classes';

/** The labels cannot be those of the problem, however few of them were read. */
export class TooManyClassesError extends BaselineError {}

/** Counts the labels of the training data as they are read. */
export class LabelTally {
  readonly #classes = new ClassDictionary();
  #counts: Float64Array = new Float64Array(0);
  #rows = 0;
  #labelled = 0;

  /** Adds the labels of some rows; without a column they are missing. */
  add(column: Column | undefined, rows: number): void {
    this.#rows += rows;
    if (column === undefined) return;
    if (this.#classes.texts.length > MOST_CLASSES) {
      this.#labelled += rows;
      return;
    }
    const codes = this.#classes.encodeColumn(column);
    for (const code of codes) if (code !== NO_CLASS) this.#labelled++;
    const counts = countClasses([codes], this.#classes.texts.length);
    this.#counts.forEach((before, code) => {
      counts[code] += before;
    });
    this.#counts = counts;
  }

  /** Rows with a label. */
  get labelled(): number {
    return this.#labelled;
  }

  /** The classes, in their canonical spelling, with their rows. */
  get classes(): readonly (readonly [name: string, rows: number])[] {
    return this.#classes.texts.map((text, code) => [text, this.#counts[code] ?? 0]);
  }

  /**
   * Checks that these can be labels.
   * @throws BaselineError when there are none or none is of the positive class, PositiveClassError when that class is
   * unknown
   */
  check(
    problem: ProblemType,
    { label, uri, positive }: { readonly label: string; readonly uri: string; readonly positive: string | undefined },
  ): void {
    const column = printable(label, 60);
    if (this.#labelled === 0) {
      const rows = this.#rows === 1 ? 'its only row' : `all ${countOf(this.#rows, 'row')}`;
      throw new BaselineError(
        `baseline.label: the column ${column} of ${uri} is empty in ${rows}: name the column with the true outcome`,
      );
    }
    this.checkPositive(problem, positive, `the column ${column} of ${uri} has`);
  }

  /**
   * Checks that the positive class is among the labels of a binary problem.
   * @param where such as `the column late of training.csv has`
   * @throws TooManyClassesError, BaselineError when no label is of the positive class, PositiveClassError when it is unknown
   */
  checkPositive(problem: ProblemType, positive: string | undefined, where: string): void {
    const { texts } = this.#classes;
    if (problem !== 'binary-classification') return;
    if (texts.length > MOST_CLASSES) {
      throw new TooManyClassesError(
        `${where} more than ${formatCount(MOST_CLASSES)} different labels, and a binary problem has two classes: ` +
          'name the column with the true outcome',
      );
    }
    if (positive === undefined) resolveBinaryClasses(texts, this.#counts, undefined);
    else if (!texts.includes(unifyClasses(texts, true).nameOf(positive))) {
      const none = `positive: no label is of the class ${JSON.stringify(positive)}; ${where}`;
      // With one class only, the positive one may be rare.
      const advice = texts.length < 2 ? '' : WRITE_ALIKE;
      throw quoting(BaselineError, (redactor) => `${none} ${this.describe(redactor)}${advice}`);
    }
  }

  /** `"Y" (120 rows), "N" (880 rows)`, the most frequent first; `2 classes` where values are hidden. */
  describe(redactor: Redactor): string {
    const { texts } = this.#classes;
    const byRows = [...texts.keys()].sort((a, b) => this.#counts[b] - this.#counts[a]);
    const names = redactor.some(
      byRows.map((code) => texts[code]),
      SHOWN_CLASSES,
    );
    if (names.length === 0) return countOf(texts.length, 'class', 'classes');
    const shown = names.map(
      (name, i) => `${defang(printable(JSON.stringify(name), 40))} (${countOf(this.#counts[byRows[i]], 'row')})`,
    );
    const more = texts.length - shown.length;
    return shown.join(', ') + (more > 0 ? ` and ${countOf(more, 'other')}` : '');
  }
}
