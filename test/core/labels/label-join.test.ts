import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabelJoin } from '../../../lambdas/core/labels/label-join.ts';
import { noOrigin } from '../../../lambdas/core/labels/label-origin.ts';
import type { LabelValue } from '../../../lambdas/core/labels/label-reader.ts';
import { PredictionKeys } from '../../../lambdas/core/labels/prediction-keys.ts';
import { ANY_ID } from './ids.ts';

type Prediction = readonly [id: string, position: number];
type Label = readonly [id: string, position: number, size: number, value: LabelValue];

function gather(predictions: readonly Prediction[]): PredictionKeys {
  const keys = new PredictionKeys();
  keys.append({
    rows: predictions.length,
    ids: predictions.map(([id]) => id),
    positions: Int32Array.from(predictions, ([, position]) => position),
  });
  return keys;
}

function join(predictions: readonly Prediction[], labels: readonly Label[]) {
  const labelJoin = new LabelJoin(gather(predictions));
  for (const label of labels) labelJoin.add(...label);
  const { actual, ...counts } = labelJoin.finish();
  return { actual: predictions.map((_, row) => actual.at(row)), counts };
}

const NOTHING = {
  duplicates: 0,
  conflicts: 0,
  late: 0,
  ahead: 0,
  unmatched: 0,
  mismatched: 0,
  ambiguous: 0,
  ambiguousLabels: 0,
  withoutId: 0,
  otherId: null as string | null,
};

