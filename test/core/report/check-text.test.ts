import { describe, expect, it } from 'vitest';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import { checksText } from '../../../lambdas/core/report/checks-text.ts';
import { describeLimit } from '../../../lambdas/core/report/limit-text.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { displayWidth } from '../../../lambdas/core/text/width.ts';
import { accuracyResult, driftOf, driftResult, feature, fewPositivesResult, REJECTED } from './results.ts';

const LONG = 'customer_lifetime_value_rolling_mean_over_the_last_30_days_in_usd';

const drifted = driftResult({
  verdict: {
    ...driftResult().verdict,
    dataMatches: 'no',
    nextStep: 'alert',
    reasons: [`${LONG} drifted: wasserstein 0.412, limit 0.1, p 2e-40`],
  },
  drift: driftOf([
    feature({ name: 'quiet' }),
    feature({ name: LONG, distance: 0.412, drifted: true, adjustedPValue: 2e-40 }),
    feature({ name: 'was_constant', distance: null, reason: 'constant_baseline_changed', drifted: true }),
    feature({ name: '', distance: null, reason: 'no_window_values', adjustedPValue: null, windowRows: 0 }),
  ]),
});

const unreadable = driftResult({
  verdict: {
    ...driftResult().verdict,
    dataMatches: 'no',
    nextStep: 'fix-data',
    reasons: Array.from({ length: 14 }, (_, i) => `feature_${i}: the column is missing`),
  },
  data: { ...driftResult().data, used: 4_740, rejected: REJECTED },
});
const waiting = accuracyResult({
  verdict: {
    ...accuracyResult().verdict,
    performance: {
      metric: 'accuracy',
      value: null,
      lower: null,
      upper: null,
      rows: 0,
      comparedWithBaseline: 'unknown',
    },
    nextStep: 'wait-for-labels',
    reasons: ['not enough data yet: 0 labelled rows (0 % of the predictions), 200 are needed'],
  },
  labels: { ...accuracyResult().labels!, labelled: 0, coverage: 0 },
  performance: null,
  baseline: null,
  limits: [],
  segments: [],
});

const TEXTS: [string, CheckResult][] = [
  ['drift-quiet', driftResult()],
  ['drift-drifted', drifted],
  ['drift-broken', unreadable],
  ['accuracy-worse', accuracyResult()],
  ['accuracy-waiting', waiting],
  ['accuracy-few-positives', fewPositivesResult()],
];

