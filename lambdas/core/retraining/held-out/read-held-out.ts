import { type ColumnTable, table as makeTable } from 'arquero';
import { readAnswerLines } from '../../capture/answer-lines.ts';
import { RejectionLog } from '../../capture/rejections.ts';
import { predictionShape } from '../../check/reading/prediction-columns.ts';
import { Column } from '../../columns/column.ts';
import { GrowableNumbers } from '../../columns/growable.ts';
import { pickRows } from '../../columns/pick-rows.ts';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { PredictionRows, predictionColumn } from '../../performance/rows/prediction-rows.ts';
import type { DataSource } from '../../ports.ts';
import { type Location, listSources } from '../../sources.ts';
import { defang } from '../../text/defang.ts';
import { countOf, formatCount, formatShare } from '../../text/numbers.ts';
import { quoting } from '../../text/redactor.ts';
import type { PreparedWindow } from '../documents/prepared-window.ts';
import { readManifest } from '../documents/read-documents.ts';
import { ROW_FORMATS } from '../rows/registry.ts';
import { RetrainingError, type StepContext } from '../steps/context.ts';
import { readHeldOutLabels } from './held-out-labels.ts';
import { findTrainedIds } from './trained-ids.ts';

/** Both models' answers on the same held-out rows, ordered by window and by capture. */
export interface HeldOutAnswers {
  readonly rows: number;
  /**
   * One row for each held-out row, with the columns that `evaluateTable` and `evaluateSegments` expect: `actual`, `label`, `score`, `value`,
   * `score_0`, …, and `segment_0`, … in the order of `promote.segments`. Both have the same labels and segments.
   */
  readonly candidate: ColumnTable;
  readonly live: ColumnTable;
  /** Rows left out because their id occurs in the training rows. */
  readonly trainedOn: number;
  /** Answers of transform jobs without a value that the monitor file names. Their rows have missing cells. */
  readonly incomplete: { readonly candidate: number; readonly live: number };
}

type Model = 'candidate' | 'live';

/**
 * Reads held-out labels and answers. The live model's answers are the captured ones if no transform job scored it.
 *
 * @throws RetrainingError when a file is missing, its number of lines differs from that of the requests, or more answers than
 * `capture.maxRejectedShare` allows lack a value that the monitor file names
 */
export async function readHeldOut(id: string, context: StepContext): Promise<HeldOutAnswers> {
  const { monitor, settings } = context;
  const keys = new RetrainingKeys(monitor.name, id);
  const manifest = await readManifest(context.results, keys);
  const windows = manifest.windows.filter(({ part, kept }) => part === 'held-out' && kept > 0);
  const shape = predictionShape(monitor.problem, monitor.capture.prediction, settings.promote.segments);
  const heldOutLabels = new PredictionRows(shape);
  const ids = new GrowableNumbers();
  const { extension } = ROW_FORMATS[manifest.format];
  const candidate = new ScoredRows('candidate', context, keys);
  const live = manifest.requests.live === null ? null : new ScoredRows('live', context, keys);
  for (const preparedWindow of windows) {
    const before = heldOutLabels.rows;
    const key = keys.heldOutLabels(preparedWindow.window);
    for await (const chunk of listChunks(context, key, (source) => readHeldOutLabels(source, shape))) {
      heldOutLabels.append(chunk);
      for (const hash of chunk.ids) ids.push(hash);
    }
    checkCount(key, heldOutLabels.rows - before, preparedWindow);
    await candidate.add(preparedWindow, extension);
    await live?.add(preparedWindow, extension);
  }
  candidate.checkComplete();
  live?.checkComplete();
  const hashes = ids.view();
  const trained = await findTrainedIds(context.results, keys, hashes);
  const table = heldOutLabels.toTable();
  const kept = Int32Array.from(hashes.keys()).filter((row) => !trained.has(hashes[row]));
  return {
    rows: kept.length,
    candidate: pickTable(withLabels(candidate.toTable(), table), kept),
    live: pickTable(live === null ? table : withLabels(live.toTable(), table), kept),
    trainedOn: hashes.length - kept.length,
    incomplete: { candidate: candidate.incomplete, live: live?.incomplete ?? 0 },
  };
}

