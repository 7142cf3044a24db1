import { describeDisjoint } from '../performance/rows/unify-classes.ts';
import type { LeftOut, Performance } from '../performance/types.ts';
import { printable } from '../text/printable.ts';
import { hiddenAt, type Redactor } from '../text/redactor.ts';
import type { CheckResult } from './schema.ts';

type ShownPerformance = NonNullable<CheckResult['performance']>;

const LONGEST_EXAMPLE = 40;

/** Names classes as they may be shown. */
class ClassNames {
  readonly #redactor: Redactor;
  readonly #declared: ReadonlySet<string>;

  /** @param declared Classes that the settings name: they are no secrets. */
  constructor(redactor: Redactor, declared: ReadonlySet<string>) {
    this.#redactor = redactor;
    this.#declared = declared;
  }

  /** Where classes are hidden, their positions tell them apart. */
  of(classes: readonly string[]): string[] {
    return classes.map((name, i) =>
      this.#redactor.mode === 'hide' && !this.#declared.has(name) ? hiddenAt(i) : this.one(name),
    );
  }

  one(name: string): string {
    return this.#declared.has(name) ? name : this.#redactor.text(name);
  }
}

/** How a model performs, as results show it. */
export function shownPerformance(
  { disjoint, leftOut, confusionMatrix, classes, ...rest }: Performance,
  redactor: Redactor,
  declared: ReadonlySet<string>,
): ShownPerformance {
  const names = new ClassNames(redactor, declared);
  return {
    ...rest,
    ...(leftOut && { leftOut: shownLeftOut(leftOut, redactor) }),
    metrics: { ...rest.metrics },
    confusionMatrix: confusionMatrix && {
      classes: names.of(confusionMatrix.classes),
      counts: confusionMatrix.counts.map((row) => [...row]),
    },
    classes: classes === null ? null : renamed(classes, names),
    ...(disjoint && { unknown: describeDisjoint(disjoint, redactor) }),
  };
}

function renamed<T extends { readonly name: string }>(classes: readonly T[], names: ClassNames): T[] {
  const shown = names.of(classes.map(({ name }) => name));
  return classes.map((one, i) => ({ ...one, name: shown[i] }));
}

/** The rows that no metric counts, as results show them. */
export function shownLeftOut(leftOut: LeftOut, redactor: Redactor): NonNullable<ShownPerformance['leftOut']> {
  return {
    ...leftOut,
    reasons: leftOut.reasons.map((reason) => ({
      ...reason,
      examples: redactor.some(reason.examples, reason.examples.length).map((text) => printable(text, LONGEST_EXAMPLE)),
    })),
  };
}
