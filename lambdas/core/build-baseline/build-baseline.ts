import { type Baseline, BaselineError, makeBaseline, saveBaseline } from '../baseline/document.ts';
import type { TimesFound } from '../baseline/times-found.ts';
import { TABLE_READERS } from '../capture/tables/registry.ts';
import { ACCEPTED_TIMES } from '../capture/times.ts';
import { answerNames } from '../check/reading/prediction-columns.ts';
import type { RunContext } from '../context.ts';
import { updateState } from '../decision/state-session.ts';
import { ColumnNotFoundError } from '../monitor/column-not-found.ts';
import type { BaselineSettings, CaptureSettings, Monitor } from '../monitor/monitor.ts';
import { protecting } from '../privacy/protect.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { buildBaselineProfile } from '../profile/baseline.ts';
import type { Profile } from '../profile/types.ts';
import { shownRejected } from '../result/redact-reading.ts';
import type { DataRead } from '../result/schema.ts';
import { countOf } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { measureHeldOut, profileAnswers } from './held-out-rows.ts';
import { measureByTime, rowWindows, timeSearch } from './movement-by-time.ts';
import { type LimitBasis, limitBasis, suggestLimits } from './suggested-limits.ts';
import { TrainingData } from './training-data.ts';

/** The built baseline, and the records that could not be read. */
export interface BaselineBuilt {
  readonly baseline: Baseline;
  readonly rejected: DataRead['rejected'];
  /** Whether it is now active: false in a dry run. */
  readonly activated: boolean;
  /** The times of its rows, from which usual movement is learned. */
  readonly times: TimesFound;
  /** The windows that `suggestedLimits` follow from. null: there are none. */
  readonly limitBasis: LimitBasis | null;
}

/**
 * Builds the baseline from the training data and activates it: the profile of the features over all rows, and the
 * profile and performance of the model's answers over the rows that have them (held-out rows).
 *
 * A row has answers when any of the roles has a value: a training table leaves them empty, or not-a-number, in the rows
 * that the model was trained on. A role without a value in such a row counts as a missing answer.
 *
 * @throws BaselineError when the monitor has no `baseline` section or no data, or when the data cannot be right: the
 * same rows twice, too many records that cannot be read, no labels or answers where they are named, none of the
 * positive class, labels and answers without a class in common; ColumnNotFoundError when it lacks a column that the
 * monitor names; PositiveClassError
 */
export function buildBaseline(monitor: Monitor, context: RunContext): Promise<BaselineBuilt> {
  return protecting(monitor, () => buildFrom(monitor, context));
}

async function buildFrom(monitor: Monitor, context: RunContext): Promise<BaselineBuilt> {
  const settings = monitor.baseline;
  if (settings === null)
    throw new BaselineError(`${monitor.file} has no section "baseline": it says where the training data is`);
  const roles = new Set([
    ...answerNames(settings.prediction),
    ...(settings.label === undefined ? [] : [settings.label]),
  ]);
  const featureNames = monitor.capture.features;
  const features = featureNames && new Set(featureNames);
  const timeNames = typeof settings.time === 'string' ? [settings.time] : [];
  const others = new Set([...roles, ...timeNames, ...besidesFeatures(monitor.capture)]);
  const columnOf = (feature: string) => settings.columns.get(feature) ?? feature;
  const named = [...(featureNames ?? []).map(columnOf), ...settings.columns.values(), ...roles, ...timeNames];
  const search = timeSearch(monitor, (name) => features !== undefined && !features.has(name) && !roles.has(name));
  const data = new TrainingData(settings, context, { named, times: search });
  const isFeature = (name: string) => (features ? features.has(name) : !others.has(name));

  const profile = await buildBaselineProfile(() => data.read(isFeature), { types: settings.types, nanIsMissing: true });
  data.requireReadable(monitor.capture.maxRejectedShare);
  if (profile.rows === 0) throw new BaselineError(`${settings.uri}: there are no rows to build a baseline from`);
  requireColumns(settings, data.columns, named, featureNames ?? []);
  requireValues(settings, profile);
  if (settings.label !== undefined)
    data.labels.check(monitor.problem, { ...settings, label: settings.label, positive: monitor.positive });
  const answers = await profileAnswers(monitor, settings, data, roles);
  const windows = rowWindows(monitor, search);
  const heldOut = settings.label === undefined ? null : await measureHeldOut(monitor, settings, data, windows);
  const { times, movement } = await measureByTime(monitor, { profile, predictions: answers }, data, search);
  requireTimes(settings, times, profile.rows);

  const baseline = makeBaseline(
    {
      model: monitor.model,
      source: settings.uri,
      profile,
      predictions: answers,
      performance: heldOut?.performance ?? null,
      curves: heldOut?.curves,
      movement,
      ...(heldOut !== null && heldOut.byWindow.length > 1 && { suggestedLimits: suggestLimits(heldOut, monitor) }),
    },
    context.now,
  );
  if (!context.dryRun) {
    await saveBaseline(context.results, monitor.name, baseline);
    await updateState(context.results, monitor.name, (state) => ({ state: { ...state, baseline: baseline.id } }));
  }
  return {
    baseline,
    rejected: shownRejected(data.log.summarize().rejected, redactorWithoutKey(monitor)),
    activated: !context.dryRun,
    times,
    limitBasis: heldOut && limitBasis(heldOut, monitor),
  };
}

/** Columns of plain captures that are no features: training data that was captured the same way has them too. */
function besidesFeatures({ format, time, id, prediction }: CaptureSettings): string[] {
  if (!(format in TABLE_READERS)) return [];
  return [...[time, id].filter((name) => name !== undefined), ...answerNames(prediction)];
}

/** Checks that every column that the monitor file names exists. */
function requireColumns(
  { uri, columns }: BaselineSettings,
  found: ReadonlySet<string>,
  names: Iterable<string>,
  features: readonly string[],
): void {
  const lacking = features.filter((name) => !columns.has(name) && !found.has(name));
  for (const name of names) {
    if (found.has(name)) continue;
    throw new ColumnNotFoundError(name, uri, found, lacking.includes(name) ? lacking : []);
  }
}

/** Features without a single value belong to another table. */
function requireValues({ uri }: BaselineSettings, { rows, columns }: Profile): void {
  if (columns.length === 0 || columns.some(({ cells }) => cells.missing < rows)) return;
  throw new BaselineError(`${uri}: no feature has a value in any of its ${countOf(rows, 'row')}`);
}

/** Checks that the column named as the time holds times. */
function requireTimes({ uri }: BaselineSettings, { column, named, rowsWithoutTime }: TimesFound, rows: number): void {
  if (!named || rowsWithoutTime < rows) return;
  throw new BaselineError(
    `baseline.time: the column ${printable(column ?? '', 60)} of ${uri} has no time in any of its ${countOf(rows, 'row')}; ` +
      `a time is ${ACCEPTED_TIMES}`,
  );
}
