import { table as makeTable } from 'arquero';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { putJson } from '../../decision/retraining/stored-json.ts';
import type { LabelSettings, Monitor } from '../../monitor/monitor.ts';
import { isoTime } from '../../text/times.ts';
import type { Window } from '../../window.ts';
import type { StepRequest } from '../contract.ts';
import type { PreparedWindow } from '../documents/prepared-window.ts';
import { ROW_FORMATS } from '../rows/registry.ts';
import { seedOf } from '../rows/row-hash.ts';
import { subsample } from '../rows/subsample.ts';
import { usableRows } from '../rows/usable-rows.ts';
import { readWindowLabels, type WindowLabels } from '../rows/window-labels.ts';
import { type RowsWanted, readWindowRows, type WindowRows } from '../rows/window-rows.ts';
import { writeHeldOutLabels } from '../rows/write-held-out-labels.ts';
import { type ChosenRows, writeRequests, writeTrainingRows } from '../rows/write-rows.ts';
import { RetrainingError, requireLock, type Step, type StepContext } from './context.ts';
import { windowOf } from './plan.ts';

type Request = StepRequest<'prepareDataset'>;

/**
 * Joins the labels of one window and writes its rows, either for training or held out with their labels. A repeated step writes the
 * same bytes, unless more labels have arrived.
 *
 * The subsample of a window depends only on the ids of its rows, not on the model's answers. A row is in one window and so in one
 * part, but an id can be in several: a caller may repeat a request across a window's border, or send a customer's id every day, and
 * that customer's label is then joined in each window. Because windows are prepared at the same time, a training window stores the
 * hashes of its ids, and the judge leaves out held-out rows that share one.
 */
export const prepareDatasetStep: Step<'prepareDataset'> = async (request, context) => {
  const { monitor } = context;
  const { part, maximumRows } = request;
  const window = windowOf(request.window, await requireLock(request, context), context);
  const seed = seedOf(`${monitor.name}/${request.id}`);
  const segments = part === 'held-out' ? context.settings.promote.segments : null;
  const { captured, labels } = await readLabelledRows(window, { segments, seed }, context);
  const usable = usableRows(captured.chunks, labels.actual, monitor.problem);
  const chosen = subsample(usable.rows, captured.rowHashes, maximumRows);
  const kept = await writePart(request, context, captured, labels, chosen);
  const preparedWindow: PreparedWindow = {
    window: window.name,
    start: isoTime(window.start),
    end: isoTime(window.end),
    part,
    captured: captured.rows,
    labelled: labels.labelled,
    kept,
    thinnedOut: usable.rows.length - chosen.length,
    leftOut: {
      unlabelled: captured.rows - labels.labelled - labels.ambiguous,
      ambiguous: labels.ambiguous,
      unusableLabel: usable.unusableLabel,
      withoutFeatures: usable.withoutFeatures,
      lineBreak: chosen.length - kept,
    },
    maximumRows,
    seed,
    repeats: captured.repeats,
    rejected: { captures: captured.rejected, labels: labels.rejected },
  };
  const key = new RetrainingKeys(monitor.name, request.id).preparedWindow(window.name);
  await putJson(context.results, key, preparedWindow);
  return { window: window.name, rows: kept };
};

/** Reads the captures and joins the labels. Releases the ids, which take as much memory as the features, after the join. */
async function readLabelledRows(
  window: Window,
  wanted: RowsWanted,
  context: StepContext,
): Promise<{ captured: Omit<WindowRows, 'keys'>; labels: WindowLabels }> {
  const { monitor } = context;
  const { keys, ...captured } = await readWindowRows(monitor, window, wanted, context);
  return { captured, labels: await readWindowLabels(labelSettings(context), window, keys, context) };
}

/** Writes the chosen rows. @returns The number of rows written. */
async function writePart(
  { id, window, part }: Request,
  context: StepContext,
  { chunks, answers, idHashes }: Omit<WindowRows, 'keys'>,
  { actual }: WindowLabels,
  chosen: Int32Array,
): Promise<number> {
  const { monitor, settings } = context;
  const keys = new RetrainingKeys(monitor.name, id);
  const format = ROW_FORMATS[settings.data.format];
  const rows: ChosenRows = { chunks, rows: chosen, features: featuresOf(monitor), format };
  // A job would fail on an empty file, or read it as a request without features.
  if (chosen.length === 0) return 0;
  if (part === 'training') {
    await context.results.put(keys.training(window, format.extension), writeTrainingRows(rows, actual));
    await context.results.put(keys.trainedIds(window), idBytes(idHashes, chosen));
    return chosen.length;
  }
  const requests = writeRequests(rows);
  if (requests.rows.length === 0) return 0;
  const heldOutLabels = answers!.toTable().assign(makeTable({ actual }));
  await context.results.put(keys.heldOutLabels(window), writeHeldOutLabels(heldOutLabels, idHashes, requests.rows));
  await context.results.put(keys.heldOut(window, format.extension), requests.bytes);
  return requests.rows.length;
}

/** Doubles, least significant byte first. */
function idBytes(idHashes: Float64Array, rows: Int32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(rows.length * Float64Array.BYTES_PER_ELEMENT));
  rows.forEach((row, i) => {
    bytes.setFloat64(i * Float64Array.BYTES_PER_ELEMENT, idHashes[row], true);
  });
  return new Uint8Array(bytes.buffer);
}

function featuresOf({ capture, file }: Monitor): readonly string[] {
  if (capture.features === undefined) {
    throw new RetrainingError(`${file}: a retraining needs capture.features, the order of the values in a row`);
  }
  return capture.features;
}

function labelSettings({ monitor }: StepContext): LabelSettings {
  if (monitor.labels === null)
    throw new RetrainingError(`${monitor.file} has no section "labels", so there is nothing to train on`);
  return monitor.labels;
}
