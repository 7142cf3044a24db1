import type { ColumnTable } from 'arquero';
import { Column } from '../../columns/column.ts';
import { MissingColumnError } from '../errors.ts';
import { evaluateBinary, evaluateMulticlass, evaluateRegression, unknownPerformance } from '../evaluate.ts';
import type { LeftOutReason, Performance } from '../types.ts';
import { type BinaryClasses, countClasses, resolveBinaryClasses } from './binary-classes.ts';
import { ClassDictionary, compareClasses, NO_CLASS, type ValueColumn } from './class-dictionary.ts';

import { pickBytes, pickCodes, pickNumbers } from './pick.ts';
import type { BinarySettings, EvaluationSettings, MulticlassSettings } from './settings.ts';
import { type DisjointClasses, describeDisjoint, findDisjoint, unifyClasses } from './unify-classes.ts';

/** One value of every row, and whether it can be used. */
export interface RowPart {
  readonly part: LeftOutReason['part'];
  /** What it has to be. */
  readonly wanted: 'number' | 'class';
  readonly column: ValueColumn;
  isUsable(row: number): boolean;
}

/** A table's rows as numbers, ready to be evaluated whole or in parts. */
export interface CodedRows {
  /** ≥ 0 where the label is usable, else NO_CLASS or UNKNOWN_CLASS. */
  readonly actual: Int32Array;
  /** The same for the prediction. */
  readonly predicted: Int32Array;
  /** 1 where every score is a finite number; null without scores. */
  readonly scored: Uint8Array | null;
  /** Every value that a row is measured by: the label, then the answers. A row is usable where all of them are. */
  readonly parts: readonly RowPart[];
  /** Performance on some of the usable rows. */
  evaluate(rows: ArrayLike<number>): Performance;
}

/** Turns classes into codes and numbers into typed arrays. Throws {@link MissingColumnError} and PositiveClassError. */
export function codeRows(table: ColumnTable, settings: EvaluationSettings): CodedRows {
  switch (settings.problem) {
    case 'binary-classification':
      return codeBinary(table, settings);
    case 'multiclass-classification':
      return codeMulticlass(table, settings);
    case 'regression':
      return codeRegression(table);
  }
}

function codeBinary(table: ColumnTable, { threshold, positive, negative }: BinarySettings): CodedRows {
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const labelColumn = findColumn(table, 'label');
  const scoreColumn = findColumn(table, 'score');
  if (labelColumn === null && scoreColumn === null) requireColumn(table, 'label or score', 'the predictions');
  const dictionary = new ClassDictionary();
  const given = {
    actual: dictionary.encodeColumn(actualColumn),
    label: labelColumn && dictionary.encodeColumn(labelColumn),
  };
  const { texts, recode, nameOf } = unifyClasses(dictionary.texts, true);
  const actualCodes = recode(given.actual);
  const labelCodes = given.label && recode(given.label);
  const score = scoreColumn && readNumbers(scoreColumn);
  const disjoint = labelCodes && findDisjoint(texts, actualCodes, labelCodes);
  if (disjoint) {
    const parts = [classPart('label', actualColumn, actualCodes), classPart('answer', labelColumn!, labelCodes)];
    return incomparable('binary-classification', disjoint, { actual: actualCodes, predicted: labelCodes, parts });
  }
  const counts = countClasses(labelCodes ? [actualCodes, labelCodes] : [actualCodes], texts.length);
  const classes = resolveBinaryClasses(
    texts,
    counts,
    positive === undefined ? undefined : nameOf(positive),
    negative === undefined ? undefined : nameOf(negative),
  );
  const actual = translate(actualCodes, classes);
  const predicted = labelCodes ? translate(labelCodes, classes) : predictByThreshold(score!, threshold);
  return {
    actual,
    predicted,
    scored: score && flagFinite([score]),
    parts: [
      classPart('label', actualColumn, actual),
      ...(labelColumn ? [classPart('answer', labelColumn, predicted)] : []),
      ...(scoreColumn ? [numberPart('answer', scoreColumn, score!)] : []),
    ],
    evaluate: (rows) =>
      evaluateBinary(
        {
          actual: pickBytes(actual, rows),
          predicted: pickBytes(predicted, rows),
          score: score && pickNumbers(score, rows),
        },
        classes.names,
      ),
  };
}

function codeMulticlass(table: ColumnTable, { scoreClasses = [] }: MulticlassSettings): CodedRows {
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const labelColumn = findColumn(table, 'label');
  if (labelColumn === null && scoreClasses.length === 0) requireColumn(table, 'label or score_0', 'the predictions');
  const scoreColumns = scoreClasses.map((name, i) =>
    requireColumn(table, `score_${i}`, `the probability of ${JSON.stringify(name)}`),
  );
  const scores = scoreColumns.map(readNumbers);
  const dictionary = new ClassDictionary();
  for (const name of scoreClasses) dictionary.encode(name);
  const given = {
    actual: dictionary.encodeColumn(actualColumn),
    label: labelColumn && dictionary.encodeColumn(labelColumn),
  };
  const { texts, recode } = unifyClasses(dictionary.texts, false);
  const actualCodes = recode(given.actual);
  const labelCodes = given.label && recode(given.label);
  const scored = scores.length === 0 ? null : flagFinite(scores);
  const answered = labelCodes ?? predictByHighest(scores, scored!);
  const disjoint = findDisjoint(texts, actualCodes, answered);
  if (disjoint) {
    const parts = [
      classPart('label', actualColumn, actualCodes),
      ...(labelColumn ? [classPart('answer', labelColumn, answered)] : []),
    ];
    return incomparable('multiclass-classification', disjoint, { actual: actualCodes, predicted: answered, parts });
  }
  const sorted = sortClasses(texts, scoreClasses.length);
  const actual = translate(actualCodes, sorted);
  const predicted = labelCodes ? translate(labelCodes, sorted) : answered;
  return {
    actual,
    predicted,
    scored,
    parts: [
      classPart('label', actualColumn, actual),
      ...(labelColumn ? [classPart('answer', labelColumn, predicted)] : []),
      ...scoreColumns.map((column, i) => numberPart('answer', column, scores[i])),
    ],
    evaluate: (rows) =>
      evaluateMulticlass({
        actual: pickCodes(actual, rows),
        predicted: pickCodes(predicted, rows),
        classes: sorted.classes,
        scores: scores.length === 0 ? null : scores.map((score) => pickNumbers(score, rows)),
      }),
  };
}