/** Reads the answers of one model's transform job, window by window. */
class ScoredRows {
  readonly #whose: Model;
  readonly #context: StepContext;
  readonly #keys: RetrainingKeys;
  readonly #rows: PredictionRows;
  readonly #log = new RejectionLog();
  #files: Map<string, DataSource[]> | null = null;
  incomplete = 0;

  constructor(whose: Model, context: StepContext, keys: RetrainingKeys) {
    const { problem, capture } = context.monitor;
    this.#whose = whose;
    this.#context = context;
    this.#keys = keys;
    this.#rows = new PredictionRows(predictionShape(problem, capture.prediction));
  }

  async add(preparedWindow: PreparedWindow, extension: string): Promise<void> {
    const { monitor } = this.#context;
    const key = this.#keys.answers(this.#whose, preparedWindow.window, extension);
    const before = this.#rows.rows;
    for (const source of (await this.#find()).get(fileName(key)) ?? []) {
      for await (const chunk of readAnswerLines(source, monitor.capture, this.#log)) {
        const { rows, predictions, incomplete } = chunk;
        this.#rows.append({ rows, ...predictions });
        this.incomplete += incomplete;
      }
    }
    checkCount(key, this.#rows.rows - before, preparedWindow);
  }

  /**
   * The files of the transform job by name. SageMaker names them after the input files; in which folder below the output path it puts
   * them is not documented for every input.
   */
  async #find(): Promise<ReadonlyMap<string, readonly DataSource[]>> {
    if (this.#files !== null) return this.#files;
    const { results, resultsUri } = this.#context;
    const prefix = this.#keys.answers(this.#whose).replace(/\/$/, '');
    const place: Location = { store: results, prefix, uriOf: (key) => resultsUri + key };
    this.#files = new Map<string, DataSource[]>();
    for await (const source of listSources(place)) {
      const name = fileName(source.uri);
      this.#files.set(name, [...(this.#files.get(name) ?? []), source]);
    }
    return this.#files;
  }

  checkComplete(): void {
    const { maxRejectedShare } = this.#context.monitor.capture;
    const { rows } = this.#rows;
    if (this.incomplete <= maxRejectedShare * rows) return;
    const [sample] = this.#log.summarize().rejected.samples;
    const unusable =
      `${formatCount(this.incomplete)} of ${countOf(rows, 'answer')} of the ${this.#whose} model cannot be used ` +
      `(capture.maxRejectedShare allows ${formatShare(maxRejectedShare)})`;
    throw quoting(RetrainingError, (redactor) => {
      if (sample === undefined) return `${unusable}: they lack a value that capture.prediction names`;
      return `${unusable}: such as ${defang(redactor.whole(sample.detail)) || sample.reason}`;
    });
  }

  toTable(): ColumnTable {
    return this.#rows.toTable();
  }
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The chunks of the one object with this key. */
async function* listChunks<T>(
  context: StepContext,
  key: string,
  read: (source: Parameters<typeof readAnswerLines>[0]) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const place: Location = { store: context.results, prefix: key, uriOf: (found) => context.resultsUri + found };
  for await (const source of listSources(place)) if (source.uri === place.uriOf(key)) yield* read(source);
}

/** A missing file counts as one without lines. */
function checkCount(key: string, lines: number, { window, kept }: PreparedWindow): void {
  if (lines === kept) return;
  throw new RetrainingError(
    `window ${window}: ${key} has ${countOf(lines, 'line')} for ${countOf(kept, 'request')}; each request needs one line`,
  );
}

/** Adds the labels and segments of the same rows to answers. */
function withLabels(answers: ColumnTable, heldOutLabels: ColumnTable): ColumnTable {
  const names = heldOutLabels.columnNames((name) => name === 'actual' || name.startsWith('segment_'));
  return answers.assign(heldOutLabels.select(names));
}

function pickTable(table: ColumnTable, rows: Int32Array): ColumnTable {
  if (rows.length === table.numRows()) return table;
  const picked = table.columnNames().map((name): [string, Column | Float64Array] => {
    const column = predictionColumn(table, name);
    return [name, column instanceof Column ? pickRows(column, rows) : Float64Array.from(rows, (row) => column[row])];
  });
  return makeTable(Object.fromEntries(picked));
}
