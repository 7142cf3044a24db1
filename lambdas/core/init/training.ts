import type { TableFormat } from '../capture/spec.ts';
import type { RunContext } from '../context.ts';
import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { FoundAnswers } from './answers.ts';
import type { ColumnFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import { findData } from './data-format.ts';
import type { Findings } from './findings.ts';
import { InitError } from './init-error.ts';
import { readTable, type SampledTable } from './read-table.ts';
import { idCandidates, namedOutcome } from './table-roles.ts';

export interface SampledTraining extends SampledTable {
  readonly uri: string;
  readonly format: TableFormat;
}

/** Reads the first rows of the training data. Throws InitError, UnknownFormatError, UnreadableFileError. */
export async function readTraining(uri: string, context: Pick<RunContext, 'open'>): Promise<SampledTraining> {
  const { format } = await findData(uri, 'training data', context);
  if (format.startsWith('sagemaker-'))
    throw new InitError(`${uri}: training data has to be CSV, JSON Lines or Parquet`);
  return { uri, format: format as TableFormat, ...(await readTable(uri, format as TableFormat, context)) };
}

/** The column with the true outcome: by its name, or the only one that captures do not have. null: none. */
export async function trainingOutcome(
  { facts, header }: SampledTraining,
  captured: { readonly names: ReadonlySet<string> | null; readonly width: number },
  labelName: string | null,
  findings: Findings,
): Promise<string | null> {
  if (labelName !== null && facts.columns.has(labelName)) {
    findings.say('baseline.label', 'named as in the labels');
    return labelName;
  }
  const { names, width } = captured;
  const named = namedOutcome(facts, names ?? new Set());
  if (named !== null) {
    findings.say('baseline.label', 'by its name');
    return named;
  }
  const all = [...facts.columns.keys()];
  const others = all.filter((name) => !names?.has(name) && !isAnswer(name) && !facts.columns.get(name)!.isTime);
  if (names !== null && others.length === 1) {
    findings.say('baseline.label', 'the only column that the captures do not have');
    return others[0];
  }
  const answers = all.filter(isAnswer).length;
  if (names !== null || all.length !== width + 1 || answers === 1) return null;
  // SageMaker's algorithms have the outcome first.
  if (!header) {
    findings.doubt('baseline.label', 'the first column, where training data for SageMaker has it');
    return all[0];
  }
  return findings.choose('baseline.label', 'Which column of the training data has the true outcome?', others);
}

/**
 * Names for requests without names: the columns of the training data without outcome, answers, times and ids, if there
 * are as many as values in a row. null: there are more or fewer.
 */
export function namesFromTraining({ facts }: SampledTraining, outcome: string | null, width: number): string[] | null {
  const ids = new Set(idCandidates(facts).filter((name) => isNamed(name, 'id')));
  const leftOut: ((name: string) => boolean)[] = [
    (name) => name === outcome,
    (name) => isAnswer(name),
    (name) => ids.has(name),
    (name) => facts.columns.get(name)!.isTime,
  ];
  let names = [...facts.columns.keys()];
  if (outcome === null && names.length === width) return names;
  for (const isLeftOut of leftOut) {
    names = names.filter((name) => !isLeftOut(name));
    if (names.length === width) return names;
  }
  return null;
}

function isAnswer(name: string): boolean {
  return isNamed(name, 'answer') || isNamed(name, 'score');
}

/** The features that the training data has: the others have nothing to be compared with. */
export function trainedFeatures(
  features: readonly string[],
  training: SampledTraining | null,
  findings: Findings,
): readonly string[] {
  const known = training === null ? features : features.filter((name) => training.facts.columns.has(name));
  if (known.length === 0 || known.length === features.length) return features;
  const others = features.filter((name) => !known.includes(name));
  findings.doubt(
    'capture.features',
    `${listNames(others.map(quoted), 10)}: left out, the training data has no such column`,
  );
  return known;
}

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
  if (prediction.label !== undefined) found.predictedLabel = find(prediction.label, ({ isClass }) => isClass);
  const scores = [...(prediction.scores ?? [])].filter(
    ([, where]) => typeof where === 'string' && facts.columns.has(where),
  );
  if (scores.length > 0 && scores.length === prediction.scores?.size)
    found.scores = new Map(scores as [string, string][]);
  const missing = (features ?? []).filter((name) => !facts.columns.has(name));
  if (missing.length > 0) {
    findings.doubt('baseline', `it has no column ${listNames(missing.map(quoted), 5)}, which the captures have`);
  }
  return found;
}
