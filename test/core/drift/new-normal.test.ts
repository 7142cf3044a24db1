import { describe, expect, it } from 'vitest';
import { asDistance, levelOf, type NewNormal, seenFrom } from '../../../lambdas/core/drift/new-normal.ts';
import type { Shift } from '../../../lambdas/core/drift/shifts/shift.ts';

const shift = (changes: Partial<Shift>): Shift => ({
  ...{ kind: 'location', effect: 0.7, error: 0.02, baselineError: 0.03, material: 0.05, part: 0.4 },
  ...changes,
});

const normal = (levels: [string, number][], changes: Partial<NewNormal> = {}): NewNormal => ({
  ...{ since: '2026-03-01', start: 0, until: 0, windows: 2, distance: 0.6, method: 'wasserstein' },
  levels: new Map(levels.map(([key, mean]) => [key, { mean, error: 0.08 }])),
  ...changes,
});

describe('a level', () => {
  it('is the mean, with the error of windows that hand on half of their movement', () => {
    // Scatter: (2 · 0.05² + 2 · 0.1²) / (2 + 1); a mean of two has 0.75 of it: (1 + 2 · ½ · 0.5) / 2.
    const { mean, error } = levelOf([
      { effect: 0.4, error: 0.01 },
      { effect: 0.6, error: 0.01 },
    ]);
    expect(mean).toBeCloseTo(0.5, 12);
    expect(error).toBeCloseTo(Math.sqrt((0.025 / 3) * 0.75), 12);
  });

  it('is no surer than the rows of its windows allow', () => {
    // Two windows of few rows that happen to agree: 0.4 / √2 each.
    const { error } = levelOf(Array.from({ length: 2 }, () => ({ effect: 0.5, error: 0.4 })));
    expect(error).toBeCloseTo(0.4 / Math.SQRT2, 12);
  });

  it('is surer with every window that agrees', () => {
    const errors = [1, 2, 3, 7, 28].map(
      (count) => levelOf(Array.from({ length: count }, () => ({ effect: 0.5, error: 0.01 }))).error,
    );
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
    expect(errors[0]).toBeCloseTo(0.05, 12);
    expect(errors[4]).toBeLessThan(0.02);
  });
});

describe('shifts seen from a new normal', () => {
  it('lose its level, and with it what the baseline leaves uncertain', () => {
    const [seen] = seenFrom(normal([['location', 0.5]]), [shift({})]);
    expect(seen.effect).toBeCloseTo(0.2, 12);
    expect(seen).toMatchObject({ error: 0.02, baselineError: 0.08, material: 0.05 });
  });

  it('are matched by category, and unchanged where the new normal lacks them', () => {
    const shares = ['red', 'blue'].map((category) => shift({ kind: 'share', category }));
    const [red, blue] = seenFrom(normal([['share:blue', 0.3]]), shares);
    expect(red).toBe(shares[0]);
    expect(blue.effect).toBeCloseTo(0.4, 12);
  });

  it('have odds that begin at the share of the new normal, as far as shares are measured', () => {
    const odds = { share: 0.1, unit: 0.3 };
    const oddsAt = (level: number) =>
      seenFrom(normal([['share:blue', level]]), [shift({ kind: 'share', category: 'blue', odds })])[0].odds!;
    expect(oddsAt(0.5).share).toBeCloseTo(0.25, 12);
    expect(oddsAt(-1 / 3)).toEqual({ share: 0.01, unit: 0.3 });
  });

  it('can be a shape that is nearer to the baseline', () => {
    const [seen] = seenFrom(normal([['shape', 1]]), [shift({ kind: 'shape', effect: 0.4 })]);
    expect(seen.effect).toBeCloseTo(-0.6, 12);
  });

  it('scatter as much farther as the numbers spread', () => {
    const seen = seenFrom(normal([['location', 0.5]]), [shift({}), shift({ kind: 'spread', ratio: 3 })]);
    expect(seen[0].error).toBeCloseTo(0.06, 12);
  });

  it('scatter no less where numbers spread less, and only in where they lie', () => {
    const levels = normal([
      ['location', 0.5],
      ['spread', 0.5],
    ]);
    const errorsAt = (ratio: number) =>
      seenFrom(levels, [shift({}), shift({ kind: 'spread', ratio })]).map(({ error }) => error);
    expect(errorsAt(0.5)).toEqual([0.02, 0.02]);
    expect(errorsAt(3)).toEqual([expect.closeTo(0.06, 12), 0.02]);
    expect(seenFrom(levels, [shift({})])[0].error).toBe(0.02);
    expect(seenFrom(levels, [shift({})])[0]).not.toHaveProperty('odds');
  });

  it('are the shifts themselves where there is none', () => {
    const shifts = [shift({})];
    expect(seenFrom(null, shifts)).toBe(shifts);
  });
});

describe('an effect as a distance', () => {
  it('counts at what the new normal is away from the baseline', () => {
    // 0.6 for half a standard deviation: 1.2 for each.
    const from = normal([
      ['location', -0.5],
      ['spread', 0.1],
    ]);
    expect(asDistance(0.25, from, 'wasserstein')).toBeCloseTo(0.3, 12);
    expect(asDistance(-0.25, from, 'wasserstein')).toBeCloseTo(0.3, 12);
  });

  it.each([
    ['another method measured it', normal([['location', 0.5]]), 'psi'],
    ['it was not defined', normal([['location', 0.5]], { distance: null }), 'wasserstein'],
    ['the new normal is where the baseline is', normal([['location', 0]]), 'wasserstein'],
    ['its distance is 0', normal([['location', 0.5]], { distance: 0 }), 'wasserstein'],
    ['it has no levels', normal([]), 'wasserstein'],
  ])('is not known where %s', (_, from, method) => {
    expect(asDistance(0.25, from, method)).toBeNull();
  });
});
