import type { ColumnTable } from 'arquero';
import { countClasses, resolveBinaryClasses } from '../performance/rows/binary-classes.ts';
import { ClassDictionary, type ValueColumn } from '../performance/rows/class-dictionary.ts';
import {
  classPart,
  codeFinite,
  findColumn,
  flagFinite,
  numberPart,
  predictByHighest,
  predictByThreshold,
  type RowPart,
  readNumbers,
  requireColumn,
  sortClasses,
  translate,
} from '../performance/rows/coded-rows.ts';
import { countLeftOut } from '../performance/rows/left-out.ts';
import { pickCodes } from '../performance/rows/pick.ts';
import type { BinarySettings, EvaluationSettings, MulticlassSettings } from '../performance/rows/settings.ts';
import { describeDisjoint, findDisjoint, unifyClasses } from '../performance/rows/unify-classes.ts';
import { selectUsable, type UnusableRows } from '../performance/rows/usable.ts';
import type { LeftOut } from '../performance/types.ts';
import { type HeldOut, type PairedRows, pickPair, type SegmentColumn } from './paired-rows.ts';

/** The rows of a table that both models can be judged on. */
export interface PairedTable {
  readonly heldOut: HeldOut;
  /** Rows of the table: the usable and the unusable ones. */
  readonly totalRows: number;
  /** By reason; a row whose answer one of the models lacks is as unusable as one without both. */
  readonly unusable: UnusableRows;
  /** The same by what is wrong with them: rows that one of the models did not answer are no sample of all. */
  readonly leftOut: LeftOut;
}

const SIDES = ['candidate', 'live'] as const;
type Side = (typeof SIDES)[number];
type BySide<T> = Readonly<Record<Side, T>>;

/** All rows of the table as codes and numbers, those of unusable rows too. */
interface CodedPair {
  readonly rows: PairedRows;
  /** Below 0 where unusable, as in CodedRows. */
  readonly actual: Int32Array;
  readonly predicted: BySide<Int32Array>;
  readonly scored: BySide<Uint8Array | null>;
  /** Why the models cannot be compared at all, or null. */
  readonly unknown: string | null;
  /** The label, then the answers of both. */
  readonly parts: readonly RowPart[];
}

/**
 * Both models' answers from one table: the label in `actual` and the answers in the columns that {@link EvaluationSettings}
 * names, once for each model: `candidate_label` and `live_label`, `candidate_score_0` and `live_score_0`, … Filters on the
 * table are respected.
 * @param segments The table's column of each feature by whose values segments are made.
 * @throws MissingColumnError, PositiveClassError, TooManyClassesError
 */
export function pairTable(
  table: ColumnTable,
  settings: EvaluationSettings,
  segments: ReadonlyMap<string, string> = new Map(),
): PairedTable {
  const source = table.reify();
  const { rows, actual, predicted, scored, unknown, parts } = codePair(source, settings);
  const { usable, unusable } = selectUsable({
    actual,
    predicted: predicted.candidate.map((code, row) => Math.min(code, predicted.live[row])),
    scored: bothFlags(scored),
  });
  const leftOut = countLeftOut({ parts, actual }, { unanswered: 'left-out' });
  const at = Int32Array.from(usable.indices());
  const columns = new Map([...segments].map(([name, column]) => [name, codeSegments(source, column, at)]));
  const heldOut = { ...pickPair(rows, at), segments: columns, unknown };
  return { heldOut, totalRows: source.numRows(), unusable, leftOut };
}

