/**
 * The lines and keys that SageMaker writes: data capture and ground truth. They are concatenated, because a half-year at 100 % has 2.5
 * million lines. Every part is a number, a UUID, or an airport code that was checked when it was loaded, so nothing needs escaping.
 */
import { HOUR_MS } from './calendar.ts';
import { hash32, seededUuid } from './random.ts';
import type { CapturedDay } from './serving.ts';

const ENDPOINT = 'flight-delays';
const VARIANT = 'AllTraffic';

/** An object to store. */
export interface OutputFile {
  readonly key: string;
  readonly lines: number;
  readonly text: string;
}

/** Makes file names independent of event ids. */
const FILE_SEED = 0x66696c65;

/** The inference id that the caller sends with a request and labels refer to; one for each flight. */
function inferenceIdOf(row: number): string {
  return `flight-${String(row).padStart(7, '0')}`;
}

/** A day's captures, one file for each hour, named after its first event: `captures/<endpoint>/<variant>/yyyy/mm/dd/hh/mm-ss-SSS-uuid.jsonl`. */
export function formatCaptures(captured: CapturedDay, probabilities: Float64Array, seed: number): OutputFile[] {
  const { rows, times, features } = captured;
  const origins = features.origin.dictionary;
  const destinations = features.destination.dictionary;
  const files: OutputFile[] = [];
  for (let first = 0; first < rows.length; ) {
    const hour = Math.floor(times[first] / HOUR_MS);
    let text = '';
    let at = first;
    for (; at < rows.length && Math.floor(times[at] / HOUR_MS) === hour; at++) {
      const origin = origins[features.origin.codes[at]];
      const destination = destinations[features.destination.codes[at]];
      text +=
        '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"' +
        `${features.hour[at]},${features.weekday[at]},${features.distance[at]},${origin},${destination}` +
        '","encoding":"CSV"},"endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT","data":"' +
        probabilities[at] +
        '","encoding":"CSV"}},"eventMetadata":{"eventId":"' +
        seededUuid(seed, rows[at]) +
        `","inferenceId":"${inferenceIdOf(rows[at])}","inferenceTime":"${formatSeconds(times[at])}"},"eventVersion":"0"}\n`;
    }
    files.push({ key: captureKey(times[first], rows[first], seed), lines: at - first, text });
    first = at;
  }
  return files;
}

/** Labels of a day's captured flights as one file that arrived at `arrival`: `labels/yyyy/mm/dd/hh/uuid.jsonl`. */
export function formatLabels(captured: CapturedDay, labels: Uint8Array, arrival: number, seed: number): OutputFile[] {
  if (captured.rows.length === 0) return [];
  let text = '';
  for (let at = 0; at < captured.rows.length; at++) {
    text += `{"groundTruthData":{"data":"${labels[at]}","encoding":"CSV"},"eventMetadata":{"eventId":"${inferenceIdOf(captured.rows[at])}"},"eventVersion":"0"}\n`;
  }
  const name = seededUuid(seed ^ FILE_SEED, -1 - captured.rows[0]);
  return [{ key: `labels/${hourFolder(arrival)}/${name}.jsonl`, lines: captured.rows.length, text }];
}

function captureKey(time: number, row: number, seed: number): string {
  // The name has the first event's milliseconds, which its inferenceTime leaves out.
  const iso = new Date(time + (hash32(seed ^ FILE_SEED, row) % 1000)).toISOString();
  const uuid = seededUuid(seed ^ FILE_SEED, row);
  const name = `${iso.slice(14, 16)}-${iso.slice(17, 19)}-${iso.slice(20, 23)}-${uuid}.jsonl`;
  return `captures/${ENDPOINT}/${VARIANT}/${hourFolder(time)}/${name}`;
}

/** `yyyy/mm/dd/hh`, UTC. */
function hourFolder(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replace('T', '/').replaceAll('-', '/');
}

/** ISO 8601 with whole seconds and Z, as SageMaker writes it. */
function formatSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
