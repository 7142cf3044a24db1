import { positionName } from '../capture/positions.ts';
import type { CaptureFormat } from '../capture/spec.ts';
import { listNames } from '../text/name-list.ts';
import { recogniseAnswers } from './answers.ts';
import { describeBatches, findBatches, withoutBatches } from './batch-columns.ts';
import { chooseRecordId, recordIds, transformFields } from './captured-ids.ts';
import type { TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { FoundData } from './data-format.ts';
import type { FoundCapture, InitPlaces, InitTask } from './found-capture.ts';
import { InitError } from './init-error.ts';
import { recogniseLabels } from './labels.ts';
import { explainColumns, type MatchedTraining, matchTraining, trainedFeatures } from './match-training.ts';
import { readAgain, readCaptures, readFields } from './read-captures.ts';
import { namesFromTraining, type SampledTraining, trainingOutcome } from './training.ts';
import { transformFeatures } from './transform-features.ts';

/** Recognises SageMaker captures: requests and answers in folders of hours. */
export async function recogniseRecords(
  { format, uri }: FoundData & { readonly format: CaptureFormat },
  places: InitPlaces,
  sampled: SampledTraining | null,
  { findings, context }: InitTask,
): Promise<FoundCapture> {
  const likely = sampled === null ? null : namedFeatures(sampled);
  const plain = await readCaptures(uri, format, likely, context);
  const fields = transformFields(format, plain);
  const ids = recordIds(format, plain, fields, places.labels !== undefined);
  const labels = places.labels === undefined ? null : await recogniseLabels(places.labels, ids, findings, context);
  const id = chooseRecordId(ids, labels, findings);
  const listed = fields && (await transformFeatures(fields, id, sampled, labels, findings));
  const settings = { id, ...(listed && { features: listed }) };
  const read = fields === null ? readAgain : readFields;
  const isKnown = id === undefined && listed === null;
  const { requests, observed } = isKnown ? plain : await read(uri, format, settings, context);
  const candidates = [...observed.answers]
    .filter(([, { filled }]) => filled > 0)
    .map(([where, facts]) => ({ where, facts }))
    .sort((a, b) => Number(b.facts.isShare) - Number(a.facts.isShare));
  if (candidates.length === 0) {
    throw new InitError(`${uri}: no captured answer has values that can be read; is the output captured?`);
  }
  const width = requests.columns.size;
  const hasNames = !isNameless(requests);
  const names = hasNames ? new Set(requests.columns.keys()) : null;
  const labelName = typeof labels?.label === 'string' ? labels.label : null;
  const training = sampled && matchTraining(sampled, requests, names ?? new Set(), labelName);
  const known = { names, requests, labelName, outcome: labels?.outcome ?? null };
  const trainingLabel = training === null ? null : await trainingOutcome(training, known, findings);
  const trained = trainingLabel === null ? undefined : training?.facts.columns.get(trainingLabel);
  const answers = await recogniseAnswers(candidates, labels?.outcome ?? trained ?? null, findings);
  const where = listNames(
    candidates.map((candidate) => `${typeof candidate.where === 'number' ? 'position ' : ''}${candidate.where}`),
    10,
  );
  findings.explain('capture.prediction', `the answers have values at ${where}`);
  let features: readonly string[] | undefined;
  if (listed !== null) features = listed;
  else if (!hasNames) features = namelessFeatures(width, training, trainingLabel, findings);
  else {
    const named = withoutBatches(requestedFeatures(requests, findings), requests, training?.facts, findings);
    explainColumns(training, findings);
    features = trainedFeatures(named, training, trainingLabel, findings);
  }
  const isByPosition = listed !== null || !hasNames;
  return {
    section: { uri, format, id, features, prediction: answers.prediction },
    ignored: isByPosition && features !== undefined ? batchesByPosition(features, requests, training, findings) : [],
    answers,
    labels,
    training,
    trainingLabel,
    features,
  };
}

function isNameless({ columns }: TableFacts): boolean {
  return [...columns.keys()].every((name, i) => name === positionName(i));
}

function namedFeatures({ facts }: SampledTraining): string[] | null {
  const names = [...facts.columns.keys()].filter((name) =>
    (['outcome', 'answer', 'score', 'id'] as const).every((hint) => !isNamed(name, hint)),
  );
  return names.length === 0 ? null : names;
}

function requestedFeatures({ columns }: TableFacts, findings: InitTask['findings']): string[] {
  findings.explain('capture.features', 'the names in the requests');
  const empty = [...columns].filter(([, { filled }]) => filled === 0).map(([name]) => name);
  if (empty.length > 0)
    findings.doubt('capture.features', `${listNames(empty, 10)}: left out, as no request read has a plain value`);
  const features = [...columns.keys()].filter((name) => !empty.includes(name));
  return features.length > 0 ? features : [...columns.keys()];
}

/** The features that only name a batch, which cannot be left out of requests whose values count by their position. */
function batchesByPosition(
  features: readonly string[],
  { columns }: TableFacts,
  training: MatchedTraining | null,
  findings: InitTask['findings'],
): readonly string[] {
  const captured = new Map(
    features.flatMap((name, i) => {
      const facts = columns.get(name) ?? columns.get(positionName(i));
      return facts === undefined ? [] : [[name, facts] as const];
    }),
  );
  const batches = findBatches(captured, training?.facts.columns, findings);
  if (batches.length > 0) findings.explain('drift', describeBatches(batches));
  return batches;
}

/** undefined: the requests are not captured. */
function namelessFeatures(
  width: number,
  training: MatchedTraining | null,
  outcome: string | null,
  findings: InitTask['findings'],
): string[] | undefined {
  if (width === 0) {
    findings.doubt('capture', 'no request is captured, so that the features are not checked');
    return undefined;
  }
  const names = training === null ? null : namesFromTraining(training, outcome, width);
  if (names !== null) {
    findings.doubt(
      'capture.features',
      'the requests have no names; these are the columns of the training data, in their order',
    );
    return names;
  }
  const why =
    training === null
      ? 'the requests have no names'
      : 'the requests have no names, and another number of values than the training data has features';
  findings.doubt('capture.features', `${why}: write the features in the order of the request`);
  return Array.from({ length: width }, (_, i) => `f${i}`);
}