describe('the text of a check', () => {
  it.each(TEXTS)('%s reads as in its golden file', async (name, result) => {
    await expect(`${checkText(result)}\n`).toMatchFileSnapshot(`golden/check-${name}.txt`);
  });

  it.each(TEXTS)('%s fits a terminal of 80 columns', async (name, result) => {
    const text = checkText(result, 80);
    expect(text.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    await expect(`${text}\n`).toMatchFileSnapshot(`golden/check-${name}-80.txt`);
  });

  it('lists drifted features first, by effect, those without a measure of it before all, then those without values', () => {
    const names = checkText(drifted).matchAll(/^ {2}(was_constant|customer\S+|quiet|\(empty name\)) /gm);
    expect(Array.from(names, ([, name]) => name.slice(0, 12))).toEqual([
      'was_constant',
      'customer_lif',
      '(empty name)',
      'quiet',
    ]);
  });

  it('says how many features it leaves out', () => {
    const many = driftResult({ drift: driftOf(Array.from({ length: 40 }, (_, i) => feature({ name: `f${i}` }))) });
    expect(checkText(many)).toContain('and 25 more');
  });

  it('says of an unusual number of rows what no reason says', () => {
    const message = '900 rows are far more than the usual 200 to 400 (by 28 windows)';
    const found = { check: 'row_count', feature: null, value: 3, baseline: null, limit: null, rows: 900, examples: [] };
    const textOf = (breached: boolean) => checkText(driftResult({ quality: [{ ...found, breached, message }] }));
    expect(textOf(false)).toMatch(/^ +rows +900 rows are far more than the usual/m);
    expect(textOf(true)).not.toContain('far more');
  });
});

describe('the text of several checks', () => {
  const inWindow = (name: string, result: CheckResult) => ({ ...result, window: { ...result.window, name } });

  it('shows each in full as long as there is one of accuracy', () => {
    const text = checksText([driftResult(), accuracyResult()]);
    expect(text).toBe(`${checkText(driftResult())}\n\n${checkText(accuracyResult())}`);
  });

  it('shows many windows of accuracy as a table, and the latest one with labels in full', () => {
    const results = [
      driftResult(),
      inWindow('2026-02-28', accuracyResult()),
      inWindow('2026-03-01', accuracyResult()),
      inWindow('2026-03-02', waiting),
    ];
    const text = checksText(results);
    expect(text).toContain('accuracy checks of 3 windows');
    expect(text).toMatch(/^2026-02-28 +accuracy 0\.8012 \(0\.7900 to 0\.8123\) +96 % +alert/m);
    expect(text).toMatch(/^2026-03-02 +not known +0 % +wait for labels +not enough data yet/m);
    expect(text.match(/accuracy check {2}/g)).toHaveLength(1);
    expect(text).toContain('accuracy check  2026-03-01');
  });
});

describe('the text of drift checks of several windows', () => {
  it('has them as a table, and the latest one with data in full', () => {
    const inWindow = (name: string, result: CheckResult) => ({ ...result, window: { ...result.window, name } });
    const empty = driftResult();
    const text = checksText([
      inWindow('2026-02-28', driftResult()),
      inWindow('2026-03-01', driftResult()),
      inWindow('2026-03-02', { ...empty, data: { ...empty.data, rows: 0 } }),
    ]);
    expect(text).toContain('drift checks of 3 windows');
    expect(text).toMatch(/^2026-02-28 +(yes|no) +[\d,]+ +\w+/m);
    expect(text).toMatch(/^2026-03-02 +(yes|no) +0 /m);
    expect(text.match(/drift check {2}/g)).toHaveLength(1);
    expect(text).toContain('drift check  2026-03-01');
  });
});

describe('a limit', () => {
  const limit = {
    text: 'accuracy < 0.85',
    purpose: 'alert',
    windows: 1,
    met: true,
    streak: 1,
    reached: true,
    standing: null,
  } as const;
  const open = { open: true, since: '2001-05-12', strength: 0.3 };
  const closed = { open: false, since: '2001-05-12', strength: 0.34 };

  it.each([
    [limit, 'accuracy < 0.85: breached'],
    [{ ...limit, streak: 4 }, 'accuracy < 0.85: breached for 4 windows in a row'],
    [{ ...limit, met: false, streak: 0, reached: false }, 'accuracy < 0.85: not breached'],
    [{ ...limit, standing: open }, 'accuracy < 0.85: breached since window 2001-05-12'],
    [
      { ...limit, met: false, standing: open },
      'accuracy < 0.85: not breached in this window, but recovery is not proved yet; breached since window 2001-05-12',
    ],
    [
      { ...limit, reached: false, standing: open },
      'accuracy < 0.85: breached since window 2001-05-12; acts only once that has lasted more than a week',
    ],
    [
      { ...limit, reached: false, standing: closed },
      'accuracy < 0.85: breached, but it may be chance (34 % of the evidence needed)',
    ],
    [
      { ...limit, windows: 3, reached: false, standing: { ...closed, strength: 1 } },
      'accuracy < 0.85 for 3 windows: breached, window 1 of 3',
    ],
    [
      { ...limit, reached: false, standing: { ...closed, strength: 1 } },
      'accuracy < 0.85: breached, but by too few labelled rows so far',
    ],
    [{ ...limit, met: false, reached: false, standing: { ...closed, strength: 0 } }, 'accuracy < 0.85: not breached'],
    [{ ...limit, met: null, streak: 0, reached: false }, 'accuracy < 0.85: not enough data to say'],
    [{ ...limit, met: null, streak: 2 }, 'accuracy < 0.85: not enough data to say, breached in 2 windows before'],
    [
      { ...limit, standing: { ...open, since: null } },
      'accuracy < 0.85: breached since before the oldest window on record',
    ],
    [
      { ...limit, met: false, reached: false, standing: open },
      'accuracy < 0.85: not breached in this window, but recovery is not proved yet; breached since window 2001-05-12',
    ],
    [{ ...limit, windows: 3, streak: 2, reached: false }, 'accuracy < 0.85 for 3 windows: breached, window 2 of 3'],
    [{ ...limit, windows: 3, streak: 8 }, 'accuracy < 0.85 for 3 windows: breached for 8 windows in a row'],
    [
      { ...limit, streak: 0, reached: false },
      'accuracy < 0.85: breached, but not counted: the data of the window is broken',
    ],
  ])('%j', (given, text) => {
    expect(describeLimit(given)).toBe(text);
  });
});
