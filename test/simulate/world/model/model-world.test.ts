import { describe, expect, it } from 'vitest';
import { GeneratedWorld } from '../../../../simulate/world/generated-world.ts';
import { parseLabels } from '../../../../simulate/world/model/label-arrival.ts';
import { ModelWorld } from '../../../../simulate/world/model/model-world.ts';
import type { Drop, ModelSpec } from '../../../../simulate/world/model/spec.ts';
import { valueDays, worsen } from '../../../../simulate/world/model/value-days.ts';
import { parseWorld } from '../../../../simulate/world/spec.ts';

const SPEC: ModelSpec = {
  problem: 'binary-classification',
  metric: 'accuracy',
  value: 0.87,
  wobble: 0,
  autocorrelation: 0.8,
  positives: 0.5,
  errors: 'normal',
  labels: parseLabels('spread-3'),
};
const DROP: Drop = { size: 0.07, day: 3, over: 1, days: null };
const SPAN = { baselineDays: 2, days: 8 };
const NAMES = [1, 0];

const values = (drop: Drop | null, given: Partial<ModelSpec> = {}, span = SPAN) =>
  Array.from(valueDays({ ...SPEC, ...given }, drop, span, NAMES), (value) => Number(value.toFixed(6)));

describe('the true value', () => {
  it('stays, or drops for good', () => {
    expect(values(null)).toEqual(Array(10).fill(0.87));
    expect(values(DROP)).toEqual([...Array(5).fill(0.87), ...Array(5).fill(0.8)]);
  });

  it('drops little by little, or for some days', () => {
    expect(values({ ...DROP, over: 4 }).slice(4)).toEqual([0.87, 0.8525, 0.835, 0.8175, 0.8, 0.8]);
    expect(values({ ...DROP, days: 2 }).slice(4)).toEqual([0.87, 0.8, 0.8, 0.87, 0.87, 0.87]);
  });

  it('wobbles from day to day', () => {
    const wobbling = values(null, { wobble: 0.01 }, { baselineDays: 0, days: 20_000 });
    const away = wobbling.map((value) => value - 0.87);
    const square = away.reduce((sum, x) => sum + x * x, 0) / away.length;
    const next = away.slice(1).reduce((sum, x, i) => sum + x * away[i], 0) / away.length;
    expect(Math.abs(Math.sqrt(square) - 0.01)).toBeLessThan(0.001);
    expect(Math.abs(next / square - 0.8)).toBeLessThan(0.03);
  });

  it.each([
    ['higher', 0.5, 0.4],
    ['lower', 0.5, 0.6],
    ['zero', 0.5, 0.6],
    ['zero', -0.5, -0.6],
  ] as const)('becomes worse where %s is better', (better, value, worse) => {
    expect(worsen(value, 0.1, { better })).toBeCloseTo(worse, 12);
  });
});

describe('a world with a model', () => {
  const world = { rows: 500, features: 2, columns: 'normal', ...parseWorld('independent'), baselineRows: 300 } as const;
  const open = (drop: Drop | null) => {
    const generated = new GeneratedWorld({ ...world, baselineDays: 2 }, null, 8, NAMES);
    return new ModelWorld(generated, SPEC, drop, { ...SPAN, names: NAMES });
  };

  it('has features, answers, labels and their delays, the same for the same names', () => {
    const [day, again] = [open(null).day(4), open(null).day(4)];
    expect(day).toEqual(again);
    expect([...day.chunk.columns.keys()]).toEqual(['f0', 'f1', 'score']);
    expect(day.actual.length).toBe(500);
    expect(day.delays.length).toBe(500);
    expect(open(null).day(5).actual).not.toEqual(day.actual);
  });

  it('is the same up to a drop, which changes the labels of a few rows and nothing else', () => {
    const [with_, without] = [open(DROP), open(null)];
    expect(with_.day(2)).toEqual(without.day(2));
    const [after, before] = [with_.day(3), without.day(3)];
    expect(after.chunk).toEqual(before.chunk);
    expect(after.delays).toEqual(before.delays);
    const other = after.actual.numbers!.filter((label, row) => label !== before.actual.numbers![row]).length;
    // A drop by 0.07 turns at least so many labels.
    expect(other / 500).toBeGreaterThan(0.05);
    expect(other / 500).toBeLessThan(0.15);
  });

  it('has a baseline with labels', () => {
    const days = Array.from(open(null).baseline());
    expect(days.map(({ day, chunk, actual }) => [day, chunk.rows, actual.length])).toEqual([
      [-2, 150, 150],
      [-1, 150, 150],
    ]);
  });
});
