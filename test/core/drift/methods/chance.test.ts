import { describe, expect, test } from 'vitest';
import { expectByChance, expectUnseenShare } from '../../../../lambdas/core/drift/methods/chance.ts';
import { driftMethod } from '../../../../lambdas/core/drift/methods/registry.ts';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { table } from '../align-samples.ts';
import reference from '../reference/many-valued.json' with { type: 'json' };

interface Distances {
  readonly value: number;
  readonly beyondChance: number;
}

/** What a method takes off its own scale: d² − beyond² for the roots of divergences, d − beyond for an index. */
function takenOff(
  name: 'jensen_shannon' | 'hellinger' | 'chi_square' | 'psi',
  baseline: number[],
  window: number[],
): number {
  const { value, beyondChance } = driftMethod(name).measureCategories!(table(baseline, window)) as Distances;
  return name === 'psi' ? value - beyondChance : value ** 2 - beyondChance ** 2;
}

describe.each(reference.chance)('sparse table: $name', ({ baseline, window, ...dealt }) => {
  test('the expected unseen share is that of rows dealt out anew', () => {
    expect(Math.abs(expectUnseenShare(table(baseline, window)) - dealt.unseen.mean)).toBeLessThan(
      5 * dealt.unseen.error,
    );
  });

  test.each([
    ['jensen_shannon', dealt.jensenShannon],
    ['hellinger', dealt.hellinger],
  ] as const)('%s takes off what rows dealt out anew have, or all there is', (name, expected) => {
    const { value } = driftMethod(name).measureCategories!(table(baseline, window)) as { value: number };
    const most = Math.min(value ** 2, expected.mean);
    expect(Math.abs(takenOff(name, baseline, window) - most)).toBeLessThan(5 * expected.error);
  });

  test('psi takes off nearly that: its empty cells are filled by their expected number', () => {
    const { value } = driftMethod('psi').measureCategories!(table(baseline, window)) as { value: number };
    expect(takenOff('psi', baseline, window) / Math.min(value, dealt.psi.mean)).toBeCloseTo(1, 1);
  });

  test('the p-value of quiet rows is not small', () => {
    // The permutation test of all single cells finds nothing; nor does that of pooled ones, which has other cells.
    expect(dealt.pValue).toBeGreaterThan(0.05);
    expect(significanceTest('chi_square').testCategories!(table(baseline, window)).smallSamplePValue).toBeGreaterThan(
      0.05,
    );
  });
});

describe('of few rows, all ways to deal them out give the expectation', () => {
  /** The mean over all ways to deal the rows of both sides out to sides of these sizes. */
  function meanOfDeals(baseline: number[], window: number[], of: (b: number[], w: number[]) => number): number {
    const rows = baseline.flatMap((count, i) => new Array<number>(count + window[i]).fill(i));
    const m = window.reduce((sum, count) => sum + count, 0);
    let [sum, deals] = [0, 0];
    for (let picked = 0; picked < 2 ** rows.length; picked++) {
      const w = baseline.map(() => 0);
      const b = baseline.map(() => 0);
      rows.forEach((category, row) => {
        if ((picked >> row) % 2 === 1) w[category]++;
        else b[category]++;
      });
      if (w.reduce((all, count) => all + count, 0) !== m) continue;
      sum += of(b, w);
      deals++;
    }
    return sum / deals;
  }

  const sharesOf = (counts: number[]) => counts.map((count) => count / counts.reduce((sum, one) => sum + one, 0));
  const sumOver = (term: (p: number, q: number) => number) => (b: number[], w: number[]) => {
    const [p, q] = [sharesOf(b), sharesOf(w)];
    return p.reduce((sum, share, i) => sum + term(share, q[i]), 0);
  };
  const entropy = (p: number) => (p === 0 ? 0 : -p * Math.log2(p));
  const SQUARES = {
    jensen_shannon: sumOver((p, q) => entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2),
    hellinger: sumOver((p, q) => (p + q) / 2 - Math.sqrt(p * q)),
    chi_square: sumOver((p, q) => (p - q) ** 2 / (p + q) / 2),
  };

  const TABLES = [
    [
      [4, 0, 1],
      [0, 4, 1],
    ],
    [
      [5, 2, 0, 0],
      [0, 0, 3, 1],
    ],
    [
      [2, 0, 0],
      [0, 5, 4],
    ],
  ];

  test.each(TABLES)('%j and %j: what is taken off the square of a distance', (baseline, window) => {
    for (const name of ['jensen_shannon', 'hellinger', 'chi_square'] as const) {
      expect(takenOff(name, baseline, window), name).toBeCloseTo(meanOfDeals(baseline, window, SQUARES[name]), 12);
    }
  });

  test.each(TABLES)('%j and %j: the share of the window that the baseline lacks', (baseline, window) => {
    const unseen = (b: number[], w: number[]) => sharesOf(w).reduce((sum, q, i) => sum + (b[i] === 0 ? q : 0), 0);
    const expected = meanOfDeals(baseline, window, unseen);

    expect(expectUnseenShare(table(baseline, window))).toBeCloseTo(expected, 12);
    const q = sharesOf(window);
    const gone = Math.max(...sharesOf(baseline).map((share, i) => (share === 0 ? 0 : Math.abs(share - q[i]))));
    const { beyondChance } = driftMethod('l_infinity').measureCategories!(table(baseline, window)) as Distances;
    expect(beyondChance).toBeCloseTo(Math.max(gone, unseen(baseline, window) - expected), 12);
  });
});

