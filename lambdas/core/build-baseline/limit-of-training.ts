import { absentAnswerKeys } from '../baseline/absent-answers.ts';
import { BaselineError } from '../baseline/document.ts';
import { TooManyClassesError } from '../baseline/label-tally.ts';
import { UnreadableFileError } from '../capture/read-dataset.ts';
import { answerNames } from '../check/reading/prediction-columns.ts';
import type { RunContext } from '../context.ts';
import { suggestedLimit } from '../monitor/missing-limit.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { PositiveClassError, TooManyClassesError as TooManyPredictedError } from '../performance/errors.ts';
import type { MetricEstimate } from '../performance/types.ts';
import { listSources } from '../sources.ts';
import { measureHeldOut } from './held-out-rows.ts';
import { rowWindows, timeSearch } from './movement-by-time.ts';
import { type LimitBasis, limitBasis, suggestLimits } from './suggested-limits.ts';
import { TrainingData } from './training-data.ts';

/** More bytes take too long to be read for a hint. */
const MOST_BYTES = 100_000_000;

/** What building the baseline would say about the training data. */
const KNOWN_FAULTS = [
  BaselineError,
  TooManyClassesError,
  TooManyPredictedError,
  PositiveClassError,
  UnreadableFileError,
];

/** A limit to begin with on the primary metric. */
export interface TrainingLimit {
  /** `accuracy < 0.91`. */
  readonly limit: string;
  readonly estimate: MetricEstimate;
  /** null: the times of the rows are not known. */
  readonly basis: LimitBasis | null;
}

/** Why the training data suggests no limit. */
export interface NoTrainingLimit {
  readonly why: string;
}

/** The limit that the training data suggests, as building the baseline does, without the baseline. Reads the data twice. */
export async function limitOfTraining(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'onProgress'>,
): Promise<TrainingLimit | NoTrainingLimit> {
  const { baseline: settings } = monitor;
  const { primaryMetric } = monitor.performance;
  if (settings === null) return { why: 'there is no training data' };
  if (settings.label === undefined) return { why: 'the true outcome in the training data is not known' };
  const absent = absentAnswerKeys(monitor);
  if (absent !== null)
    return { why: `no column of the training data is known to have the model's answers (${absent})` };
  if (await isLarge(settings.uri, context)) return { why: 'the training data is large' };
  const roles = rolesOf(settings);
  const search = searchOf(monitor, roles);
  const data = new TrainingData(settings, context, { named: [...roles], times: search });
  try {
    for await (const _ of data.read(() => false));
    const heldOut = await measureHeldOut(monitor, settings, data, rowWindows(monitor, search));
    if (heldOut === null) return { why: 'no row has a label and an answer' };
    const { performance, byWindow } = heldOut;
    const suggestedLimits = byWindow.length > 1 ? suggestLimits(heldOut, monitor) : undefined;
    const limit = suggestedLimit(primaryMetric, { performance, suggestedLimits });
    const estimate = performance.metrics[primaryMetric];
    if (limit === null || estimate === undefined)
      return { why: `${primaryMetric} has no interval on the held-out rows of the training data` };
    return { limit, estimate, basis: limitBasis(heldOut, monitor) };
  } catch (error) {
    if (KNOWN_FAULTS.some((fault) => error instanceof fault)) return { why: 'the held-out rows cannot be measured' };
    throw error;
  }
}

/**
 * When the last window with training data ends, in milliseconds since the epoch. Reads the data once.
 *
 * @returns null: the times of the rows are not known, or the data is too large to be read for a hint
 */
export async function endOfTraining(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'onProgress'>,
): Promise<number | null> {
  const { baseline: settings } = monitor;
  if (settings === null || (await isLarge(settings.uri, context))) return null;
  const search = searchOf(monitor, rolesOf(settings));
  try {
    for await (const _ of new TrainingData(settings, context, { times: search }).read(() => false));
  } catch (error) {
    if (KNOWN_FAULTS.some((fault) => error instanceof fault)) return null;
    throw error;
  }
  return rowWindows(monitor, search)?.windows.at(-1)?.end ?? null;
}

/** Whether what lies at a place takes too long to be read for a hint. */
export async function isLarge(uri: string, context: Pick<RunContext, 'open'>): Promise<boolean> {
  let bytes = 0;
  for await (const { size } of listSources(context.open(uri))) bytes += size;
  return bytes > MOST_BYTES;
}

type Settings = NonNullable<Monitor['baseline']>;

/** The columns of the model's answers and of the true outcome. */
function rolesOf({ prediction, label }: Settings): ReadonlySet<string> {
  return new Set([...answerNames(prediction), ...(label === undefined ? [] : [label])]);
}

function searchOf(monitor: Monitor, roles: ReadonlySet<string>) {
  const features = new Set(monitor.capture.features);
  return timeSearch(monitor, (name) => features.size > 0 && !features.has(name) && !roles.has(name));
}
