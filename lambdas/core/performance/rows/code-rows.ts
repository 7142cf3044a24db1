import type { ColumnTable } from 'arquero';
import { evaluateBinary, evaluateMulticlass, evaluateRegression, unknownPerformance } from '../evaluate.ts';
import { countClasses, resolveBinaryClasses } from './binary-classes.ts';
import { encodeClasses, predictByHighest, predictByThreshold, sortClasses, translate } from './class-codes.ts';
import { type CodedRows, classPart, numberPart } from './coded-rows.ts';
import { pickBytes, pickCodes, pickNumbers } from './pick.ts';
import type { BinarySettings, EvaluationSettings, MulticlassSettings } from './settings.ts';
import { codeFinite, findColumn, flagFinite, readNumbers, requireColumn } from './table-columns.ts';
import { type DisjointClasses, findDisjoint } from './unify-classes.ts';

/** Turns classes into codes and numbers into typed arrays. Throws MissingColumnError and PositiveClassError. */
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
  const { texts, nameOf, labels: actualCodes, answers } = encodeClasses(actualColumn, [labelColumn], { binary: true });
  const [labelCodes] = answers;
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
    evaluate: (rows, options) =>
      evaluateBinary(
        {
          actual: pickBytes(actual, rows),
          predicted: pickBytes(predicted, rows),
          score: score && pickNumbers(score, rows),
        },
        classes.names,
        options,
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
  const coding = { binary: false, first: scoreClasses };
  const { texts, labels: actualCodes, answers } = encodeClasses(actualColumn, [labelColumn], coding);
  const [labelCodes] = answers;
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

/** Rows whose labels and answers have no class in common: only their number is known. */
function incomparable(
  problem: 'binary-classification' | 'multiclass-classification',
  disjoint: DisjointClasses,
  rows: Pick<CodedRows, 'actual' | 'predicted' | 'parts'>,
): CodedRows {
  const evaluate = (at: ArrayLike<number>) => unknownPerformance(problem, at.length, disjoint);
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
    evaluate: (rows, options) =>
      evaluateRegression({ actual: pickNumbers(actual, rows), predicted: pickNumbers(value, rows) }, options),
  };
}
