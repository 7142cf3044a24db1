import { findGroup } from './answer-group.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';
import { Findings } from './findings.ts';
import type { FoundLabels } from './labels.ts';
import { isOfKind, likelyFeatures, type SampledTraining, trainingOutcome } from './training.ts';

/** The fewest fields that are taken for an input and an output where no training data says how long the input is. */
const FEWEST_FIELDS = 3;

/**
 * Names for the first fields of a batch transform's CSV, which are the input; the fields after them are the output. By the columns of
 * the training data, otherwise for all fields but the last.
 *
 * @param id The field with the id, which is neither. undefined: there is none.
 * @returns null: every field is output.
 */
export async function transformFeatures(
  fields: TableFacts,
  id: string | undefined,
  training: SampledTraining | null,
  labels: FoundLabels | null,
  findings: Findings,
): Promise<readonly string[] | null> {
  const values = [...fields.columns].filter(([name]) => name !== id).map(([, facts]) => facts);
  if (isAllOutput(values)) return null;
  const names = training === null ? null : likelyFeatures(training, await outcomeOf(training, fields, labels));
  if (training !== null && names !== null && names.length > 0) {
    if (names.length > values.length) return null;
    if (
      names.length < values.length &&
      names.every((name, i) => isOfKind(training.facts.columns.get(name)!, values[i]))
    ) {
      findings.doubt(
        'capture.features',
        'the fields have no names; these are the columns of the training data, in their order',
      );
      return names;
    }
  }
  if (values.length < FEWEST_FIELDS) return null;
  const why =
    training === null
      ? 'the fields have no names'
      : 'the fields have no names, and the first of them are not like the features of the training data';
  findings.doubt(
    'capture.features',
    `${why}; all but the last are taken to be input: write the features in the order of the fields`,
  );
  return values.slice(1).map((_, i) => `f${i}`);
}

/** Whether the fields are the probabilities of an output that is not joined with its input. */
function isAllOutput(values: readonly ColumnFacts[]): boolean {
  const group = findGroup(values.map((facts, where) => ({ where, facts })));
  return group !== null && group.members.size === values.length;
}

/** What is found here is said later, when the fields have names. */
function outcomeOf(
  training: SampledTraining,
  requests: TableFacts,
  labels: FoundLabels | null,
): Promise<string | null> {
  const labelName = typeof labels?.label === 'string' ? labels.label : null;
  const known = { names: null, requests, labelName, outcome: labels?.outcome ?? null };
  return trainingOutcome(training, known, new Findings(async () => null));
}
