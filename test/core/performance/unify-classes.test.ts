import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { evaluateTable } from '../../../lambdas/core/performance/evaluate-table.ts';
import { describeDisjoint, nameInForm } from '../../../lambdas/core/performance/rows/unify-classes.ts';
import { Redactor } from '../../../lambdas/core/text/redactor.ts';

const alternate = (rows: number, yes: unknown, no: unknown) =>
  Array.from({ length: rows }, (_, i) => (i % 2 === 0 ? yes : no));
const SPELLINGS: readonly (readonly [unknown, unknown])[] = [
  [true, false],
  ['True', 'False'],
  ['TRUE', 'FALSE'],
  [1, 0],
  ['1', '0'],
  ['1.0', '0.0'],
];

describe('classes in several spellings', () => {
  for (const labels of SPELLINGS) {
    for (const answers of SPELLINGS) {
      for (const positive of [undefined, 'True', '1', '1.0']) {
        it(`labels ${labels}, answers ${answers}, positive ${positive}`, () => {
          const columns = { actual: alternate(40, ...labels), label: alternate(40, ...answers) };
          const { performance } = evaluateTable(table(columns), {
            problem: 'binary-classification',
            threshold: 0.5,
            positive,
          });
          expect(performance.rows).toBe(40);
          expect(performance.metrics.accuracy?.value).toBe(1);
          expect(performance.confusionMatrix?.counts).toEqual([
            [20, 0],
            [0, 20],
          ]);
        });
      }
    }
  }
});

describe('a text of a pair', () => {
  it.each([
    ['1', 'boolean', 'true'],
    ['0', 'boolean', 'false'],
    ['true', 'number', '1'],
    ['false', 'number', '0'],
    ['true', 'boolean', 'true'],
    ['late', 'boolean', 'late'],
  ] as const)('%s in the form of a %s: %s', (text, form, expected) => {
    expect(nameInForm(text, form)).toBe(expected);
  });
});

describe('labels and answers without a class in common', () => {
  it('are those of the rows that have both', () => {
    const columns = { actual: ['a', 'b', null], label: ['b', null, 'a'] };
    const { performance } = evaluateTable(table(columns), { problem: 'multiclass-classification' });

    expect(describeDisjoint(performance.disjoint!, Redactor.SHOW)).toBe(
      'labels and answers have no class in common: the labels are "a", the answers "b"',
    );
  });

  it.each(['binary-classification', 'multiclass-classification'] as const)('leave %s not known', (problem) => {
    const columns = { actual: alternate(40, 'yes', 'no'), label: alternate(40, 1, 0) };
    const { performance } = evaluateTable(table(columns), { problem, threshold: 0.5, positive: 'yes' });
    expect(describeDisjoint(performance.disjoint!, Redactor.SHOW)).toBe(
      'labels and answers have no class in common: the labels are "yes", "no", the answers "1", "0"',
    );
    expect(Object.values(performance.metrics).every((metric) => metric?.value === null)).toBe(true);
    expect(performance.rows).toBe(40);
  });

  it('of the usual two are a model that is always wrong', () => {
    const columns = { actual: Array(40).fill(true), label: Array(40).fill(0) };
    const { performance } = evaluateTable(table(columns), { problem: 'binary-classification', threshold: 0.5 });
    expect(performance.metrics.accuracy?.value).toBe(0);
  });
});
