import type { FieldLocation, ProblemType } from '../capture/spec.ts';
import { type AnswerGroup, type Candidate, findGroup } from './answer-group.ts';
import type { ColumnFacts } from './column-facts.ts';
import type { Findings } from './findings.ts';
import { pick } from './pick-candidate.ts';
import { choosePositive } from './positive-class.ts';
import { predictedLabels, rareLabel, sayOthers } from './predicted-label.ts';

/** The keys of `capture.prediction`. */
export interface FoundPrediction {
  readonly score?: FieldLocation;
  readonly threshold?: number;
  readonly label?: FieldLocation;
  readonly value?: FieldLocation;
  readonly scores?: ReadonlyMap<string, FieldLocation>;
}

export interface FoundAnswers {
  readonly problem: ProblemType;
  readonly prediction: FoundPrediction;
  /** undefined: the default, 1 of 0 and 1 or true. */
  readonly positive: string | undefined;
}

/**
 * Recognises the problem type and where the prediction is.
 *
 * @param candidates At least one, the most likely first.
 * @param outcome The true outcomes; null: not known.
 * @throws InitError if no candidate has values that a prediction of the problem type can have
 */
export async function recogniseAnswers(
  candidates: readonly Candidate[],
  outcome: ColumnFacts | null,
  findings: Findings,
): Promise<FoundAnswers> {
  const group = findGroup(candidates);
  const problem = outcome === null ? byAnswers(candidates, group, findings) : byOutcome(outcome, candidates, findings);
  switch (problem) {
    case 'binary-classification':
      return binary(candidates, group, outcome, findings);
    case 'multiclass-classification':
      return multiclass(candidates, group, outcome, findings);
    default: {
      const value = await pick(candidates, ({ isNumeric }) => isNumeric, problem, ['answer', 'score'], findings);
      return { problem, prediction: { value }, positive: undefined };
    }
  }
}

function byOutcome(outcome: ColumnFacts, candidates: readonly Candidate[], findings: Findings): ProblemType {
  const { size } = outcome.values;
  if (size <= 2 && !outcome.isShare) {
    findings.explain('problem', `the outcomes have ${size === 1 ? 'one value' : 'two values'}`);
    return 'binary-classification';
  }
  if (outcome.numbers < outcome.filled) {
    findings.explain('problem', `the outcomes have ${size} classes`);
    return 'multiclass-classification';
  }
  const answersAreClasses = candidates.some(({ facts }) => facts.isClass) || findGroup(candidates) !== null;
  if (!outcome.isClass || !answersAreClasses) {
    findings.explain('problem', 'the outcomes are numbers');
    return 'regression';
  }
  findings.doubt('problem', `the outcomes are ${size} whole numbers, which could be classes or amounts`);
  return 'multiclass-classification';
}

function byAnswers(candidates: readonly Candidate[], group: AnswerGroup | null, findings: Findings): ProblemType {
  const [first] = candidates;
  const few = candidates.find(({ facts }) => facts.isClass && facts.values.size > 1);
  let problem: ProblemType = 'regression';
  let why = 'the predictions are numbers';
  if (group !== null && group.members.size > 2) {
    problem = 'multiclass-classification';
    why = `each answer has ${group.members.size} probabilities`;
  } else if (group !== null || first.facts.isShare) {
    problem = 'binary-classification';
    why = 'the predictions are between 0 and 1';
  } else if (few !== undefined) {
    problem = few.facts.values.size <= 2 ? 'binary-classification' : 'multiclass-classification';
    why = `the predictions have ${few.facts.values.size} values`;
  } else if (candidates.some(({ facts }) => facts.isShare)) {
    problem = 'binary-classification';
    why = 'the predictions are between 0 and 1';
  }
  findings.doubt('problem', `${why}; no outcomes were seen, which would tell`);
  return problem;
}

async function binary(
  candidates: readonly Candidate[],
  group: AnswerGroup | null,
  outcome: ColumnFacts | null,
  findings: Findings,
): Promise<FoundAnswers> {
  const problem = 'binary-classification';
  const single = candidates.filter(({ where }) => !isGroupMember(group, where));
  const labels = predictedLabels(single, outcome).filter(({ facts }) => facts.values.size === 2);
  sayOthers(single, labels, outcome, findings);
  const classes = outcome ?? labels[0]?.facts ?? null;
  const positive = classes === null ? undefined : await choosePositive(classes, findings);
  const shares = candidates.filter(({ facts }) => facts.isShare);
  // Beside a score, a column that may as well be a feature is none.
  const label = labels.find(({ isGuess }) => isGuess !== true)?.where;
  if (group !== null && group.members.size === 2) {
    const members = [...group.members];
    const found = members.find(([name]) => name === (positive ?? '1') || (positive === undefined && name === 'true'));
    if (found === undefined) {
      findings.doubt(
        'capture.prediction',
        'of the two probabilities the second is taken to be that of the positive class',
      );
    }
    return {
      problem,
      prediction: { score: (found ?? members[1])[1], ...(label !== undefined && { label }) },
      positive,
    };
  }
  if (shares.length > 0) {
    const score = await pick(shares, () => true, problem, ['score', 'answer'], findings);
    return { problem, prediction: { score, ...(label !== undefined && { label }) }, positive };
  }
  if (labels.length > 0) {
    const chosen = await pick(labels, () => true, problem, ['answer'], findings);
    return { problem, prediction: { label: chosen }, positive };
  }
  const rare = rareLabel(single, outcome, findings);
  if (rare !== undefined) return { problem, prediction: { label: rare.where }, positive };
  const score = await pick(candidates, ({ isNumeric }) => isNumeric, problem, ['score', 'answer'], findings);
  findings.doubt('capture.prediction', 'the score is no probability, so the threshold is taken to be 0');
  return { problem, prediction: { score, threshold: 0 }, positive };
}

async function multiclass(
  candidates: readonly Candidate[],
  group: AnswerGroup | null,
  outcome: ColumnFacts | null,
  findings: Findings,
): Promise<FoundAnswers> {
  const problem = 'multiclass-classification';
  const single = candidates.filter(({ where }) => !isGroupMember(group, where));
  const several =
    outcome === null
      ? single.filter(({ facts }) => facts.isClass && facts.values.size > 1)
      : predictedLabels(single, outcome);
  const rare = several.length > 0 ? undefined : rareLabel(single, outcome, findings);
  const fitting = rare === undefined ? several : [rare];
  const scores = group === null ? undefined : group.byClass(outcome, findings);
  if (scores === undefined || fitting.length > 0) {
    if (fitting.length === 0)
      findings.doubt('capture.prediction', 'no column has more than one of the classes that the outcomes have');
    const label = await pick(
      fitting.length > 0 ? fitting : candidates,
      ({ isClass }) => isClass,
      problem,
      ['answer'],
      findings,
    );
    return { problem, prediction: { label, ...(scores && { scores }) }, positive: undefined };
  }
  return { problem, prediction: { scores }, positive: undefined };
}

function isGroupMember(group: AnswerGroup | null, where: FieldLocation): boolean {
  return group !== null && [...group.members.values()].includes(where);
}
