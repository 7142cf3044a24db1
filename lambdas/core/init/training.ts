import { isTableFormat } from '../capture/capture-formats.ts';
import type { TableFormat } from '../capture/spec.ts';
import { isTrainedBatch } from './batch-columns.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import { findData } from './data-format.ts';
import type { Findings } from './findings.ts';
import { InitError } from './init-error.ts';
import { type ReadContext, readTable, type SampledTable } from './read-table.ts';
import { idCandidates, namedOutcome } from './table-roles.ts';

export interface SampledTraining extends SampledTable {
  readonly uri: string;
  readonly format: TableFormat;
}

/** Reads the first rows of the training data. Throws InitError, UnreadableFileError. */
export async function readTraining(uri: string, context: ReadContext): Promise<SampledTraining> {
  const { format } = await findData(uri, 'training data', context);
  if (!isTableFormat(format)) throw new InitError(`${uri}: training data has to be CSV, JSON Lines or Parquet`);
  return { uri, format, ...(await readTable(uri, format, context, { late: true })) };
}

/** What is known of the captures when the outcome is searched in the training data. */
interface Captured {
  /** Their columns. null: the requests have no names. */
  readonly names: ReadonlySet<string> | null;
  readonly requests: TableFacts;
  /** The column or key of the labels with the outcome, and its values. */
  readonly labelName: string | null;
  readonly outcome: ColumnFacts | null;
}

/**
 * The column with the true outcome: by its name, the only one that captures do not have, or the one without which the columns are
 * like the values of the requests. null: none.
 */
export async function trainingOutcome(
  training: SampledTraining,
  captured: Captured,
  findings: Findings,
): Promise<string | null> {
  const { facts } = training;
  const { names, labelName } = captured;
  if (labelName !== null && facts.columns.has(labelName)) {
    findings.explain('baseline.label', 'named as in the labels');
    return labelName;
  }
  const named = namedOutcome(facts, names ?? new Set());
  if (named !== null) {
    findings.explain('baseline.label', 'by its name');
    return named;
  }
  if (names === null) return outcomeByPosition(training, captured, findings);
  // Every row of training data has its outcome, so that a column of one part has something else, such as predictions.
  const others = [...facts.columns].filter(
    ([name, column]) =>
      !names.has(name) &&
      !isAnswer(name) &&
      !column.isTime &&
      !column.isOfPart(facts.rows) &&
      !isTrainedBatch(name, column),
  );
  if (others.length !== 1) return null;
  findings.explain('baseline.label', 'the only column that the captures do not have');
  return others[0][0];
}

async function outcomeByPosition(
  { facts, header }: SampledTraining,
  { requests, outcome }: Captured,
  findings: Findings,
): Promise<string | null> {
  const columns = [...facts.columns].filter(([name, { isTime }]) => !isAnswer(name) && !isTime);
  if (columns.length !== requests.columns.size + 1) return null;
  const values = [...requests.columns.values()];
  const without = (name: string) => columns.filter(([other]) => other !== name).map(([, column]) => column);
  const alike = columns.filter(
    ([name, column]) => isLike(column, outcome) && without(name).every((other, i) => isOfKind(other, values[i])),
  );
  // The first rows may be of one day, so that ranges only decide between columns that are alike.
  const close = alike.filter(([name]) => without(name).every((other, i) => overlaps(other, values[i])));
  const fitting = close.length > 0 ? close : alike;
  if (fitting.length === 0) return null;
  if (fitting.length === 1) {
    findings.explain('baseline.label', 'without it, the columns are like the values of the requests');
    return fitting[0][0];
  }
  const names = fitting.map(([name]) => name);
  // SageMaker's algorithms have the outcome first.
  if (!header && names.includes(columns[0][0])) {
    findings.doubt('baseline.label', 'the first column, where training data for SageMaker has it');
    return columns[0][0];
  }
  return findings.choose('baseline.label', 'Which column of the training data has the true outcome?', names);
}

/** Whether the column can have the outcomes that the labels have. */
function isLike(column: ColumnFacts, outcome: ColumnFacts | null): boolean {
  if (outcome === null || !outcome.isClass) return true;
  return column.classes.every((name) => outcome.values.has(name));
}

/** Whether both columns have numbers, or neither. */
export function isOfKind(a: ColumnFacts, b: ColumnFacts): boolean {
  return a.filled === 0 || b.filled === 0 || a.isNumeric === b.isNumeric;
}

export function overlaps(a: ColumnFacts, b: ColumnFacts): boolean {
  return !a.isNumeric || !b.isNumeric || (a.min <= b.max && b.min <= a.max);
}

/**
 * Names for requests without names: the columns of the training data without outcome, answers, times, ids and batches, if there
 * are as many as values in a row. null: there are more or fewer.
 */
export function namesFromTraining({ facts }: SampledTraining, outcome: string | null, width: number): string[] | null {
  let names = [...facts.columns.keys()];
  if (outcome === null && names.length === width) return names;
  for (const isLeftOut of noFeatures(facts, outcome)) {
    names = names.filter((name) => !isLeftOut(name));
    if (names.length === width) return names;
  }
  return null;
}

/** The columns of the training data without outcome, answers, times, ids and batches. */
export function likelyFeatures({ facts }: SampledTraining, outcome: string | null): string[] {
  const leftOut = noFeatures(facts, outcome);
  return [...facts.columns.keys()].filter((name) => !leftOut.some((isLeftOut) => isLeftOut(name)));
}

function noFeatures(facts: TableFacts, outcome: string | null): readonly ((name: string) => boolean)[] {
  const ids = new Set(idCandidates(facts).filter((name) => isNamed(name, 'id')));
  return [
    (name) => name === outcome,
    (name) => isAnswer(name),
    (name) => ids.has(name),
    (name) => facts.columns.get(name)!.isTime,
    (name) => isTrainedBatch(name, facts.columns.get(name)!),
  ];
}

/** Whether the name is that of a prediction. */
export function isAnswer(name: string): boolean {
  return isNamed(name, 'answer') || isNamed(name, 'score');
}
