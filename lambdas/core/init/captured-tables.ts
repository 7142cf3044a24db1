import type { TableFormat } from '../capture/spec.ts';
import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import { type FoundAnswers, recogniseAnswers } from './answers.ts';
import { withoutBatches } from './batch-columns.ts';
import { capturedIds } from './captured-ids.ts';
import type { TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { FoundData } from './data-format.ts';
import type { FoundCapture, InitPlaces, InitTask } from './found-capture.ts';
import { InitError } from './init-error.ts';
import { type CapturedIds, type FoundLabels, recogniseLabels } from './labels.ts';
import { matchLists, sayLists } from './match-lists.ts';
import { explainColumns, matchTraining, trainedFeatures } from './match-training.ts';
import { dialectKeys, readTable } from './read-table.ts';
import { answerCandidates, chooseTime, idCandidates, namedOutcome } from './table-roles.ts';
import { type SampledTraining, trainingOutcome } from './training.ts';

/** Recognises captures that are plain tables: CSV, JSON Lines or Parquet with one row per prediction. */
export async function recogniseTables(
  { format, uri }: FoundData & { readonly format: TableFormat },
  places: InitPlaces,
  sampled: SampledTraining | null,
  { findings, context }: InitTask,
): Promise<FoundCapture> {
  const table = await readTable(uri, format, context);
  const { facts, header } = table;
  const time = await chooseTime(table, uri, context.now, findings);
  const ids = capturedIds(facts, time, places.labels !== undefined);
  const labels = places.labels === undefined ? null : await recogniseLabels(places.labels, ids, findings, context);
  const id = chooseId(ids, labels, uri, findings);
  const taken = new Set([time, ...(id === undefined ? [] : [id])]);
  const names = new Set([...facts.columns.keys()].filter((name) => !taken.has(name)));
  const labelled = typeof labels?.label === 'string' ? labels.label : null;
  const named = sampled && matchTraining(sampled, facts, names, labelled);
  explainColumns(named, findings);
  const { outcomeName, candidates } = answersAndOutcome(facts, taken, { labels, training: named }, findings);
  if (candidates.length === 0) {
    throw new InitError(
      `${uri}: no column is left for the prediction; the columns are ${listNames([...facts.columns.keys()].map(quoted))}`,
    );
  }
  const captured = new Set([...facts.columns.keys()].filter((name) => name !== outcomeName));
  const labelName = labelled ?? outcomeName;
  const known = { names: captured, requests: facts, labelName, outcome: labels?.outcome ?? null };
  const trainingLabel = named === null ? null : await trainingOutcome(named, known, findings);
  const trained = trainingLabel === null ? undefined : named?.facts.columns.get(trainingLabel);
  const outcome = outcomeName === null ? undefined : facts.columns.get(outcomeName);
  const answers = await recogniseAnswers(candidates, labels?.outcome ?? trained ?? outcome ?? null, findings);
  const all = featuresOf(facts, taken, outcomeName, answers, findings);
  sayLists(facts, table.lists, format, findings);
  const training =
    named && matchLists(named, { facts, lists: table.lists, features: all ?? [] }, trainingLabel, findings);
  const own = all && withoutBatches(all, facts, training?.facts, findings);
  const features = own && trainedFeatures(own, training, trainingLabel, findings);
  return {
    section: {
      uri,
      format,
      ...(!header && { header }),
      time,
      id,
      features: header ? features : undefined,
      ...dialectKeys('capture', table, findings),
      prediction: answers.prediction,
    },
    ignored: [],
    answers,
    labels,
    training,
    trainingLabel,
    features,
  };
}

function chooseId(
  ids: CapturedIds,
  labels: FoundLabels | null,
  uri: string,
  findings: InitTask['findings'],
): string | undefined {
  const [first] = ids.usual.keys();
  if (labels === null) {
    if (first !== undefined) findings.explain('capture.id', 'by its name, and every row has another value');
    return first;
  }
  if (labels.capturedId !== null) {
    findings.explain('capture.id', 'the labels have ids of this column');
    return labels.capturedId;
  }
  if (first === undefined) throw new InitError(`${uri}: no column has an id for each row, to which labels could refer`);
  return first;
}

function answersAndOutcome(
  facts: TableFacts,
  taken: ReadonlySet<string>,
  { labels, training }: { readonly labels: FoundLabels | null; readonly training: SampledTraining | null },
  findings: InitTask['findings'],
) {
  const outcomeName = namedOutcome(facts, taken);
  const hasNamed = [...facts.columns.keys()].some(
    (name) => !taken.has(name) && (isNamed(name, 'score') || isNamed(name, 'answer')),
  );
  if (outcomeName !== null && !hasNamed && labels !== null) {
    // The labels are elsewhere, so that this is the model's own class.
    findings.doubt('capture.prediction', 'no other column has a usual name of predictions or outcomes');
    return { outcomeName: null, candidates: [{ where: outcomeName, facts: facts.columns.get(outcomeName)! }] };
  }
  const without = new Set([...taken, ...(outcomeName === null ? [] : [outcomeName])]);
  return { outcomeName, candidates: answerCandidates(facts, without, training?.facts ?? null, findings) };
}

/** All columns that have no other role. undefined: there are none. */
function featuresOf(
  facts: TableFacts,
  taken: ReadonlySet<string>,
  outcome: string | null,
  { prediction }: FoundAnswers,
  findings: InitTask['findings'],
): string[] | undefined {
  const { score, label, value, scores } = prediction;
  const answers = new Set([score, label, value, ...(scores?.values() ?? [])]);
  const ids = new Set(idCandidates(facts).filter((name) => isNamed(name, 'id')));
  const free = [...facts.columns.keys()].filter((name) => !taken.has(name) && !answers.has(name));
  const isFeature = (name: string) =>
    name !== outcome && !ids.has(name) && !isNamed(name, 'score') && !isNamed(name, 'answer');
  const leftOut = free.filter((name) => !isFeature(name));
  findings.explain('capture.features', 'the other columns');
  if (leftOut.length > 0) {
    findings.doubt('capture.features', `${listNames(leftOut.map(quoted), 10)}: left out as ids, answers or outcomes`);
  }
  const features = free.filter(isFeature);
  return features.length === 0 ? undefined : features;
}