describe('LabelJoin', () => {
  it.each<[string, Prediction[], Label[], unknown[], Partial<typeof NOTHING>]>([
    [
      'a label for each',
      [
        ['a', 0],
        ['b', 0],
      ],
      [
        ['b', 0, 1, 0],
        ['a', 0, 1, 1],
      ],
      [1, 0],
      {},
    ],
    ['no label', [['a', 0]], [], [null], {}],
    ['no prediction', [], [['a', 0, 1, 1]], [], { unmatched: 1 }],
    ['a label of something else', [['a', 0]], [['b', 0, 1, 1]], [null], { unmatched: 1 }],
    [
      'the same label again',
      [['a', 0]],
      [
        ['a', 0, 1, 1],
        ['a', 0, 1, 1],
        ['a', 0, 1, 1],
      ],
      [1],
      { duplicates: 2 },
    ],
    [
      'the same class in another type',
      [['a', 0]],
      [
        ['a', 0, 1, 1],
        ['a', 0, 1, '1'],
      ],
      ['1'],
      { duplicates: 1 },
    ],
    [
      'another label: the last counts',
      [['a', 0]],
      [
        ['a', 0, 1, 1],
        ['a', 0, 1, 0],
      ],
      [0],
      { conflicts: 1 },
    ],
    [
      'back and forth',
      [['a', 0]],
      [
        ['a', 0, 1, 1],
        ['a', 0, 1, 0],
        ['a', 0, 1, 1],
      ],
      [1],
      { conflicts: 2 },
    ],
    [
      'a batch by position',
      [
        ['a', 0],
        ['a', 1],
        ['a', 2],
      ],
      [
        ['a', 0, 3, 'x'],
        ['a', 1, 3, 'y'],
        ['a', 2, 3, 'z'],
      ],
      ['x', 'y', 'z'],
      {},
    ],
    [
      'a batch with a gap',
      [
        ['a', 0],
        ['a', 1],
      ],
      [['a', 1, 2, 1]],
      [null, 1],
      {},
    ],
    [
      'one label for two rows',
      [
        ['a', 0],
        ['a', 1],
      ],
      [['a', 0, 1, 1]],
      [null, null],
      { mismatched: 1 },
    ],
    [
      'two labels for one row',
      [['a', 0]],
      [
        ['a', 0, 2, 1],
        ['a', 1, 2, 1],
      ],
      [null],
      { mismatched: 2 },
    ],
    [
      'a cut record after a whole one',
      [
        ['a', 0],
        ['a', 1],
      ],
      [
        ['a', 0, 2, 1],
        ['a', 1, 2, 1],
        ['a', 0, 1, 0],
      ],
      [1, 1],
      { mismatched: 1 },
    ],
    [
      'a row by its position',
      [
        ['a', 0],
        ['a', 1],
      ],
      [['a', 1, 0, 1]],
      [null, 1],
      {},
    ],
    [
      'a position beyond the request',
      [
        ['a', 0],
        ['a', 1],
      ],
      [['a', 2, 0, 1]],
      [null, null],
      { mismatched: 1 },
    ],
    [
      'an id of two requests',
      [
        ['a', 0],
        ['b', 0],
        ['a', 0],
      ],
      [
        ['a', 0, 1, 1],
        ['b', 0, 1, 0],
      ],
      [null, 0, null],
      { ambiguous: 2, ambiguousLabels: 1 },
    ],
    [
      'an id of two requests of other sizes',
      [
        ['a', 0],
        ['a', 0],
        ['a', 1],
      ],
      [
        ['a', 0, 2, 1],
        ['a', 1, 2, 1],
      ],
      [null, null, null],
      { ambiguous: 3, ambiguousLabels: 2 },
    ],
    [
      'predictions without id',
      [
        ['', 0],
        ['', 0],
      ],
      [['a', 0, 1, 1]],
      [null, null],
      { unmatched: 1, withoutId: 2 },
    ],
    [
      'hostile ids',
      [
        ['__proto__', 0],
        ['constructor', 0],
        ['\ud800', 0],
        ['a|0', 0],
      ],
      [
        ['\ud800', 0, 1, 3],
        ['constructor', 0, 1, 2],
        ['__proto__', 0, 1, 1],
        ['a', 0, 1, 9],
      ],
      [1, 2, 3, null],
      { unmatched: 1 },
    ],
    [
      'values of all kinds',
      [
        ['a', 0],
        ['b', 0],
        ['c', 0],
        ['d', 0],
      ],
      [
        ['a', 0, 1, true],
        ['b', 0, 1, 'x'],
        ['c', 0, 1, -0.5],
        ['d', 0, 1, Infinity],
      ],
      [true, 'x', -0.5, Infinity],
      {},
    ],
  ])('%s', (_name, predictions, labels, expected, counts) => {
    const result = join(predictions, labels);
    const labelled = expected.filter((label) => label !== null).length;
    expect(result.actual).toEqual(expected);
    expect(result.counts).toEqual({
      ...NOTHING,
      ...counts,
      predictions: predictions.length,
      labelled,
      coverage: predictions.length === 0 ? 0 : labelled / predictions.length,
    });
  });

  it('wants the labels of ids it has, and no others', () => {
    const labelJoin = new LabelJoin(gather(['a', '__proto__', ''].map((id) => [id, 0])));
    expect(['a', '__proto__', '', 'b', 'constructor'].filter((id) => labelJoin.wants(id))).toEqual(['a', '__proto__']);
    expect(labelJoin.finish()).toMatchObject({ withoutId: 1, otherId: '' });
  });

  /** The rules once more, label by label and without tables. */
  function joinPlainly(predictions: readonly Prediction[], labels: readonly Label[]) {
    const counts = { ...NOTHING };
    const positionsOf = (id: string) =>
      predictions.filter(([other]) => other === id && id !== '').map(([, position]) => position);
    const isAmbiguous = (id: string) => new Set(positionsOf(id)).size < positionsOf(id).length;
    const latest = new Map<string, LabelValue>();
    for (const [id, position, size, value] of labels) {
      const rows = Math.max(...positionsOf(id)) + 1;
      const key = JSON.stringify([id, position]);
      const before = latest.get(key);
      if (positionsOf(id).length === 0) counts.unmatched++;
      else if (isAmbiguous(id)) counts.ambiguousLabels++;
      else if (size === 0 ? position >= rows : size !== rows) counts.mismatched++;
      else {
        if (before !== undefined) counts[String(before) === String(value) ? 'duplicates' : 'conflicts']++;
        latest.set(key, value);
      }
    }
    counts.ambiguous = predictions.filter(([id]) => isAmbiguous(id)).length;
    counts.withoutId = predictions.filter(([id]) => id === '').length;
    return { actual: predictions.map((prediction) => latest.get(JSON.stringify(prediction)) ?? null), counts };
  }

  it('counts the predictions with a new label that arrived too late, and does not use those labels', () => {
    const labelJoin = new LabelJoin(gather([...'abcde'].map((id) => [id, 0])));
    const inTime = noOrigin();
    const late = { ...noOrigin(), isLate: true };
    labelJoin.add('a', 0, 1, 1, inTime);
    labelJoin.add('b', 0, 1, 1, inTime);
    labelJoin.add('c', 0, 1, 1, late);
    labelJoin.add('c', 0, 1, 0, late);
    // The same class in another spelling, a correction, a label in another number, and one that comes in time after all.
    labelJoin.add('a', 0, 1, '1.0', late);
    labelJoin.add('b', 0, 1, 0, late);
    labelJoin.add('d', 0, 2, 1, late);
    labelJoin.add('e', 0, 1, 1, late);
    labelJoin.add('e', 0, 1, 1, inTime);
    const { actual, ...counts } = labelJoin.finish();
    expect([0, 1, 2, 3, 4].map((row) => actual.at(row))).toEqual([1, 1, null, null, 1]);
    expect(counts).toMatchObject({ labelled: 3, late: 2, duplicates: 0, conflicts: 0, mismatched: 0 });
  });

  it('counts labels that are known only later, and uses none of them, corrections included', () => {
    const labelJoin = new LabelJoin(gather([...'abc'].map((id) => [id, 0])));
    const ahead = { ...noOrigin(), isAhead: true, isLate: true };
    labelJoin.add('a', 0, 1, 1);
    labelJoin.add('a', 0, 1, 0, ahead);
    labelJoin.add('b', 0, 1, 1, ahead);
    // Of another window.
    labelJoin.add('x', 0, 1, 1, ahead);
    const { actual, ...counts } = labelJoin.finish();
    expect([0, 1, 2].map((row) => actual.at(row))).toEqual([1, null, null]);
    expect(counts).toEqual({ ...NOTHING, predictions: 3, labelled: 1, coverage: 1 / 3, ahead: 2 });
  });

  const position = fc.integer({ min: 0, max: 2 });
  const labelOf = (id: fc.Arbitrary<string>) =>
    fc
      .tuple(id, position, fc.integer({ min: 0, max: 3 }), fc.constantFrom<LabelValue>(0, 1, '1', 'x', true))
      .filter(([, at, size]) => size === 0 || at < size);

  it.each([
    ['few ids', fc.constant(['a', 'b', 'c', '__proto__'])],
    ['ids of all kinds', fc.array(ANY_ID, { minLength: 1, maxLength: 6 })],
  ])('follows its rules on any predictions and labels: %s', (_, idsOf) => {
    const data = idsOf.chain((ids) => {
      const id = fc.constantFrom(...ids);
      return fc.tuple(
        // One row a request takes another way than several.
        fc.oneof(
          fc.array(fc.tuple(id, position), { maxLength: 8 }),
          fc.uniqueArray(fc.tuple(id, fc.constantFrom(0, 0, 0, 1)), { maxLength: 8, selector: ([each]) => each }),
        ),
        fc.array(labelOf(id), { maxLength: 12 }),
      );
    });
    fc.assert(
      fc.property(data, ([predictions, labels]) => {
        const { actual, counts } = join(predictions, labels);
        const expected = joinPlainly(predictions, labels);
        expect(actual).toEqual(expected.actual);
        expect(counts).toMatchObject(expected.counts);
      }),
      { numRuns: 500 },
    );
  });
});
