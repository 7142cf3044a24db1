import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ClaimWindow, playClaim } from '../../../../lambdas/core/performance/claims/claim-periods.ts';
import { ClaimDetector } from '../../../../lambdas/core/performance/claims/detector.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { binomial } from './draws.ts';

const ALLOWED = 0.15;
/** One false page in ten years of days. */
const RULE = { threshold: 3652.5, minimumRows: 200 };

function windowsOf(counts: readonly (readonly [bad: number, rows: number])[], mayOpen = true): ClaimWindow[] {
  return counts.map(([bad, rows], i) => ({
    window: `w${i}`,
    rows,
    evidence: { test: 'counts', bad, rows, allowed: ALLOWED },
    mayOpen,
  }));
}

describe('a detector', () => {
  it('has the capital of the sum of products that defines it', () => {
    const { detectors } = JSON.parse(readFileSync(new URL('reference/reference.json', import.meta.url), 'utf8'));
    for (const { windows, allowed, logCapital } of detectors) {
      const detector = new ClaimDetector('beyond');
      for (const [bad, rows] of windows) detector.add('w', rows, { test: 'counts', bad, rows, allowed });
      expect(detector.logCapital).toBeCloseTo(logCapital, 9);
    }
  });
});

describe('a detector', () => {
  it('has no capital and no run before the first window', () => {
    const detector = new ClaimDetector('beyond');
    expect([detector.logCapital, detector.run]).toEqual([Number.NEGATIVE_INFINITY, null]);
  });

  it('has no run while its evidence is shrinking, and then the windows since it grows', () => {
    const detector = new ClaimDetector('beyond');
    const add = (window: string, bad: number) =>
      detector.add(window, 1000, { test: 'counts', bad, rows: 1000, allowed: ALLOWED });
    add('w0', 120);
    expect(detector.run).toBeNull();
    add('w1', 200);
    add('w2', 200);
    expect(detector.run).toEqual({ window: 'w1', rows: 2000 });
  });

  it('has a finite capital however strong the evidence is', () => {
    const detector = new ClaimDetector('beyond');
    detector.add('w', 1e6, { test: 'counts', bad: 1e6, rows: 1e6, allowed: ALLOWED });
    expect(detector.logCapital).toBeGreaterThan(1e5);
    expect(detector.logCapital).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});

describe('a claim', () => {
  const good: [number, number] = [120, 1000];
  const bad: [number, number] = [200, 1000];

  it('opens with the windows that prove it, names the first of them, and closes with those that prove the opposite', () => {
    const windows = windowsOf([good, good, bad, bad, bad, good, good, good]);
    const states = windows.map((_, i) => playClaim(windows.slice(0, i + 1), RULE));

    // 200 bad of 1,000 where 150 are allowed: ln(e-value) at most 1000·KL(0.2, 0.15) = 9.04 for one window; it takes ln 3652.5 = 8.2 and the price of seven bets.
    expect(states.map(({ open }) => open)).toEqual([false, false, false, true, true, true, false, false]);
    expect(states[3]).toMatchObject({ openedBy: 'w3', since: 'w2' });
    expect(states[6]).toMatchObject({ closedBy: 'w6' });
  });

  it('rests on rows of several windows where one has few, and takes as many as a judgement needs', () => {
    const few = windowsOf(Array.from({ length: 12 }, (): [number, number] => [18, 20]));
    const opened = few.findIndex((_, i) => playClaim(few.slice(0, i + 1), RULE).open);
    // 18 of 20 bad: one window proves it, and ten have the 200 rows.
    expect(opened).toBe(9);
    expect(playClaim(few.slice(0, 1), { ...RULE, minimumRows: 1 }).open).toBe(true);
  });

  it('does not open while another condition is unmet, and opens as soon as it is met', () => {
    const windows = windowsOf([bad, bad, bad, bad], false);
    expect(playClaim(windows, RULE)).toMatchObject({ open: false, strength: 1 });
    expect(playClaim([...windows, { ...windows[3], mayOpen: true }], RULE).open).toBe(true);
  });

  it('names the window since which the metric is beyond the limit before that is proved', () => {
    expect(playClaim(windowsOf([good, good]), RULE)).toMatchObject({ open: false, since: null });
    expect(playClaim(windowsOf([good, good, bad]), RULE)).toMatchObject({ open: false, since: 'w2' });
  });

  it('says how much of the evidence that it needs it has', () => {
    const detector = new ClaimDetector('beyond');
    detector.add('w0', 1000, { test: 'counts', bad: 200, rows: 1000, allowed: ALLOWED });
    const { strength } = playClaim(windowsOf([bad]), RULE);
    expect(strength).toBeCloseTo(detector.logCapital / Math.log(RULE.threshold), 12);
    expect(strength).toBeGreaterThan(0.1);
    expect(strength).toBeLessThan(1);
    expect(playClaim([], RULE).strength).toBe(0);
  });

  it('overlooks windows without evidence', () => {
    const windows = windowsOf([good, good, bad, bad]);
    const empty: ClaimWindow = { window: 'empty', rows: 0, evidence: null, mayOpen: true };
    expect(playClaim([windows[0], empty, windows[1], windows[2], empty, windows[3]], RULE)).toEqual(
      playClaim(windows, RULE),
    );
  });

  it('that was open before the first window closes with recovery, and opens anew', () => {
    // 120 bad where 150 are allowed: at most 1000·KL(0.12, 0.15) = 3.7 a window, and closing takes ln 100 = 4.6.
    const windows = windowsOf([bad, good, good, bad, bad, bad]);
    const states = windows.map((_, i) => playClaim(windows.slice(0, i + 1), RULE, true));
    expect(states[0]).toMatchObject({ open: true, openedBy: null, closedBy: null, since: null });
    expect(states.map(({ open }) => open)).toEqual([true, true, false, false, true, true]);
    expect(states[2]).toMatchObject({ closedBy: 'w2' });
    expect(states[5]).toMatchObject({ openedBy: 'w4', closedBy: null, since: 'w3' });
  });

  it('of a mean loss closes when the losses are below the limit again', () => {
    // 1,000 rows whose losses are above the limit by a third on average, and later below it by as much.
    const windows = [1, 1, 1, -1, -1, -1].map(
      (side, i): ClaimWindow => ({
        window: `w${i}`,
        rows: 1000,
        evidence: { test: 'losses', sum: (side * 1000) / 3, squares: 500 },
        mayOpen: true,
      }),
    );
    expect(playClaim(windows.slice(0, 3), RULE).open).toBe(true);
    expect(playClaim(windows, RULE)).toMatchObject({ open: false, closedBy: 'w3' });
  });

  it('stays open until recovery is proved', () => {
    const atTheLimit: [number, number] = [150, 1000];
    const windows = windowsOf([bad, bad, bad, ...Array.from({ length: 10 }, () => atTheLimit)]);
    expect(playClaim(windows, RULE).open).toBe(true);
  });
});

describe('days with an accuracy of 0.95, 0.93, 0.88, 0.85 and 0.80', () => {
  const alertDay = (rows: number) => {
    const days = windowsOf([0.95, 0.93, 0.88, 0.85, 0.8].map((accuracy) => [Math.round((1 - accuracy) * rows), rows]));
    return days.findIndex((_, i) => playClaim(days.slice(0, i + 1), { ...RULE, threshold: 8117 }).open);
  };

  it('prove an accuracy below 0.85 on the fifth with 5,000 rows a day, and not with 200', () => {
    expect(alertDay(5000)).toBe(4);
    expect(alertDay(200)).toBe(-1);
  });
});

/** Days until a model's accuracy is claimed to be below 0.85, labels of a day coming evenly over so many days. */
function firstOpening(
  seed: number,
  accuracyOn: (day: number) => number,
  { rows, days, spread }: { rows: number; days: number; spread: number },
) {
  const random = new SeededRandom(seed);
  const known = Array.from({ length: days }, () => ({ bad: 0, rows: 0 }));
  for (let day = 0; day < days; day++) {
    for (let labelled = Math.max(0, day - spread + 1); labelled <= day; labelled++) {
      const left = rows - known[labelled].rows;
      const come = binomial(random, left, 1 / (spread - (day - labelled)));
      known[labelled].rows += come;
      known[labelled].bad += binomial(random, come, 1 - accuracyOn(labelled));
    }
    const seen = known.slice(0, day + 1).map(({ bad, rows: n }): [number, number] => [bad, n]);
    if (playClaim(windowsOf(seen), { threshold: 365.25 / 0.045, minimumRows: 200 }).open) return day;
  }
  return null;
}

describe('a daily stream of 1,000 with labels over 13 days, a limit of 0.85 and the default budget', () => {
  it('has no false page in 20 years at a true accuracy of 0.86', () => {
    const paged = Array.from({ length: 80 }, (_, seed) =>
      firstOpening(seed, () => 0.86, { rows: 1000, days: 91, spread: 13 }),
    );
    expect(paged.filter((day) => day !== null)).toEqual([]);
  });

  it.each([
    [1000, 13, 5],
    [5000, 13, 2],
    [1000, 1, 2],
  ])(
    'a drop from 0.875 to 0.80 is paged, %d a day and labels over %d days: after %d days half of the time',
    (rows, spread, days) => {
      const waits = Array.from({ length: 41 }, (_, seed) => {
        const day = firstOpening(seed, (d) => (d < 20 ? 0.875 : 0.8), { rows, days: 40, spread });
        return day === null ? Number.POSITIVE_INFINITY : day - 20 + 1;
      }).sort((a, b) => a - b);
      expect(waits[0]).toBeGreaterThan(0);
      expect(waits[20]).toBeLessThanOrEqual(days);
      expect(waits[40]).toBeLessThanOrEqual(2 * days + 1);
    },
  );
});
