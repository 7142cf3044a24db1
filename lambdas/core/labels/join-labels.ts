import { type ColumnTable, table as makeTable } from 'arquero';
import { CELL, Column } from '../columns/column.ts';
import { ClassDictionary } from '../performance/rows/class-dictionary.ts';
import type { Labels } from './label-rows.ts';
import { MISFIT, Requests } from './requests.ts';

/** Predictions with their labels, and what the join came across. */
export interface LabelledPredictions {
  /** The predictions in their order, with the column `actual`: the label, missing where there is none. */
  readonly table: ColumnTable;
  readonly predictions: number;
  readonly labelled: number;
  /** Labelled share of the predictions; 0 without predictions. */
  readonly coverage: number;
  /** Labels that came again with the same value. */
  readonly duplicates: number;
  /** Labels that came again with another value; the one that arrived last counts. */
  readonly conflicts: number;
  /** Labels of no prediction. */
  readonly unmatched: number;
  /** Labels that came in another number than their request has rows, or for a position beyond them: which row they mean is not known. */
  readonly mismatched: number;
  /** Predictions whose id and position are not unique: which of them a label means is not known, so they are left unlabelled. */
  readonly ambiguous: number;
}

/**
 * Joins labels to predictions on id and position.
 *
 * Ids are not unique in practice. An id under which a position occurs twice names several requests; giving all of them the
 * label would measure the model against outcomes of other requests, so none gets one. The rows of a request are those from 0
 * to its highest position; labels in another number are dropped before duplicates are looked at, so that a cut record
 * cannot displace a whole one. Of the labels left for a row, the one that arrived last counts.
 *
 * @param predictions Any columns besides `id` (text) and `position` (number, zero-based in its request).
 * @param labels In the order of arrival.
 */
export function joinLabels(predictions: ColumnTable, labels: Labels): LabelledPredictions {
  const rows = predictions.reify();
  const requests = new Requests(
    readColumn(rows, 'id') as string[],
    Int32Array.from(readColumn(rows, 'position') as number[]),
  );
  const asked = askedTable(requests);
  const arrived = arrivedTable(labels, requests);
  const fitting = arrived.filter('d => d.slot >= 0');
  const { duplicates, conflicts } = countRepetitions(fitting);
  const last = fitting.groupby('slot').rollup({ arrival: 'd => op.max(d.arrival)' });
  const matched = asked.join(last, 'slot', ['row', 'arrival']);
  const predicted = rows.numRows();
  const labelled = matched.numRows();
  return {
    table: rows.assign(makeTable({ actual: pickLabels(labels.values, predicted, matched) })),
    predictions: predicted,
    labelled,
    coverage: predicted === 0 ? 0 : labelled / predicted,
    duplicates,
    conflicts,
    unmatched: countSlots(arrived, MISFIT.unmatched),
    mismatched: countSlots(arrived, MISFIT.mismatched),
    ambiguous: requests.ambiguousRows,
  };
}

function askedTable(requests: Requests): ColumnTable {
  const slot = requests.predictionSlots();
  const row = new Int32Array(slot.length);
  for (let i = 0; i < row.length; i++) row[i] = i;
  return makeTable({ row, slot }).filter('d => d.slot >= 0');
}

/** Labels by slot, with a number that is the same for the same class: 1, 1.0 and "1" are. */
function arrivedTable(labels: Labels, requests: Requests): ColumnTable {
  const arrival = new Int32Array(labels.rows);
  const value = new Int32Array(labels.rows);
  const classes = new ClassDictionary();
  const encode = classes.cellEncoder(labels.values);
  for (let row = 0; row < labels.rows; row++) {
    arrival[row] = row;
    value[row] = encode(row);
  }
  return makeTable({ slot: requests.labelSlots(labels), arrival, value });
}

/** How often a label came again, with the same value as the one before it and with another. */
function countRepetitions(labels: ColumnTable): { duplicates: number; conflicts: number } {
  const several = labels.groupby('slot').filter('d => op.count() > 1');
  const repeated = several
    .orderby('arrival')
    .derive({ before: 'd => op.lag(d.value, 1, -1)' })
    .ungroup()
    .filter('d => d.before >= 0');
  const duplicates = repeated.filter('d => d.before === d.value').numRows();
  return { duplicates, conflicts: repeated.numRows() - duplicates };
}

function countSlots(labels: ColumnTable, slot: number): number {
  return labels.filter(`d => d.slot === ${slot}`).numRows();
}

function readColumn(table: ColumnTable, name: string): unknown[] {
  const column = table.column(name);
  if (column === undefined) throw new RangeError(`the predictions have no column ${name}`);
  return Array.from({ length: table.numRows() }, (_, row) => column.at(row));
}

/** The label of each prediction; missing where none was matched. A join does not keep the order of the rows. */
function pickLabels(values: Column, rows: number, matched: ColumnTable): Column {
  const numbers = new Float64Array(rows).fill(Number.NaN);
  const codes = new Int32Array(rows).fill(CELL.missing);
  const [toRows, arrivals] = [matched.column('row')!, matched.column('arrival')!];
  for (let i = 0; i < matched.numRows(); i++) {
    const [row, arrival] = [toRows.at(i) as number, arrivals.at(i) as number];
    codes[row] = values.code(arrival);
    if (values.numbers !== null) numbers[row] = values.numbers[arrival];
  }
  return new Column(rows, numbers, codes, values.dictionary);
}
