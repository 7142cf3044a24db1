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

/** The labels of predictions, and the counts of the join. */
export interface JoinedLabels {
  /** The label of each prediction. A cell is missing if there is none. */
  readonly actual: Column;
  readonly predictions: number;
  readonly labelled: number;
  /** The share of predictions with a label. 0 without predictions. */
  readonly coverage: number;
  /** Labels that arrived again: with the same value, or delivered again after a later one. */
  readonly duplicates: number;
  /**
   * Labels that arrived again with another value. The one that became known last counts, or without times the last to
   * arrive.
   */
  readonly conflicts: number;
  /** Predictions for which a label, or one that differs from theirs, arrived too late to count. */
  readonly late: number;
  /** Labels for the predictions that become known after the time of the run, by their own time: they do not count yet. */
  readonly ahead: number;
  /** Labels without a prediction. */
  readonly unmatched: number;
  /**
   * Labels whose number differs from their request's number of rows, or whose position is beyond those rows, so that
   * their row is unknown.
   */
  readonly mismatched: number;
  /** Predictions whose id and position are not unique. They stay unlabelled, because a label may mean any of them. */
  readonly ambiguous: number;
  /** Labels for such ids. */
  readonly ambiguousLabels: number;
  /** Predictions without an id. */
  readonly withoutId: number;
  /** The first id of a label that no prediction has. null: none. */
  readonly otherId: string | null;
}

const NO_ORIGIN = noOrigin();

/**
 * Joins labels to predictions on id and position, label by label in the order of arrival. A joined label takes no
 * memory beyond its place beside the prediction.
 *
 * Ids are not unique in practice. An id under which a position occurs twice names several requests. None of them gets a
 * label, because the model would be measured on outcomes of other requests. A request has the rows from 0 to its
 * highest position. Labels in another number are dropped before duplicates are considered, so that an incomplete record
 * cannot replace a complete one. Of several labels for a row, the one that became known last counts if labels have
 * times, otherwise the one that arrived last. A record or file that is delivered again is a repeat, and does not undo
 * labels that arrived in between.
 */
export class LabelJoin implements LabelSink {
  readonly #keys: PredictionKeys;
  readonly #requests: Requests;
  readonly #actual: ColumnBuilder;
  readonly #versions: LabelVersions;
  /** The classes of labels for rows that are not among the predictions. */
  readonly #absent = new Map<string, string | null>();
  /** By row, a hash of the last class that arrived too late. 0: none. */
  #late: Uint32Array | null = null;
  #ahead = 0;
  #labelled = 0;
  #duplicates = 0;
  #conflicts = 0;
  #unmatched = 0;
  #mismatched = 0;
  #ambiguousLabels = 0;
  #otherId: string | null = null;

  /** @param keys The keys of all predictions. None may be appended afterwards. */
  constructor(keys: PredictionKeys) {
    this.#keys = keys;
    this.#requests = new Requests(keys);
    this.#actual = new ColumnBuilder(keys.rows);
    this.#versions = new LabelVersions(keys.rows);
  }

  wants(id: string): boolean {
    const isWanted = this.#keys.find(id) !== undefined;
    if (!isWanted) this.#otherId ??= copyText(id);
    return isWanted;
  }

  add(id: string, position: number, size: number, value: LabelValue, origin: LabelOrigin = NO_ORIGIN): void {
    const row = this.#requests.find(id, position, size);
    if (origin.isAhead) {
      if (row >= 0) this.#ahead++;
      return;
    }
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

  /** Ends the join and returns the labels. */
  finish(): JoinedLabels {
    return this.#joined(this.#actual.take(this.#keys.rows));
  }

  /** The labels so far, in a column of their own, to which more may be added later. */
  soFar(): JoinedLabels {
    return this.#joined(this.#actual.copy(this.#keys.rows));
  }

  #joined(actual: Column): JoinedLabels {
    const predictions = this.#keys.rows;
    return {
      actual,
      predictions,
      labelled: this.#labelled,
      coverage: predictions === 0 ? 0 : this.#labelled / predictions,
      duplicates: this.#duplicates,
      conflicts: this.#conflicts,
      late: this.#countLate(actual),
      ahead: this.#ahead,
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

  /** Counts a duplicate or a conflict. Labels with the same class are equal: 1, 1.0 and "1" are. */
  #countAgain(before: string | null, value: LabelValue): void {
    if (before === classText(value)) this.#duplicates++;
    else this.#conflicts++;
  }
}