test('where counts are large, the curvature gives what the sum over all splits does', () => {
  // 130 rows of each of 20 categories in 1,300 and 1,300: the smaller side expects 65.
  const aligned = table(Array(20).fill(65), Array(20).fill(65));
  const term = (b: number, w: number) => 0.5 * (Math.sqrt(b / 1300) - Math.sqrt(w / 1300)) ** 2;
  const by = expectByChance(aligned, { term, curvature: 1 / 8 });
  // 59 of each: below the number from which the curvature is used.
  const summed = expectByChance(table(Array(20).fill(59), Array(20).fill(59)), {
    term: (b, w) => 0.5 * (Math.sqrt(b / 1180) - Math.sqrt(w / 1180)) ** 2,
    curvature: Number.NaN,
  });
  // Both are 19 (1/n + 1/m) / 8 but for terms of higher order.
  expect(by / ((19 * (2 / 1300)) / 8)).toBeCloseTo(1, 12);
  expect(summed / ((19 * (2 / 1180)) / 8)).toBeCloseTo(1, 1);
});

test('a term without a curvature is summed over all splits where counts are large too', () => {
  // The total variation ½ Σ |p − q| of two categories with 10,000 rows each, dealt out evenly: |1 − 2w / 10,000|, and w is
  // nearly normal with the hypergeometric variance 10,000 · ¼ · 10,000 / 19,999, so the mean is 2 sd √(2/π) / 10,000.
  const term = (b: number, w: number) => 0.5 * Math.abs(b / 10_000 - w / 10_000);
  const found = expectByChance(table([5000, 5000], [5000, 5000]), { term });
  const sd = Math.sqrt((10_000 * 0.25 * 10_000) / 19_999);
  expect(found / ((2 * sd * Math.sqrt(2 / Math.PI)) / 10_000)).toBeCloseTo(1, 3);
});

test('a drift is judged by what is beyond chance: many even categories, as many as rows', () => {
  const { baseline, window } = reference.chance[0];
  const quiet = driftMethod('jensen_shannon').measureCategories!(table(baseline, window)) as { beyondChance: number };
  // The same rows, but the window's in other categories.
  const renamed = driftMethod('jensen_shannon').measureCategories!(
    table([...baseline, ...window.map(() => 0)], [...baseline.map(() => 0), ...window]),
  ) as { value: number; beyondChance: number };
  expect(quiet.beyondChance).toBeLessThan(0.2);
  expect(renamed.value).toBe(1);
  // Renamed, a category has half as many rows in both together, so that chance alone would make more of it.
  expect(renamed.beyondChance).toBeGreaterThan(0.5);
});
