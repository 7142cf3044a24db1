import type { ColumnProfile } from '../profile/types.ts';
import { logIncompleteBeta } from '../statistics/beta.ts';
import { DEFAULT_FALSE_ALARMS } from './assess.ts';
import { infiniteValues, nanValues, nestedValues } from './broken-values.ts';
import { missingValues } from './missing-values.ts';
import { outOfProbability } from './out-of-probability.ts';
import { scaleChange } from './scale-change.ts';
import { typeChange } from './type-change.ts';
import type { ColumnRule, Measurement, QualityFinding, QualityLimits } from './types.ts';
import { unknownClasses } from './unknown-classes.ts';
import { unseenCategories } from './unseen-categories.ts';

/** The kind of value of a role: a class (`either`: one of two), a number, or a score, which may be a probability. */
export type AnswerKind = 'class' | 'either' | 'number' | 'score';

/** One role of the model's answers. */
export interface AnswerToAssess {
  /** `score`, `label`, `value`, `score:{class}`. */
  readonly role: string;
  readonly kind: AnswerKind;
  /** The answers on held-out rows. null: none. */
  readonly baseline: ColumnProfile | null;
  /** null: no record of the window has the role. */
  readonly window: ColumnProfile | null;
}

const EVERY_ANSWER: readonly ColumnRule[] = [missingValues, nestedValues, nanValues, infiniteValues];

/**
 * The rules of each kind, in the order of their findings. They find broken answers. Answers that change, even to a
 * constant, are drift.
 */
const ANSWER_RULES: Readonly<Record<AnswerKind, readonly ColumnRule[]>> = {
  class: [...EVERY_ANSWER, typeChange, unseenCategories],
  either: [...EVERY_ANSWER, typeChange, unseenCategories, unknownClasses],
  number: [...EVERY_ANSWER, typeChange, scaleChange],
  score: [...EVERY_ANSWER, typeChange, outOfProbability],
};

/**
 * Finds what is broken in the model's answers, with the limits of the features. Without answers in the baseline, no
 * broken ones are expected: a share is breached if it is higher than chance explains for a true share at the limit.
 *
 * @param rows The number of rows in the window.
 */
export function assessAnswers(
  answers: readonly AnswerToAssess[],
  rows: number,
  limits: QualityLimits,
  falseAlarms: number = DEFAULT_FALSE_ALARMS,
): QualityFinding[] {
  if (rows === 0) return [];
  const checks = answers.reduce((sum, { kind }) => sum + ANSWER_RULES[kind].length, 0);
  const alpha = falseAlarms / Math.max(1, checks);
  return answers.flatMap((answer) => {
    const window = answer.window ?? emptyColumn(answer, rows);
    const baseline = answer.baseline ?? emptyColumn(answer, 0);
    return ANSWER_RULES[answer.kind].flatMap((rule): QualityFinding[] => {
      const measured = rule.measure(baseline, window, limits);
      if (measured === null) return [];
      const { exceeded, pValue, ...facts } = answer.baseline === null ? againstNothing(measured) : measured;
      const isAbsent = rule === missingValues && window.cells.missing === rows;
      return [
        {
          check: isAbsent ? 'missing_answers' : rule.check,
          subject: 'answer',
          feature: answer.role,
          ...facts,
          breached: exceeded && pValue < alpha,
        },
      ];
    });
  });
}

/**
 * Tests without a baseline: the binomial probability of at least as many events in the window if the true share is the
 * limit.
 */
function againstNothing({ value, rows, limit, exceeded, ...facts }: Measurement): Measurement {
  const events = Math.round(value * rows);
  const pValue = events === 0 ? 1 : Math.exp(logIncompleteBeta(limit, 1 - limit, events, rows - events + 1));
  return { ...facts, value, rows, limit, exceeded, baseline: null, pValue };
}

function emptyColumn({ role, kind }: AnswerToAssess, rows: number): ColumnProfile {
  return {
    name: role,
    type: kind === 'class' || kind === 'either' ? 'category' : 'number',
    cells: { missing: rows, number: 0, nan: 0, infinite: 0, text: 0, boolean: 0, nested: 0 },
    moments: null,
    numbers: null,
    categories: null,
  };
}
