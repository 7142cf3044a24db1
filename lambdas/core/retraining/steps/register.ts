import type { ColumnTable } from 'arquero';
import { type Baseline, baselineFolder, makeBaseline, saveBaseline } from '../../baseline/document.ts';
import { answerKinds, answerTypes, evaluationSettings } from '../../check/reading/prediction-columns.ts';
import { Column, type TableChunk } from '../../columns/column.ts';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { putJson } from '../../decision/retraining/stored-json.ts';
import { evaluateTable } from '../../performance/evaluate-table.ts';
import { predictionColumn } from '../../performance/rows/prediction-rows.ts';
import { buildBaselineProfile } from '../../profile/baseline.ts';
import { type Location, listSources } from '../../sources.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import { readManifest } from '../documents/read-documents.ts';
import { readHeldOut } from '../held-out/read-held-out.ts';
import { modelPackageRequest, packageGroupRequest } from '../requests/registration.ts';
import { readTrainingFeatures } from '../rows/read-training.ts';
import { trainingMovement } from '../rows/training-movement.ts';
import { RetrainingError, requireLock, type Step, type StepContext } from './context.ts';

/** Builds the candidate's baseline, stores it without activating it, and builds the registration request. */
export const registerStep: Step<'register'> = async (request, context) => {
  const { monitor, settings } = context;
  const { id, artifacts, model } = request;
  const state = await requireLock(request, context);
  const keys = new RetrainingKeys(monitor.name, id);
  const run = state.retrainings.find((other) => other.id === id);
  const baseline = await candidateBaseline(id, run?.startedAt ?? context.now, context);
  await saveBaseline(context.results, monitor.name, baseline);
  const modelPackage = modelPackageRequest(monitor, settings, {
    id,
    artifacts,
    comparison: context.resultsUri + keys.comparison,
    baseline: `${context.resultsUri}${baselineFolder(monitor.name, baseline.id)}baseline.json`,
    reason: run?.reason ?? '',
  });
  await putJson(context.results, keys.registration, { baseline: baseline.id, model, artifacts, modelPackage });
  return {
    approval: settings.promote.approval,
    approvalSeconds: Math.round(settings.promote.expiry / 1000),
    group: packageGroupRequest(monitor, context.tags),
    modelPackage,
  };
};

/**
 * The candidate's baseline: the profile of its training rows, and its answers and performance on the held-out rows. A repeated step
 * builds the same baseline with the same id.
 *
 * @param at When the run began, milliseconds since the epoch: the baseline's date.
 */
async function candidateBaseline(id: string, at: number, context: StepContext): Promise<Baseline> {
  const { monitor, settings } = context;
  const { candidate } = await readHeldOut(id, context);
  const prefix = new RetrainingKeys(monitor.name, id).training();
  const place: Location = { store: context.results, prefix, uriOf: (key) => context.resultsUri + key };
  const features = monitor.capture.features ?? [];
  const profile = await buildBaselineProfile(
    async function* () {
      for await (const source of listSources(place)) {
        yield* readTrainingFeatures(source, settings.data.format, features);
      }
    },
    { types: monitor.baseline?.types ?? new Map(), nanIsMissing: true },
  );
  const manifest = await readManifest(context.results, new RetrainingKeys(monitor.name, id));
  const { rows } = manifest;
  if (profile.rows !== rows.training) {
    const why = profile.rows < rows.training ? 'files are missing or cut' : 'files were added or changed';
    throw new RetrainingError(
      `${place.uriOf(prefix)} has ${countOf(profile.rows, 'training row')}, the manifest says ${formatCount(rows.training)}: ${why}`,
    );
  }
  const answers = answersByRole(candidate, context);
  const predictions = await buildBaselineProfile(
    async function* () {
      yield answers;
    },
    { types: answerTypes(monitor.problem, monitor.capture.prediction) },
  );
  const evaluation = evaluationSettings(monitor.problem, monitor.capture.prediction, monitor.positive);
  const { performance } = evaluateTable(candidate, evaluation);
  const movement = await trainingMovement({ profile, predictions }, manifest, context);
  const source = place.uriOf(prefix);
  return makeBaseline({ model: monitor.model, source, profile, predictions, performance, movement }, at);
}

/** The candidate's answers as columns named by role, like captured answers. */
function answersByRole(table: ColumnTable, { monitor }: StepContext): TableChunk {
  const { prediction } = monitor.capture;
  const classes = Object.keys(prediction.scores ?? {});
  const names = Array.from(answerKinds(monitor.problem, prediction).keys(), (role): [string, string] => {
    const scored = role.startsWith('score:') ? classes.indexOf(role.slice('score:'.length)) : -1;
    return [role, scored < 0 ? role : `score_${scored}`];
  });
  const columns = names.map(([role, name]): [string, Column] => [role, asColumn(predictionColumn(table, name))]);
  return { rows: table.numRows(), columns: new Map(columns) };
}

/** Tables hold numbers in plain arrays, in which NaN is a missing answer. */
function asColumn(values: Column | Float64Array): Column {
  return values instanceof Column ? values : new Column(values.length, values, null);
}
