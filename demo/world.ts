/**
 * The demo's world in a folder: a model trained on January, and an endpoint that serves day after day while SageMaker captures its
 * requests and labels arrive two days late. The checks read only the files.
 *
 * ```
 * training/2001-01.parquet   features, label `late`, held-out scores `p`
 * model/model.json           the model that serves
 * captures/flight-delays/AllTraffic/yyyy/mm/dd/hh/mm-ss-SSS-uuid.jsonl
 * labels/yyyy/mm/dd/hh/uuid.jsonl      by the time of arrival
 * ```
 */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addDays, daysBetween, HOUR_MS, parseDay } from './calendar.ts';
import { type AnnouncedEvent, EVENTS, SERVED } from './events.ts';
import { type Flights, takeFeatures } from './flights.ts';
import { loadFlights } from './flights-file.ts';
import { type January, splitJanuary } from './january.ts';
import { type DelayModel, formatModel } from './model/model.ts';
import { train } from './model/train.ts';
import { formatCaptures, formatLabels, type OutputFile } from './sagemaker.ts';
import { answerRequests, captureRequests, observeLabels } from './serving.ts';
import { formatTrainingFile } from './training-file.ts';

/** Labels of a day arrive together, two days later at 02:00: operations exports them overnight. */
export const LABEL_LAG_DAYS = 2;
const LABEL_EXPORT_HOUR = 2;

/** Called with the step and its progress. */
export type ProgressListener = (step: string, done: number, all: number) => void;

export interface WorldOptions {
  /** Share of requests that SageMaker captures, in percent, above 0 up to 100. @default 20 - SageMaker's own default */
  readonly sampling?: number;
  /** Draws the sample, the ids and the trees. @default 1 */
  readonly seed?: number;
  /** The flights, where they are loaded already. @default - read from vega-datasets */
  readonly flights?: Flights;
  readonly onProgress?: ProgressListener;
}

/** The folder already holds captures or labels. */
export class WorldExistsError extends Error {
  override readonly name = 'WorldExistsError';
  readonly folder: string;
  constructor(folder: string) {
    super(`${folder} already holds captures or labels: give an empty folder, or remove them first`);
    this.folder = folder;
  }
}

/** What happened on one day. */
export interface ServedDay {
  readonly day: string;
  /** Requests captured on this day. */
  readonly captured: number;
  /** Labels that arrived on this day, of flights two days before. */
  readonly labelled: number;
  /** Keys written below the folder. */
  readonly keys: readonly string[];
}

export interface World {
  readonly folder: string;
  readonly flights: Flights;
  /** The model trained on January. */
  readonly model: DelayModel;
  /** The 150 served days, each one window. */
  readonly days: readonly string[];
  /** The days after the last served one on which its labels still arrive. */
  readonly lastArrivals: readonly string[];
  readonly events: readonly AnnouncedEvent[];
  /** Serves one day: writes its captures, answered by `model` (default: the one trained on January), and the labels that arrive on it. */
  serveDay(day: string, model?: DelayModel): Promise<ServedDay>;
}

/**
 * Loads the flights, trains the model and writes the training data and the model into `folder` (created when absent).
 * @throws RangeError when `sampling` is not above 0 and at most 100
 * @throws WorldExistsError when a world already stands in `folder`: its captures would mix with the new ones
 */
export async function createWorld(folder: string, options: WorldOptions = {}): Promise<World> {
  const { sampling = 20, seed = 1, onProgress } = options;
  if (!(sampling > 0 && sampling <= 100)) {
    throw new RangeError(`the sampling is ${sampling} %: a number above 0 and at most 100 is accepted`);
  }
  await refuseToOverwrite(folder);
  const flights =
    options.flights ?? (await loadFlights(undefined, (done, all) => onProgress?.('reading the flights', done, all)));
  const january = splitJanuary(flights);
  const model = trainOnJanuary(flights, january, seed, onProgress);
  onProgress?.('writing the training data', 0, 1);
  await write(folder, 'model/model.json', formatModel(model));
  await write(folder, 'training/2001-01.parquet', formatJanuary(flights, january, model));
  return {
    folder,
    flights,
    model,
    days: daysBetween(SERVED.from, SERVED.until),
    lastArrivals: daysBetween(SERVED.until, addDays(SERVED.until, LABEL_LAG_DAYS)),
    events: EVENTS,
    serveDay: (day, serving = model) => serveDay({ folder, flights, sampling, seed }, day, serving),
  };
}

interface Endpoint {
  readonly folder: string;
  readonly flights: Flights;
  readonly sampling: number;
  readonly seed: number;
}

async function serveDay(endpoint: Endpoint, day: string, model: DelayModel): Promise<ServedDay> {
  const { folder, flights, sampling, seed } = endpoint;
  const today = captureRequests(flights, day, sampling, seed);
  const earlier = captureRequests(flights, addDays(day, -LABEL_LAG_DAYS), sampling, seed);
  const arrival = parseDay(day) + LABEL_EXPORT_HOUR * HOUR_MS;
  const captures = formatCaptures(today, answerRequests(model, today.features), seed);
  const labels = formatLabels(earlier, observeLabels(flights, earlier), arrival, seed);
  const files = [...captures, ...labels];
  for (const file of files) await write(folder, file.key, file.text);
  return { day, captured: countLines(captures), labelled: countLines(labels), keys: files.map((file) => file.key) };
}

function trainOnJanuary(flights: Flights, january: January, seed: number, onProgress?: ProgressListener): DelayModel {
  const learned = Int32Array.from(january.rows.keys()).filter((index) => january.heldOut[index] === 0);
  return train(
    takeFeatures(
      flights,
      learned.map((index) => january.rows[index]),
    ),
    Uint8Array.from(learned, (index) => january.late[index]),
    { seed, onProgress: (done, all) => onProgress?.('training the model on January', done, all) },
  );
}

function formatJanuary(flights: Flights, january: January, model: DelayModel): Uint8Array {
  const features = takeFeatures(flights, january.rows);
  const answers = answerRequests(model, features);
  const p = Array.from(answers, (answer, index) => (january.heldOut[index] === 1 ? answer : null));
  return formatTrainingFile(features, january.late, p);
}

async function refuseToOverwrite(folder: string): Promise<void> {
  for (const name of ['captures', 'labels']) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found !== null) throw new WorldExistsError(folder);
  }
}

function countLines(files: readonly OutputFile[]): number {
  return files.reduce((lines, file) => lines + file.lines, 0);
}

async function write(folder: string, key: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
