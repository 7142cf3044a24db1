import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { FoundAnswers } from './answers.ts';
import type { ColumnFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';
import { areClassesOf } from './predicted-label.ts';
import { isAnswer, type SampledTraining } from './training.ts';

/** The keys of `baseline`. */
export interface FoundBaseline {
  readonly label?: string | undefined;
  readonly score?: string | undefined;
  readonly predictedLabel?: string | undefined;
  readonly value?: string | undefined;
  readonly scores?: ReadonlyMap<string, string> | undefined;
}

/** Recognises the columns of the training data that are not features. */
export function recogniseBaseline(
  { facts }: SampledTraining,
  { problem, prediction }: FoundAnswers,
  label: string | null,
  features: readonly string[] | null,
  findings: Findings,
): FoundBaseline {
  const taken = new Set([...(features ?? []), ...(label === null ? [] : [label])]);
  const free = [...facts.columns].filter(([name, { filled }]) => !taken.has(name) && filled > 0);
  const find = (where: unknown, suits: (facts: ColumnFacts) => boolean) =>
    (free.find(([name, column]) => name === where && suits(column)) ??
      free.find(([name, column]) => isAnswer(name) && suits(column)))?.[0];
  const found: { -readonly [Key in keyof FoundBaseline]: FoundBaseline[Key] } = label === null ? {} : { label };
  if (problem === 'regression') found.value = find(prediction.value, ({ isNumeric }) => isNumeric);
  if (prediction.score !== undefined)
    found.score = find(prediction.score, ({ isNumeric, isClass }) => isNumeric && !isClass);
  const outcome = label === null ? undefined : facts.columns.get(label);
  if (prediction.label !== undefined && outcome !== undefined)
    found.predictedLabel = find(
      prediction.label,
      (column) => column.isClass && column.values.size > 1 && areClassesOf(column, outcome),
    );
  const scores = [...(prediction.scores ?? [])].flatMap(([name, where]) =>
    typeof where === 'string' && facts.columns.has(where) ? [[name, where] as const] : [],
  );
  if (scores.length > 0 && scores.length === prediction.scores?.size) found.scores = new Map(scores);
  if (prediction.score !== undefined && found.score === undefined) {
    const empty = [...facts.columns].filter(
      ([name, { filled }]) => filled === 0 && (name === prediction.score || isNamed(name, 'score')) && !taken.has(name),
    );
    if (empty.length === 1) {
      findings.doubt('baseline.score', 'by its name; it has no value in the rows read, perhaps only in held-out rows');
      found.score = empty[0][0];
    }
  }
  const missing = (features ?? []).filter((name) => !facts.columns.has(name));
  if (missing.length > 0) {
    findings.doubt('baseline', `it has no column ${listNames(missing.map(quoted), 5)}, which the captures have`);
  }
  return found;
}
