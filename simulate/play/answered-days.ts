import type { Baseline } from '../../lambdas/core/baseline/document.ts';
import type { CaptureChunk } from '../../lambdas/core/capture/chunk.ts';
import { RejectionLog } from '../../lambdas/core/capture/rejections.ts';
import type { AnsweredWindow } from '../../lambdas/core/check/check-accuracy.ts';
import type { LabelsRead } from '../../lambdas/core/check/reading/join-labels.ts';
import { gatherPredictions, type Predictions } from '../../lambdas/core/check/reading/labelled-predictions.ts';
import { answersOf } from '../../lambdas/core/check/reading/prediction-columns.ts';
import { dataRead } from '../../lambdas/core/check/reading/read-window.ts';
import { CELL, Column } from '../../lambdas/core/columns/column.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import type { DataRead } from '../../lambdas/core/result/schema.ts';
import { SourceCounter } from '../../lambdas/core/sources.ts';
import type { AnsweredDay } from '../world/model/answering-world.ts';
import { NEVER } from '../world/model/label-arrival.ts';
import { rowTime } from './calendar.ts';

/** A day's rows as the reader of captures returns them. */
export function captured(
  { capture }: Monitor,
  day: number,
  { chunk, ids }: { readonly chunk: AnsweredDay['chunk']; readonly ids: readonly string[] | null },
): CaptureChunk {
  const { rows } = chunk;
  const names = capture.features!;
  return {
    rows,
    columns: new Map(names.map((name) => [name, chunk.columns.get(name)!])),
    predictions: answersOf(chunk, capture.prediction),
    ids,
    positions: ids && new Int32Array(rows),
    times: Float64Array.from({ length: rows }, (_, row) => rowTime(day, row, rows)),
  };
}

export function rowId(day: number, row: number): string {
  return `${day}-${row}`;
}

/** The reading of one object with this many records, all of them valid. */
export function readingOf(records: number): { log: RejectionLog; counter: SourceCounter } {
  const log = new RejectionLog();
  log.accept(records, records);
  const counter = new SourceCounter();
  counter.objects = 1;
  return { log, counter };
}

/** A label, and the morning on which it arrives. */
interface FirstLabel {
  readonly morning: number;
  readonly day: number;
  readonly row: number;
}

/** The predictions and labels of the latest days, as the product would read them on a given morning. */
export class AnsweredDays {
  readonly #monitor: Monitor;
  /** Days for which the rows of a day are kept. */
  readonly #kept: number;
  readonly #days = new Map<
    number,
    { readonly answered: AnsweredDay; predictions: Predictions | null; data: DataRead }
  >();
  /** Labels that have come by each morning, of all days. */
  readonly #arrived: number[] = [];
  /** Number of labels that have arrived by the morning that was counted last. */
  #counted = { morning: -1, labels: 0 };
  /** The earliest label, and the earliest one of another day. */
  #firstLabels: readonly FirstLabel[] = [];

  constructor(monitor: Monitor, kept: number) {
    this.#monitor = monitor;
    this.#kept = kept;
  }

  add(day: number, answered: AnsweredDay): void {
    const { log, counter } = readingOf(answered.chunk.rows);
    this.#days.set(day, { answered, predictions: null, data: dataRead(counter, log) });
    this.#days.delete(day - this.#kept);
    const first = new Map<number, number>();
    for (const [row, delay] of answered.delays.entries()) {
      if (delay === NEVER) continue;
      const morning = day + delay;
      this.#arrived[morning] = (this.#arrived[morning] ?? 0) + 1;
      if (!first.has(morning)) first.set(morning, row);
    }
    const candidates = [...this.#firstLabels, ...Array.from(first, ([morning, row]) => ({ morning, day, row }))];
    candidates.sort((a, b) => a.morning - b.morning);
    const other = candidates.find((label) => label.day !== candidates[0].day);
    this.#firstLabels = [...candidates.slice(0, 1), ...(other === undefined ? [] : [other])];
  }

  /** The days that are kept, oldest first. */
  get kept(): Iterable<readonly [day: number, answered: AnsweredDay]> {
    return Array.from(this.#days, ([day, { answered }]) => [day, answered] as const);
  }

  /** A day with the labels that have arrived by a morning. */
  async window(day: number, morning: number, baseline: Baseline | null): Promise<AnsweredWindow> {
    const kept = this.#days.get(day);
    if (kept === undefined) throw new Error(`day ${day} was not played, or is not kept any more`);
    const { answered, data } = kept;
    kept.predictions ??= await this.#gather(day, answered, baseline);
    return { predictions: kept.predictions, data, labels: this.#labels(day, morning, answered) };
  }

  #arrivedBy(morning: number): number {
    if (this.#counted.morning !== morning) {
      const labels = this.#arrived.slice(0, morning + 1).reduce((sum, count) => sum + (count ?? 0), 0);
      this.#counted = { morning, labels };
    }
    return this.#counted.labels;
  }

  async #gather(day: number, { chunk }: AnsweredDay, baseline: Baseline | null): Promise<Predictions> {
    const ids = Array.from({ length: chunk.rows }, (_, row) => rowId(day, row));
    return await gatherPredictions(this.#monitor, baseline, [captured(this.#monitor, day, { chunk, ids })]);
  }

  #labels(day: number, morning: number, { chunk, actual, delays }: AnsweredDay): LabelsRead {
    const { rows } = chunk;
    const codes = actual.codes && new Int32Array(rows).fill(CELL.missing);
    const numbers = actual.numbers && new Float64Array(rows).fill(Number.NaN);
    let labelled = 0;
    for (let row = 0; row < rows; row++) {
      if (delays[row] === NEVER || day + delays[row] > morning) continue;
      labelled++;
      if (codes !== null) codes[row] = actual.codes![row];
      if (numbers !== null) numbers[row] = actual.numbers![row];
    }
    const all = this.#arrivedBy(morning);
    const { log, counter } = readingOf(labelled);
    log.passOver(all - labelled, all - labelled);
    const other = this.#firstLabels.find((label) => label.day !== day && label.morning <= morning);
    return {
      joined: {
        actual: new Column(rows, numbers, codes, actual.dictionary),
        predictions: rows,
        labelled,
        coverage: labelled / rows,
        duplicates: 0,
        conflicts: 0,
        unmatched: 0,
        mismatched: 0,
        ambiguous: 0,
        ambiguousLabels: 0,
        withoutId: 0,
        late: 0,
        ahead: 0,
        otherId: other === undefined ? null : rowId(other.day, other.row),
      },
      log,
      counter,
    };
  }
}
