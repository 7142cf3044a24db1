import { unifyClasses } from '../performance/rows/unify-classes.ts';
import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { Candidate } from './answer-group.ts';
import type { ColumnFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';

/** The classes of most classifiers, where no outcomes are known. */
const USUAL = new Set(['0', '1', 'true', 'false']);

/**
 * The candidates that can be the class which the model has chosen: their values are classes of the true outcomes, and not
 * one and the same in every row, as those of a version or a name are.
 *
 * @param outcome The true outcomes; null: not known, and only usual classes and names tell.
 */
export function predictedLabels(candidates: readonly Candidate[], outcome: ColumnFacts | null): Candidate[] {
  return candidates.filter(({ facts, where }) => {
    if (!facts.isClass || facts.values.size < 2) return false;
    if (outcome !== null) return areClassesOf(facts, outcome);
    return isAnswer(where) || facts.classes.every((name) => USUAL.has(name));
  });
}

/**
 * Whether the values are classes of the outcomes, in any spelling that labels are joined in. Of many classes, the rows read may
 * lack some.
 */
export function areClassesOf(facts: ColumnFacts, outcome: ColumnFacts): boolean {
  const isBinary = outcome.values.size <= 2;
  const { nameOf } = unifyClasses([...outcome.values.keys(), ...facts.values.keys()], isBinary);
  const known = new Set([...outcome.values.keys()].map(nameOf));
  const shared = [...facts.values].filter(([name]) => known.has(nameOf(name)));
  if (isBinary) return shared.length === facts.values.size;
  return 2 * shared.reduce((sum, [, rows]) => sum + rows, 0) >= facts.filled;
}

/**
 * The candidate whose name says that it is the predicted class, while its only value so far is a class of the outcomes: a rare
 * positive class may not have been predicted yet.
 */
export function rareLabel(
  candidates: readonly Candidate[],
  outcome: ColumnFacts | null,
  findings: Findings,
): Candidate | undefined {
  const found = candidates.find(
    ({ facts, where }) =>
      isAnswer(where) && facts.isClass && facts.values.size === 1 && outcome !== null && areClassesOf(facts, outcome),
  );
  if (found !== undefined)
    findings.doubt('capture.prediction', `${quoted(String(found.where))} has one class only in the rows read`);
  return found;
}

/** Says which columns of classes are not taken for the prediction, and why. */
export function sayOthers(
  candidates: readonly Candidate[],
  labels: readonly Candidate[],
  outcome: ColumnFacts | null,
  findings: Findings,
): void {
  const others = candidates.filter(
    (candidate) => candidate.facts.isClass && candidate.isGuess !== true && !labels.includes(candidate),
  );
  if (others.length === 0) return;
  const names = listNames(
    others.map(({ where }) => quoted(String(where))),
    5,
  );
  const why =
    outcome === null
      ? 'no outcomes are known that it could be held against'
      : 'its values are not the classes of the outcomes, or all the same';
  findings.explain('capture.prediction', `${names} is not the predicted class: ${why}`);
}

function isAnswer(where: Candidate['where']): boolean {
  return typeof where === 'string' && isNamed(where, 'answer');
}
