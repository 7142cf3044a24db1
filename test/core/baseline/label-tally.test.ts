import { describe, expect, it } from 'vitest';
import { LabelTally } from '../../../lambdas/core/baseline/label-tally.ts';
import { Column } from '../../../lambdas/core/columns/column.ts';

/** Labels of so many classes, two rows of each. */
function tallyOf(classes: number): LabelTally {
  const tally = new LabelTally();
  const names = Array.from({ length: classes }, (_, i) => `class ${i}`);
  const codes = Int32Array.from({ length: classes }, (_, i) => i);
  for (let chunk = 0; chunk < 2; chunk++) tally.add(new Column(classes, null, codes, names), classes);
  return tally;
}

const settings = { label: 'late', uri: 'training.csv', positive: 'yes' };

describe('labels of more than 1,000 classes', () => {
  it.each(['class 0', undefined])('are not those of a binary problem, with the positive class %s', (positive) => {
    const ids = tallyOf(1001);

    expect(() => ids.check('binary-classification', { ...settings, positive })).toThrow(
      'the column late of training.csv has more than 1,000 different labels, and a binary problem has two classes: name the column with the true outcome',
    );
    expect(() => ids.check('multiclass-classification', settings)).not.toThrow();
  });
});

describe('labels without the positive class', () => {
  it.each([2, 1000])('of %i classes cannot be those of a binary problem', (classes) => {
    expect(() => tallyOf(classes).check('binary-classification', settings)).toThrow(
      'positive: no label is of the class "yes"; the column late of training.csv has "class 0" (2 rows), ',
    );
  });

  it('can be those of another problem', () => {
    expect(() => tallyOf(1000).check('multiclass-classification', settings)).not.toThrow();
  });
});