function codePair(table: ColumnTable, settings: EvaluationSettings): CodedPair {
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
  const dictionary = new ClassDictionary();
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const given = dictionary.encodeColumn(actualColumn);
  const givenLabels = bySide((side) => encodeLabels(table, side, dictionary));
  const { texts, recode, nameOf } = unifyClasses(dictionary.texts, true);
  const actualCodes = recode(given);
  const labels = bySide((side) => givenLabels[side] && recode(givenLabels[side]));
  const scores = bySide((side) => {
    const column = findColumn(table, `${side}_score`);
    if (column === null && labels[side] === null) requireAnswer(table, side, 'score');
    return column && readNumbers(column);
  });
  const known = SIDES.flatMap((side) => labels[side] ?? []);
  const unknown = describeUnshared(texts, actualCodes, labels);
  const counts = countClasses([actualCodes, ...known], texts.length);
  const chosen = positive === undefined ? undefined : nameOf(positive);
  // Without a class in common, which one is positive has no meaning; what comes of it is not used.
  const classes = resolveBinaryClasses(texts, counts, unknown === null ? chosen : (chosen ?? texts[0]));
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
    unknown,
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
  const dictionary = new ClassDictionary();
  for (const name of scoreClasses) dictionary.encode(name);
  const actualColumn = requireColumn(table, 'actual', 'the labels');
  const given = dictionary.encodeColumn(actualColumn);
  const givenLabels = bySide((side) => encodeLabels(table, side, dictionary));
  const { texts, recode } = unifyClasses(dictionary.texts, false);
  const actualCodes = recode(given);
  const labels = bySide((side) => givenLabels[side] && recode(givenLabels[side]));
  const scores = bySide((side) => {
    if (scoreClasses.length === 0 && labels[side] === null) requireAnswer(table, side, 'score_0');
    return scoreClasses.map((name, i) =>
      readNumbers(requireColumn(table, `${side}_score_${i}`, `the probability of ${JSON.stringify(name)}`)),
    );
  });
  const sorted = sortClasses(texts, scoreClasses.length);
  const scored = bySide((side) => (scores[side].length === 0 ? null : flagFinite(scores[side])));
  const predicted = bySide((side) => {
    const given = labels[side];
    return given === null ? predictByHighest(scores[side], scored[side]!) : translate(given, sorted);
  });
  const actual = translate(actualCodes, sorted);
  const answers = bySide((side) => ({
    predicted: predicted[side],
    scores: scores[side].length === 0 ? null : scores[side],
  }));
  const rows = { problem: 'multiclass-classification', actual, classes: sorted.classes, ...answers } as const;
  const answered = bySide((side) => labels[side] ?? predictByHighest(scores[side], scored[side]!));
  const parts = [
    classPart('label', actualColumn, actual),
    ...SIDES.flatMap((side) => [
      ...labelPart(table, side, predicted[side]),
      ...scores[side].map((numbers, i) => numberPart('answer', findColumn(table, `${side}_score_${i}`)!, numbers)),
    ]),
  ];
  return { rows, actual, predicted, scored, unknown: describeUnshared(texts, actualCodes, answered), parts };
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
    unknown: null,
    parts: [
      numberPart('label', actualColumn, actual),
      ...SIDES.map((side) => numberPart('answer', columns[side], answers[side].predicted)),
    ],
  };
}

/** Says so where the labels have no class in common with what one of the models answered. */
function describeUnshared(
  texts: readonly string[],
  actual: Int32Array,
  labels: BySide<Int32Array | null>,
): string | null {
  for (const side of SIDES) {
    const answers = labels[side];
    const disjoint = answers && findDisjoint(texts, actual, answers);
    if (disjoint) return describeDisjoint(disjoint, `the answers of the ${side} model`);
  }
  return null;
}

function bySide<T>(make: (side: Side) => T): BySide<T> {
  return { candidate: make('candidate'), live: make('live') };
}

/** The predicted class as a part of the row, where the side has it. */
function labelPart(table: ColumnTable, side: Side, predicted: Int32Array): RowPart[] {
  const column = findColumn(table, `${side}_label`);
  return column === null ? [] : [classPart('answer', column, predicted)];
}

function encodeLabels(table: ColumnTable, side: Side, dictionary: ClassDictionary): Int32Array | null {
  const column = findColumn(table, `${side}_label`);
  return column && dictionary.encodeColumn(column);
}

/** Throws MissingColumnError: a model without a class needs a score. */
function requireAnswer(table: ColumnTable, side: Side, score: string): void {
  requireColumn(table, `${side}_label or ${side}_${score}`, `the answers of the ${side} model`);
}

function bothFlags({ candidate, live }: BySide<Uint8Array | null>): Uint8Array | null {
  if (candidate === null || live === null) return candidate ?? live;
  return candidate.map((flag, row) => flag & live[row]);
}

function codeSegments(table: ColumnTable, column: string, at: Int32Array): SegmentColumn {
  const dictionary = new ClassDictionary();
  const codes = dictionary.encodeColumn(requireColumn(table, column, 'the segments') as ValueColumn);
  const { texts, recode } = unifyClasses(dictionary.texts, false);
  return { codes: pickCodes(recode(codes), at), texts };
}
