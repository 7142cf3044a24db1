import type { ColumnTable } from 'arquero';
import { countClasses, resolveBinaryClasses } from '../performance/rows/binary-classes.ts';
import {
  type ClassCoding,
  encodeClasses,
  predictByHighest,
  predictByThreshold,
  sortClasses,
  translate,
} from '../performance/rows/class-codes.ts';
import type { ValueColumn } from '../performance/rows/class-dictionary.ts';
import { classPart, numberPart, type RowPart } from '../performance/rows/coded-rows.ts';
import type { BinarySettings, EvaluationSettings, MulticlassSettings } from '../performance/rows/settings.ts';
import { codeFinite, findColumn, flagFinite, readNumbers, requireColumn } from '../performance/rows/table-columns.ts';
import { type DisjointClasses, findDisjoint } from '../performance/rows/unify-classes.ts';
import type { PairedRows } from './paired-rows.ts';

const SIDES = ['candidate', 'live'] as const;
type Side = (typeof SIDES)[number];
/** One of each model. */
export type BySide<T> = Readonly<Record<Side, T>>;

/** All rows of the table as codes and numbers, those of unusable rows too. */
export interface CodedPair {
  readonly rows: PairedRows;
  /** Below 0 where unusable, as in CodedRows. */
  readonly actual: Int32Array;
  readonly predicted: BySide<Int32Array>;
  readonly scored: BySide<Uint8Array | null>;
  /** Labels without a class in common with the answers of one of the models: they cannot be compared. null otherwise. */
  readonly disjoint: DisjointClasses | null;
  /** The label, then the answers of both. */
  readonly parts: readonly RowPart[];
}

/**
 * Turns the classes of both models into codes and numbers into typed arrays.
 * @throws MissingColumnError, PositiveClassError
 */
export function codePair(table: ColumnTable, settings: EvaluationSettings): CodedPair {
  switch (settings.problem) {
    case 'binary-classification':
      return codeBinary(table, settings);
    case 'multiclass-classification':
      return codeMulticlass(table, settings);
    case 'regression':
      return codeRegression(table);
  }
}

function codeBinary(table: ColumnTable, { threshold, positive }: BinarySettings): CodedPair {
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const { texts, nameOf, actual: actualCodes, labels } = encodeLabels(table, actualColumn, { binary: true });
  const scores = bySide((side) => {
    const column = findColumn(table, `${side}_score`);
    if (column === null && labels[side] === null) requireAnswer(table, side, 'score');
    return column && readNumbers(column);
  });
  const known = SIDES.flatMap((side) => labels[side] ?? []);
  const disjoint = findUnshared(texts, actualCodes, labels);
  const counts = countClasses([actualCodes, ...known], texts.length);
  const chosen = positive === undefined ? undefined : nameOf(positive);
  // Without a class in common no class is the positive one, and the result is not used.
  const classes = resolveBinaryClasses(texts, counts, disjoint === null ? chosen : (chosen ?? texts[0]));
  const actual = translate(actualCodes, classes);
  const predicted = bySide((side) => {
    const given = labels[side];
    return given === null ? predictByThreshold(scores[side]!, threshold) : translate(given, classes);
  });
  const answers = bySide((side) => ({ predicted: Uint8Array.from(predicted[side]), score: scores[side] }));
  return {
    rows: { problem: 'binary-classification', actual: Uint8Array.from(actual), ...answers },
    actual,
    predicted,
    scored: bySide((side) => scores[side] && flagFinite([scores[side]])),
    disjoint,
    parts: [
      classPart('label', actualColumn, actual),
      ...SIDES.flatMap((side) => [
        ...labelPart(table, side, predicted[side]),
        ...(scores[side] === null ? [] : [numberPart('answer', findColumn(table, `${side}_score`)!, scores[side])]),
      ]),
    ],
  };
}

function codeMulticlass(table: ColumnTable, { scoreClasses = [] }: MulticlassSettings): CodedPair {
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const coding = { binary: false, first: scoreClasses };
  const { texts, actual: actualCodes, labels } = encodeLabels(table, actualColumn, coding);
  const scores = bySide((side) => {
    if (scoreClasses.length === 0 && labels[side] === null) requireAnswer(table, side, 'score_0');
    return scoreClasses.map((name, i) =>
      readNumbers(requireColumn(table, `${side}_score_${i}`, `the probability of ${JSON.stringify(name)}`)),
    );
  });
  const sorted = sortClasses(texts, scoreClasses.length);
  const scored = bySide((side) => (scores[side].length === 0 ? null : flagFinite(scores[side])));
  const answered = bySide((side) => labels[side] ?? predictByHighest(scores[side], scored[side]!));
  const predicted = bySide((side) => (labels[side] === null ? answered[side] : translate(answered[side], sorted)));
  const actual = translate(actualCodes, sorted);
  const answers = bySide((side) => ({
    predicted: predicted[side],
    scores: scores[side].length === 0 ? null : scores[side],
  }));
  const rows = { problem: 'multiclass-classification', actual, classes: sorted.classes, ...answers } as const;
  const parts = [
    classPart('label', actualColumn, actual),
    ...SIDES.flatMap((side) => [
      ...labelPart(table, side, predicted[side]),
      ...scores[side].map((numbers, i) => numberPart('answer', findColumn(table, `${side}_score_${i}`)!, numbers)),
    ]),
  ];
  return { rows, actual, predicted, scored, disjoint: findUnshared(texts, actualCodes, answered), parts };
}

function codeRegression(table: ColumnTable): CodedPair {
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const actual = readNumbers(actualColumn);
  const columns = bySide((side) => requireColumn(table, `${side}_value`, `the answers of the ${side} model`));
  const answers = bySide((side) => ({ predicted: readNumbers(columns[side]) }));
  return {
    rows: { problem: 'regression', actual, ...answers },
    actual: codeFinite(actual),
    predicted: bySide((side) => codeFinite(answers[side].predicted)),
    scored: bySide(() => null),
    disjoint: null,
    parts: [
      numberPart('label', actualColumn, actual),
      ...SIDES.map((side) => numberPart('answer', columns[side], answers[side].predicted)),
    ],
  };
}

/** Whether the labels have no class in common with the answers of one of the models. */
function findUnshared(
  texts: readonly string[],
  actual: Int32Array,
  labels: BySide<Int32Array | null>,
): DisjointClasses | null {
  for (const side of SIDES) {
    const answers = labels[side];
    const disjoint = answers && findDisjoint(texts, actual, answers);
    if (disjoint) return { ...disjoint, whose: `the answers of the ${side} model` };
  }
  return null;
}

function bySide<T>(make: (side: Side) => T): BySide<T> {
  return { candidate: make('candidate'), live: make('live') };
}

/** The predicted class as a part of the row, where the table has it. */
function labelPart(table: ColumnTable, side: Side, predicted: Int32Array): RowPart[] {
  const column = findColumn(table, `${side}_label`);
  return column === null ? [] : [classPart('answer', column, predicted)];
}

function encodeLabels(table: ColumnTable, actualColumn: ValueColumn, coding: ClassCoding) {
  const columns = SIDES.map((side) => findColumn(table, `${side}_label`));
  const { texts, nameOf, labels: actual, answers } = encodeClasses(actualColumn, columns, coding);
  const labels: BySide<Int32Array | null> = { candidate: answers[0], live: answers[1] };
  return { texts, nameOf, actual, labels };
}

/** Throws MissingColumnError: a model without a class needs a score. */
function requireAnswer(table: ColumnTable, side: Side, score: string): void {
  requireColumn(table, `${side}_label or ${side}_${score}`, `the answers of the ${side} model`);
}
