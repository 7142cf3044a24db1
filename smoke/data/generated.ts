import {
  captureFile,
  type DataFile,
  firstTrainingFile,
  type InferenceRequest,
  labelFile,
  trainingFile,
} from './files.ts';
import { drawRows, type Row, requestOf } from './rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Rows of the training data, and of each captured hour. */
const TRAINING_ROWS = 2000;
export const HOUR_ROWS = 600;

/** The hours of yesterday that have captures, with an hour or more between them, so that none reads another's files. */
const QUIET = 6;
const DRIFTED = 9;
const BROKEN = 12;

/** The windows of the generated captures, by their names in the monitor. */
export interface GeneratedWindows {
  readonly quiet: string;
  /** All parcels go far: distances of the training data, but only its longest. */
  readonly drifted: string;
  /** Most parcels have no weight. */
  readonly broken: string;
}

export interface Generated {
  readonly files: readonly DataFile[];
  readonly windows: GeneratedWindows;
}

/**
 * Training data, three hours of captures of yesterday, and labels of the quiet one.
 *
 * @param now Milliseconds since the epoch.
 */
export function generate(now: number): Generated {
  const yesterday = Math.floor(now / DAY) * DAY - DAY;
  const at = (hour: number) => yesterday + hour * HOUR;
  const training = drawRows(1, TRAINING_ROWS);
  const quiet = spreadOverHour(drawRows(2, HOUR_ROWS), at(QUIET), 'quiet');
  const farther = (row: Row): Row => ({ ...row, distance: 80 + row.distance / 5 });
  const drifted = spreadOverHour(drawRows(3, HOUR_ROWS).map(farther), at(DRIFTED), 'drifted');
  const broken = spreadOverHour(drawRows(4, HOUR_ROWS), at(BROKEN), 'broken').map((sent, i) =>
    i % 3 === 0 ? sent : { ...sent, request: requestOf(sent.row).replace(/^[^,]*/, '') },
  );
  const folder = GENERATED_FOLDER;
  return {
    files: [
      trainingFile(training, 'heavy'),
      firstTrainingFile(training, 'heavy'),
      ...[quiet, drifted, broken].map((requests) => captureFile(folder, requests, 'heavy')),
      labelFile(folder, quiet, 'heavy', at(QUIET + 2)),
    ],
    windows: { quiet: windowName(at(QUIET)), drifted: windowName(at(DRIFTED)), broken: windowName(at(BROKEN)) },
  };
}

/** Folder of the generated captures and labels, in the place of an endpoint's name. */
export const GENERATED_FOLDER = 'generated';

/** Requests spread over an hour. */
function spreadOverHour(rows: readonly Row[], start: number, name: string): InferenceRequest[] {
  return rows.map((row, i) => ({ row, id: `${name}-${i}`, time: start + Math.floor((i * HOUR) / rows.length) }));
}

/** As Driftwarden names windows of an hour. */
function windowName(start: number): string {
  return `${new Date(start).toISOString().slice(0, 13)}Z`;
}
