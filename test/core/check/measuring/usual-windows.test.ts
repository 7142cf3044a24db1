import { describe, expect, it } from 'vitest';
import type { BaselineMovement, UsualFinding } from '../../../../lambdas/core/baseline/movement.ts';
import { UsualWindows } from '../../../../lambdas/core/check/measuring/usual-windows.ts';
import { Profiler } from '../../../../lambdas/core/profile/profiler.ts';
import type { QualityFinding } from '../../../../lambdas/core/quality/types.ts';
import { makeChunk } from '../../profile/make-columns.ts';

const WINDOWS = 40;
const SCHEDULE = { window: { days: 1 }, timeZone: 'UTC' } as const;

const MONITOR = { schedule: SCHEDULE } as unknown as ConstructorParameters<typeof UsualWindows>[0];

function movementOf(findings: UsualFinding[], more: Partial<BaselineMovement> = {}): BaselineMovement {
  const windows = Array.from({ length: WINDOWS }, (_, i) => ({
    start: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
    rows: 500,
  }));
  return { version: 1, time: 'at', ...SCHEDULE, windows, features: [], answers: [], findings, ...more };
}

/** A window, or a baseline, with one column of numbers. */
function profileOf(...rates: number[]) {
  const profiler = new Profiler();
  profiler.add(makeChunk([['rate', rates]]));
  return profiler.finish();
}

const finding = (check: QualityFinding['check'], value: number, more: Partial<QualityFinding> = {}) =>
  ({ check, feature: 'rate', value, baseline: 0, limit: 0.05, rows: 500, breached: true, ...more }) as const;

const BASELINE = profileOf(1, 1.5, 2);

function explain(
  found: readonly UsualFinding[],
  one: QualityFinding,
  window = BASELINE,
  movement = movementOf([...found]),
) {
  return new UsualWindows(MONITOR, { profile: BASELINE, movement }).explain(one, window);
}

const missing = (windows: number, largest = 0.2): UsualFinding[] => [
  { check: 'missing_values', feature: 'rate', windows, largest },
];
const constant: UsualFinding[] = [{ check: 'constant_column', feature: 'rate', windows: 36, largest: 1 }];

describe('a breach', () => {
  it('shows nothing where two windows of the baseline, and 5 %, go as far', () => {
    expect(explain(missing(2), finding('missing_values', 0.2))).toBe('; so it is in 2 of 40 windows of the baseline');
    expect(explain(missing(1), finding('missing_values', 0.2))).toBe('');
  });

  it('is one where it goes farther than in any window of the baseline', () => {
    expect(explain(missing(20), finding('missing_values', 0.21))).toBe('');
    const factors: UsualFinding[] = [
      { check: 'scale_change', feature: 'rate', windows: 20, largest: Math.log(2.2046) },
    ];
    expect(explain(factors, finding('scale_change', 1 / 2.2046))).not.toBe('');
    expect(explain(factors, finding('scale_change', 1000))).toBe('');
  });

  it('is one of another check, of another column, and of the answers', () => {
    expect(explain(missing(20), finding('nan_values', 0.1))).toBe('');
    expect(explain(missing(20), finding('missing_values', 0.1, { feature: 'price' }))).toBe('');
    expect(explain(missing(20), finding('missing_values', 0.1, { subject: 'answer' }))).toBe('');
  });

  it.each([
    ['of another length', movementOf(missing(20), { window: { days: 7 } })],
    ['of another time zone', movementOf(missing(20), { timeZone: 'Europe/Berlin' })],
    ['not known', null],
  ])('is one where the windows of the baseline are %s', (_, movement) => {
    const usual = new UsualWindows(MONITOR, { profile: BASELINE, movement });
    expect(usual.explain(finding('missing_values', 0.1), BASELINE)).toBe('');
    expect([usual.constant.size, usual.movement.size]).toEqual([0, 0]);
  });
});

describe('a column with one value in each window of the baseline', () => {
  it('is one from nine windows in ten on', () => {
    const constantIn = (windows: number) =>
      new UsualWindows(MONITOR, { profile: BASELINE, movement: movementOf([{ ...constant[0], windows }]) }).constant;
    expect([...constantIn(36)]).toEqual(['rate']);
    expect([...constantIn(35)]).toEqual([]);
  });

  it('may have another category, or a number up to the width of the range beyond it', () => {
    const expected = '; in the windows of the baseline it has one value each, so another one is expected';
    expect(explain(constant, finding('unseen_categories', 1))).toBe(expected);
    expect(explain(constant, finding('out_of_range', 1), profileOf(3))).toBe(expected);
    expect(explain(constant, finding('out_of_range', 1), profileOf(0))).toBe(expected);
  });

  it('is broken by a number farther away, such as one in another unit', () => {
    expect(explain(constant, finding('out_of_range', 1), profileOf(3.1))).toBe('');
    expect(explain(constant, finding('out_of_range', 1), profileOf(-0.1))).toBe('');
    expect(explain(constant, finding('missing_values', 0.5))).toBe('');
  });
});

describe('the usual movement', () => {
  it('is by the median of the windows, so that a broken one does not count', () => {
    const effects = [0.1, -0.1, 0.1, null, -0.1, 40];
    const features = [{ name: 'rate', shifts: [{ key: 'location', effects, errors: effects.map(() => 0.05) }] }];
    const { movement } = new UsualWindows(MONITOR, { profile: BASELINE, movement: movementOf([], { features }) });
    expect(movement.get('rate')).toBeCloseTo(0.14826, 12);
  });
});
