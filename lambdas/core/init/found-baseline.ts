import type { FieldLocation } from '../capture/spec.ts';
import type { FoundAnswers } from './answers.ts';
import type { ColumnFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';
import type { MatchedTraining } from './match-training.ts';
import { areClassesOf } from './predicted-label.ts';
import { isAnswer } from './training.ts';

/** The keys of `baseline`. */
export interface FoundBaseline {
  readonly label?: string | undefined;
  readonly score?: string | undefined;
  readonly predictedLabel?: string | undefined;
  readonly value?: string | undefined;
  readonly scores?: ReadonlyMap<string, string> | undefined;
  readonly columns?: ReadonlyMap<string, string> | undefined;
}

/** A key of `baseline` for one column of answers, and what tells that column. */
interface Role {
  readonly key: 'score' | 'predictedLabel' | 'value';
  /** Where the captured answer has it. undefined: the captures have none. */
  readonly where: FieldLocation | undefined;
  readonly suits: (facts: ColumnFacts) => boolean;
  /** The usual names of a column without a value. */
  readonly isUsual: (name: string) => boolean;
}

/** Recognises the columns of the training data that are not features. */
export function recogniseBaseline(
  { facts, columns }: MatchedTraining,
  { problem, prediction }: FoundAnswers,
  label: string | null,
  features: readonly string[] | null,
  findings: Findings,
): FoundBaseline {
  const taken = new Set([...(features ?? []), ...(label === null ? [] : [label])]);
  const free = [...facts.columns].filter(([name]) => !taken.has(name));
  const outcome = label === null ? undefined : facts.columns.get(label);
  const roles: readonly Role[] = [
    {
      key: 'value',
      where: problem === 'regression' ? prediction.value : undefined,
      suits: ({ isNumeric }) => isNumeric,
      isUsual: isAnswer,
    },
    {
      key: 'score',
      where: prediction.score,
      suits: ({ isNumeric, isClass }) => isNumeric && !isClass,
      isUsual: (name) => isNamed(name, 'score'),
    },
    {
      key: 'predictedLabel',
      where: prediction.label,
      suits: (column) =>
        outcome !== undefined && column.isClass && column.values.size > 1 && areClassesOf(column, outcome),
      isUsual: (name) => isNamed(name, 'answer'),
    },
  ];
  const found: { -readonly [Key in keyof FoundBaseline]: FoundBaseline[Key] } = label === null ? {} : { label };
  for (const role of roles) found[role.key] = columnOf(role, free, facts.rows, findings);
  const scores = [...(prediction.scores ?? [])].flatMap(([name, where]) =>
    typeof where === 'string' && facts.columns.has(where) ? [[name, where] as const] : [],
  );
  if (scores.length > 0 && scores.length === prediction.scores?.size) found.scores = new Map(scores);
  else if (prediction.scores !== undefined) {
    const named = columnsOfClasses([...prediction.scores.keys()], free);
    if (named !== null) {
      findings.explain('baseline.scores', 'the columns that end with the names of the classes');
      found.scores = named;
    }
  }
  return withOwnNames(found, columns, features);
}

/** Names the columns of answers and outcome as the training data does. */
function withOwnNames(
  { label, score, predictedLabel, value, scores }: FoundBaseline,
  columns: ReadonlyMap<string, string>,
  features: readonly string[] | null,
): FoundBaseline {
  const own = (name: string | undefined) => (name === undefined ? undefined : (columns.get(name) ?? name));
  const renamed = new Map((features ?? []).flatMap((name) => (columns.has(name) ? [[name, columns.get(name)!]] : [])));
  return {
    label: own(label),
    score: own(score),
    predictedLabel: own(predictedLabel),
    value: own(value),
    ...(scores && { scores: new Map(Array.from(scores, ([name, column]) => [name, own(column)!])) }),
    ...(renamed.size > 0 && { columns: renamed }),
  };
}

/** Columns whose names begin alike and end with a class each, such as `p_cat` and `p_dog`; null without one for each. */
function columnsOfClasses(
  classes: readonly string[],
  free: readonly (readonly [string, ColumnFacts])[],
): ReadonlyMap<string, string> | null {
  const names = new Set(free.filter(([, { isNumeric, filled }]) => filled === 0 || isNumeric).map(([name]) => name));
  const [first] = classes;
  for (const name of names) {
    if (!name.endsWith(first)) continue;
    const start = name.slice(0, -first.length);
    const columns = classes.map((one) => [one, `${start}${one}`] as const);
    if (columns.every(([, column]) => names.has(column))) return new Map(columns);
  }
  return null;
}

/** The column by the name that captures have, by a usual name, or because only held-out rows have its values. */
function columnOf(
  { key, where, suits, isUsual }: Role,
  free: readonly (readonly [string, ColumnFacts])[],
  rows: number,
  findings: Findings,
): string | undefined {
  if (where === undefined) return undefined;
  const lastKey = typeof where === 'string' ? where.slice(where.lastIndexOf('.') + 1) : null;
  const isCaptured = (name: string) => name === where || name === lastKey;
  const suiting = free.filter(([, column]) => column.filled > 0 && suits(column)).map(([name]) => name);
  const known = suiting.find((name) => name === where) ?? suiting.find(isCaptured) ?? suiting.find(isAnswer);
  if (known !== undefined) return known;
  const empty = free.filter(([name, { filled }]) => filled === 0 && (isCaptured(name) || isUsual(name)));
  if (empty.length === 1) {
    findings.doubt(`baseline.${key}`, 'by its name; it has no value in the rows read, perhaps only in held-out rows');
    return empty[0][0];
  }
  const ofPart = free.filter(([name, column]) => suiting.includes(name) && column.isOfPart(rows));
  if (ofPart.length !== 1) return undefined;
  findings.doubt(`baseline.${key}`, 'only the rows of one part have values, as held-out rows do');
  return ofPart[0][0];
}
