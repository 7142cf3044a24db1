import type { Column } from '../columns/column.ts';
import { ColumnBuilder } from '../columns/column-builder.ts';
import { classText } from '../performance/rows/class-dictionary.ts';
import { copyText } from '../text/copy-text.ts';
import type { LabelSink } from './formats/reader.ts';
import { contentOf, type LabelOrigin, noOrigin } from './label-origin.ts';
import type { LabelValue } from './label-reader.ts';
import { LabelVersions } from './label-versions.ts';
import type { PredictionKeys } from './prediction-keys.ts';
import { MISFIT, Requests } from './requests.ts';

/** The labels of predictions, and what the join came across. */
export interface JoinedLabels {
  /** The label of each prediction; missing where there is none. */
  readonly actual: Column;
  readonly predictions: number;
  readonly labelled: number;
  /** Labelled share of the predictions; 0 without predictions. */
  readonly coverage: number;
  /** Labels that came again: with the same value, or delivered again after a later one. */
  readonly duplicates: number;
  /** Labels that came again with another value; the one that became known last counts, else the one that arrived last. */
  readonly conflicts: number;
  /** Predictions for which a label, or another one than they have, came too late to count. */
  readonly late: number;
  /** Labels of no prediction. */
  readonly unmatched: number;
  /** Labels that came in another number than their request has rows, or for a position beyond them: which row they mean is not known. */
  readonly mismatched: number;
  /** Predictions whose id and position are not unique: which of them a label means is not known, so they are left unlabelled. */
  readonly ambiguous: number;
  /** Labels for such ids. */
  readonly ambiguousLabels: number;
  /** Predictions without an id. */
  readonly withoutId: number;
  /** The first id that labels came for and no prediction has; null when there was none. */
  readonly otherId: string | null;
}

const NO_ORIGIN = noOrigin();

/**
 * Joins labels to predictions on id and position, label by label in the order of arrival: a label that is there takes no
 * memory beyond its place beside the prediction.
 *
 * Ids are not unique in practice. An id under which a position occurs twice names several requests; giving all of them the
 * label would measure the model against outcomes of other requests, so none gets one. The rows of a request are those from 0
 * to its highest position; labels in another number are dropped before duplicates are looked at, so that a cut record
 * cannot displace a whole one. Of the labels left for a row, the one that became known last counts, where labels have times,
 * else the one that arrived last; a record or file that came before is a repeat and does not undo what came between.
 */
export class LabelJoin implements LabelSink {
  readonly #keys: PredictionKeys;
  readonly #requests: Requests;
  readonly #actual = new ColumnBuilder();
  readonly #versions: LabelVersions;
  /** Classes of labels of rows that are not among the predictions. */
  readonly #absent = new Map<string, string | null>();
  /** By row a hash of the class that came too late last; 0 where none did. */
  #late: Uint32Array | null = null;
  #labelled = 0;
  #duplicates = 0;
  #conflicts = 0;
  #unmatched = 0;
  #mismatched = 0;
  #ambiguousLabels = 0;
  #otherId: string | null = null;

  /** @param keys Of all predictions; none may be appended afterwards. */
  constructor(keys: PredictionKeys) {
    this.#keys = keys;
    this.#requests = new Requests(keys);
    this.#versions = new LabelVersions(keys.rows);
  }

  wants(id: string): boolean {
    const isWanted = this.#keys.find(id) !== undefined;
    if (!isWanted) this.#otherId ??= copyText(id);
    return isWanted;
  }

  add(id: string, position: number, size: number, value: LabelValue, origin: LabelOrigin = NO_ORIGIN): void {
    const row = this.#requests.find(id, position, size);
    if (origin.isLate) {
      this.#late ??= new Uint32Array(this.#keys.rows);
      if (row >= 0) this.#late[row] = contentOf(`${classText(value)}`);
      return;
    }
    switch (row) {
      case MISFIT.unmatched:
        this.#unmatched++;
        break;
      case MISFIT.mismatched:
        this.#mismatched++;
        break;
      case MISFIT.ambiguous:
        this.#ambiguousLabels++;
        break;
      case MISFIT.absent:
        this.#addAbsent(`${position} ${id}`, value);
        break;
      default:
        this.#addTo(row, value, origin);
    }
  }

  /** The labels so far. The join is over. */
  finish(): JoinedLabels {
    const predictions = this.#keys.rows;
    const actual = this.#actual.take(predictions);
    return {
      actual,
      predictions,
      labelled: this.#labelled,
      coverage: predictions === 0 ? 0 : this.#labelled / predictions,
      duplicates: this.#duplicates,
      conflicts: this.#conflicts,
      late: this.#countLate(actual),
      unmatched: this.#unmatched,
      mismatched: this.#mismatched,
      ambiguous: this.#requests.ambiguousRows,
      ambiguousLabels: this.#ambiguousLabels,
      withoutId: this.#keys.withoutId,
      otherId: this.#otherId,
    };
  }

  #addTo(row: number, value: LabelValue, origin: LabelOrigin): void {
    const before = this.#actual.at(row);
    if (before === null) this.#labelled++;
    else {
      if (this.#versions.hasSeen(row, origin)) {
        this.#duplicates++;
        return;
      }
      this.#countAgain(classText(before), value);
      if (this.#versions.isOlder(row, origin)) {
        this.#versions.passOver(row, origin);
        return;
      }
    }
    this.#versions.put(row, origin);
    if (typeof value === 'number') this.#actual.setNumber(row, value);
    else if (typeof value === 'string') this.#actual.setText(row, value);
    else this.#actual.setBoolean(row, value);
  }

  #addAbsent(key: string, value: LabelValue): void {
    const before = this.#absent.get(key);
    if (before !== undefined) this.#countAgain(before, value);
    this.#absent.set(key, classText(value));
  }

  #countLate(actual: Column): number {
    let late = 0;
    this.#late?.forEach((content, row) => {
      const label = actual.at(row);
      if (content !== 0 && (label === null || contentOf(`${classText(label)}`) !== content)) late++;
    });
    return late;
  }

  /** The same class is the same value: 1, 1.0 and "1" are. */
  #countAgain(before: string | null, value: LabelValue): void {
    if (before === classText(value)) this.#duplicates++;
    else this.#conflicts++;
  }
}