/** Rows whose labels and answers have no class in common: how many they are is all that can be said. */
function incomparable(
  problem: 'binary-classification' | 'multiclass-classification',
  disjoint: DisjointClasses,
  rows: Pick<CodedRows, 'actual' | 'predicted' | 'parts'>,
): CodedRows {
  const evaluate = (at: ArrayLike<number>) => unknownPerformance(problem, at.length, describeDisjoint(disjoint));
  return { ...rows, scored: null, evaluate };
}

function codeRegression(table: ColumnTable): CodedRows {
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const valueColumn = requireColumn(table, 'value', 'the predictions');
  const actual = readNumbers(actualColumn);
  const value = readNumbers(valueColumn);
  return {
    actual: codeFinite(actual),
    predicted: codeFinite(value),
    scored: null,
    parts: [numberPart('label', actualColumn, actual), numberPart('answer', valueColumn, value)],
    evaluate: (rows) => evaluateRegression({ actual: pickNumbers(actual, rows), predicted: pickNumbers(value, rows) }),
  };
}

/** A value that has to be a class, with its codes. */
export function classPart(part: RowPart['part'], column: ValueColumn, codes: Int32Array): RowPart {
  return { part, wanted: 'class', column, isUsable: (row) => codes[row] >= 0 };
}

/** A value that has to be a finite number. */
export function numberPart(part: RowPart['part'], column: ValueColumn, numbers: Float64Array): RowPart {
  return { part, wanted: 'number', column, isUsable: (row) => Number.isFinite(numbers[row]) };
}

/** The column, or null when the table has none of this name. */
export function findColumn(table: ColumnTable, name: string): ValueColumn | null {
  return table.columnIndex(name) < 0 ? null : (table.column(name) as ValueColumn);
}

/** The column. Throws {@link MissingColumnError}. */
export function requireColumn(table: ColumnTable, name: string, purpose: string): ValueColumn {
  const column = findColumn(table, name);
  if (column === null) throw new MissingColumnError(name, purpose, table.columnNames());
  return column;
}

/** The cells as numbers; NaN where there is none. */
export function readNumbers(column: ValueColumn): Float64Array {
  if (column instanceof Float64Array) return column;
  if (column instanceof Column && column.numbers !== null) return column.numbers;
  const numbers = new Float64Array(column.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = column.at(row);
    numbers[row] = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
  }
  return numbers;
}

/** Dictionary codes as those of the classes; those of no class stay below 0. */
export function translate(codes: Int32Array, classes: Pick<BinaryClasses, 'codes'>): Int32Array {
  return codes.map((code) => (code === NO_CLASS ? NO_CLASS : classes.codes[code]));
}

/** Numbers have no classes: 0 where usable, else NO_CLASS. */
export function codeFinite(numbers: Float64Array): Int32Array {
  return Int32Array.from(numbers, (number) => (Number.isFinite(number) ? 0 : NO_CLASS));
}

/** The class by the score; NO_CLASS where there is none. */
export function predictByThreshold(score: Float64Array, threshold: number): Int32Array {
  return Int32Array.from(score, (value) => (!Number.isFinite(value) ? NO_CLASS : value >= threshold ? 1 : 0));
}

/** The class of the highest probability, the first of equals; NO_CLASS where one is missing. */
export function predictByHighest(scores: readonly Float64Array[], scored: Uint8Array): Int32Array {
  const highest = new Int32Array(scored.length);
  for (let row = 0; row < highest.length; row++) {
    if (scored[row] === 0) highest[row] = NO_CLASS;
    else for (let k = 1; k < scores.length; k++) if (scores[k][row] > scores[highest[row]][row]) highest[row] = k;
  }
  return highest;
}

/** 1 where every column has a finite number. */
export function flagFinite(columns: readonly Float64Array[]): Uint8Array {
  const flags = new Uint8Array(columns[0].length).fill(1);
  for (const column of columns) {
    for (let row = 0; row < flags.length; row++) if (!Number.isFinite(column[row])) flags[row] = 0;
  }
  return flags;
}

/** The scored classes first, in their order, then the others sorted; `codes` says where each went. */
export function sortClasses(texts: readonly string[], scored: number) {
  const order = Array.from(texts.keys());
  const sorted = [...order.slice(0, scored), ...order.slice(scored).sort((a, b) => compareClasses(texts[a], texts[b]))];
  const codes = new Int32Array(texts.length);
  sorted.forEach((code, position) => {
    codes[code] = position;
  });
  return { classes: sorted.map((code) => texts[code]), codes };
}
