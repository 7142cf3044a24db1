import type { ColumnTable } from 'arquero';
import type { BinaryPredictions } from '../evidence/binary.ts';
import type { MulticlassPredictions } from '../evidence/multiclass.ts';
import type { RegressionPredictions } from '../evidence/regression.ts';
import { countClasses, resolveBinaryClasses } from './binary-classes.ts';
import { ClassDictionary, NO_CLASS } from './class-dictionary.ts';
import {
  findColumn,
  flagFinite,
  predictByHighest,
  predictByThreshold,
  readNumbers,
  requireColumn,
  sortClasses,
  translate,
} from './coded-rows.ts';
import { pickBytes, pickCodes, pickNumbers } from './pick.ts';
import type { BinarySettings, EvaluationSettings, MulticlassSettings } from './settings.ts';

/** What two models answered on the same labelled rows: one set of classes, and only rows that both can be judged on. */
export type PairedPredictions = PairedBinary | PairedMulticlass | PairedRegression;

export interface PairedBinary extends Pick<BinaryPredictions, 'actual'> {
  readonly problem: 'binary-classification';
  readonly candidate: Omit<BinaryPredictions, 'actual'>;
  readonly live: Omit<BinaryPredictions, 'actual'>;
}

export interface PairedMulticlass extends Pick<MulticlassPredictions, 'actual' | 'classes'> {
  readonly problem: 'multiclass-classification';
  readonly candidate: Omit<MulticlassPredictions, 'actual' | 'classes'>;
  readonly live: Omit<MulticlassPredictions, 'actual' | 'classes'>;
}

export interface PairedRegression extends Pick<RegressionPredictions, 'actual'> {
  readonly problem: 'regression';
  readonly candidate: Omit<RegressionPredictions, 'actual'>;
  readonly live: Omit<RegressionPredictions, 'actual'>;
}

/**
 * Pairs two tables of predictions of the same rows in the same order, with the columns that {@link EvaluationSettings} names.
 * A row without a usable label, or that either model has no usable answer to, is left out for both: models are compared on
 * the same rows or not at all.
 *
 * @returns The pairs, and the numbers of their rows in the tables.
 * @throws MissingColumnError, PositiveClassError
 */
export function pairTables(
  tables: { readonly candidate: ColumnTable; readonly live: ColumnTable },
  settings: EvaluationSettings,
): { readonly paired: PairedPredictions; readonly rows: Int32Array } {
  switch (settings.problem) {
    case 'binary-classification':
      return pairBinary([tables.candidate, tables.live], settings);
    case 'multiclass-classification':
      return pairMulticlass([tables.candidate, tables.live], settings);
    case 'regression':
      return pairRegression([tables.candidate, tables.live]);
  }
}

type Pair = readonly [candidate: ColumnTable, live: ColumnTable];

function pairBinary(tables: Pair, { threshold, positive }: BinarySettings) {
  const { dictionary, actualCodes, labelCodes } = encodeClasses(tables, []);
  const counted = [actualCodes, ...labelCodes.filter((codes) => codes !== null)];
  const classes = resolveBinaryClasses(dictionary.texts, countClasses(counted, dictionary.texts.length), positive);
  const actual = translate(actualCodes, classes);
  const models = tables.map((table, i) => {
    const column = findColumn(table, 'score');
    const score = column && readNumbers(column);
    const labels = labelCodes[i];
    if (labels === null && score === null) requireColumn(table, 'label or score', 'the predictions');
    const predicted = labels ? translate(labels, classes) : predictByThreshold(score!, threshold);
    return { predicted, scored: score && flagFinite([score]), score };
  });
  const rows = usableRows(actual, models);
  const [candidate, live] = models.map(({ predicted, score }) => ({
    predicted: pickBytes(predicted, rows),
    score: score && pickNumbers(score, rows),
  }));
  return {
    paired: { problem: 'binary-classification', actual: pickBytes(actual, rows), candidate, live },
    rows,
  } as const;
}

function pairMulticlass(tables: Pair, { scoreClasses = [] }: MulticlassSettings) {
  const { dictionary, actualCodes, labelCodes } = encodeClasses(tables, scoreClasses);
  const { classes, codes } = sortClasses(dictionary.texts, scoreClasses.length);
  const recode = (column: Int32Array) => column.map((code) => (code === NO_CLASS ? NO_CLASS : codes[code]));
  const actual = recode(actualCodes);
  const models = tables.map((table, i) => {
    const scores = scoreClasses.map((name, k) =>
      readNumbers(requireColumn(table, `score_${k}`, `the probability of ${JSON.stringify(name)}`)),
    );
    const labels = labelCodes[i];
    if (labels === null && scores.length === 0) requireColumn(table, 'label or score_0', 'the predictions');
    const scored = scores.length === 0 ? null : flagFinite(scores);
    return { predicted: labels ? recode(labels) : predictByHighest(scores, scored!), scored, scores };
  });
  const rows = usableRows(actual, models);
  const [candidate, live] = models.map(({ predicted, scores }) => ({
    predicted: pickCodes(predicted, rows),
    scores: scores.length === 0 ? null : scores.map((score) => pickNumbers(score, rows)),
  }));
  const paired = { actual: pickCodes(actual, rows), classes, candidate, live };
  return { paired: { problem: 'multiclass-classification', ...paired }, rows } as const;
}

function pairRegression(tables: Pair) {
  const actual = readNumbers(requireColumn(tables[0], 'actual', 'the labels'));
  const values = tables.map((table) => readNumbers(requireColumn(table, 'value', 'the predictions')));
  const finite = flagFinite([actual, ...values]);
  const rows = Int32Array.from(finite.keys()).filter((row) => finite[row] === 1);
  const [candidate, live] = values.map((value) => ({ predicted: pickNumbers(value, rows) }));
  return { paired: { problem: 'regression', actual: pickNumbers(actual, rows), candidate, live }, rows } as const;
}

/** Labels and both models' predicted classes in codes of one dictionary. */
function encodeClasses(tables: Pair, first: readonly string[]) {
  const dictionary = new ClassDictionary();
  for (const name of first) dictionary.encode(name);
  const actualCodes = dictionary.encodeColumn(requireColumn(tables[0], 'actual', 'the labels'));
  const labelCodes = tables.map((table) => {
    const column = findColumn(table, 'label');
    return column && dictionary.encodeColumn(column);
  });
  return { dictionary, actualCodes, labelCodes };
}

function usableRows(
  actual: Int32Array,
  models: readonly { readonly predicted: Int32Array; readonly scored: Uint8Array | null }[],
): Int32Array {
  return Int32Array.from(actual.keys()).filter(
    (row) =>
      actual[row] >= 0 && models.every(({ predicted, scored }) => predicted[row] >= 0 && (scored?.[row] ?? 1) === 1),
  );
}
