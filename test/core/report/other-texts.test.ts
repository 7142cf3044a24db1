import { describe, expect, it } from 'vitest';
import { toMetricDatum } from '../../../lambdas/adapters/aws/metric-datum.ts';
import type { TimesFound } from '../../../lambdas/core/baseline/times-found.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { baselineText } from '../../../lambdas/core/report/baseline-text.ts';
import { comparisonText } from '../../../lambdas/core/report/comparison-text.ts';
import { evaluationText } from '../../../lambdas/core/report/evaluation-text.ts';
import { metricPoints } from '../../../lambdas/core/report/metric-points.ts';
import { rejectionText } from '../../../lambdas/core/report/rejection-text.ts';
import { timesText } from '../../../lambdas/core/report/times-text.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { makeChunk, reading } from '../profile/make-columns.ts';
import { accuracyResult, driftOf, driftResult, feature } from './results.ts';

const RETURNS = {
  name: 'returns',
  privacy: { values: 'show' as const },
  labels: null,
  capture: { prediction: { score: 'p', threshold: 0.5 } },
  baseline: { label: 'returned', prediction: { threshold: 0.5 } },
  performance: { primaryMetric: 'accuracy' as const, alert: [], retrain: [], segments: [], minimumRows: 200 },
};
const none = { records: 0, byReason: [], samples: [] };
const USED = { missingActual: 0, unknownActual: 0, missingPrediction: 0, unknownPrediction: 0, missingScore: 0 };
const NOTHING_LEFT_OUT = { rows: 0, labelled: 8, reasons: [] };
const estimate = { value: 0.75, lower: 0.5, upper: 0.9, rows: 8 };

describe('a comparison', () => {
  const comparison = {
    ...driftOf([
      feature({ name: 'price', distance: 0.4, drifted: true, adjustedPValue: 1e-9 }),
      feature({ name: 'b' }),
    ]),
    baselineRows: 1,
    windowRows: 5_000,
    changed: ['price', 'a.b', 'not a word', 'c0'],
    quality: [
      { check: 'missing_values', message: 'b: 90 % missing, 0 % in the baseline', breached: true },
      { check: 'out_of_range', message: 'b: within its limit', breached: false },
      { check: 'missing_column', message: 'a.b: the column is missing', breached: true },
    ],
    identifiers: ['user_id'],
    numberTexts: [],
    missingColumns: ['a.b', 'not a word'],
    extraColumns: Array.from({ length: 22 }, (_, i) => `c${i}`),
    rejected: { baseline: none, window: { ...none, records: 2, byReason: [{ reason: 'invalid-csv', count: 2 }] } },
  };

  it('begins with every column that changed', () => {
    const text = comparisonText(comparison);
    expect(text.split('\n').slice(0, 9)).toEqual([
      '4 columns changed: price, a.b, "not a word", c0',
      'baseline 1 row, window 5,000 rows',
      '',
      'b: 90 % missing, 0 % in the baseline',
      '',
      'missing in the window: a.b, "not a word"',
      '',
      `only in the window: ${comparison.extraColumns.join(', ')}`,
      '',
    ]);
    expect(text).toContain(
      '1 of 2 features drifted: the distance is above its limit and p (adjusted) is at most 0.004\n\n  feature ',
    );
    expect(text).not.toMatch(/within its limit|the column is missing/);
    expect(text).toContain('identifiers (only form and missing values are compared): user_id\n');
    expect(text).toContain('window: 2 records could not be read\n  rejected: invalid-csv 2\n');
  });

  it('names the number of features it leaves out', () => {
    const many = { ...comparison, ...driftOf(Array.from({ length: 45 }, (_, i) => feature({ name: `f${i}` }))) };
    expect(comparisonText(many)).toContain('and 5 more like the baseline (--all shows them)');
    expect(comparisonText(many, { all: true })).not.toContain('--all');
    expect(comparisonText(many, { all: true }).match(/^ {2}f\d/gm)).toHaveLength(45);
  });

  it('never leaves out what drifted or has no values', () => {
    const drifted = Array.from({ length: 45 }, (_, i) => feature({ name: `f${i}`, drifted: true }));
    const empty = feature({ name: 'gone', distance: null, effect: null, reason: 'no_window_values' });
    const text = comparisonText({ ...comparison, ...driftOf([feature({ name: 'quiet' }), ...drifted, empty]) });
    expect(text.match(/DRIFTED$/gm)).toHaveLength(45);
    expect(text).toMatch(/^ {2}gone .*no numbers in the window$/m);
    expect(text).toContain('and 1 more like the baseline');
  });

  it('shows which part of a distance is due to chance', () => {
    const sparse = feature({
      name: 'city',
      type: 'category',
      method: 'jensen_shannon',
      distance: 0.53,
      distanceBeyondChance: 0.02,
      limit: 0.1,
    });
    expect(comparisonText({ ...comparison, ...driftOf([sparse]) })).toMatch(
      /city +0\.53.*chance explains all but 0\.0200/,
    );
  });

  it('names the value that makes most of a distance', () => {
    const extreme = { value: 46_826, side: 'window' as const, end: 'largest' as const };
    const trips = feature({ name: 'miles', distance: 1.27, distanceBeyondChance: 0.0704, extreme });
    expect(comparisonText({ ...comparison, ...driftOf([trips]) })).toContain(
      'without the largest value, 46,826, the distance is 0.0704',
    );
    const before = { ...trips, extreme: { value: -9_999, side: 'baseline' as const, end: 'smallest' as const } };
    expect(comparisonText({ ...comparison, ...driftOf([before]) })).toContain(
      "without the baseline's smallest, -9,999, it is 0.0704",
    );
    expect(comparisonText({ ...comparison, ...driftOf([{ ...trips, extreme: undefined }]) })).toContain(
      'without the most extreme rows the distance is 0.0704',
    );
  });
});

describe('an evaluation', () => {
  const performance = {
    problem: 'binary-classification' as const,
    rows: 8,
    metrics: { accuracy: estimate },
    confusionMatrix: {
      classes: ['0', '1'],
      counts: [
        [5, 1],
        [1, 1],
      ],
    },
    classes: null,
  };

  it('says what was used, the metrics and the confusion matrix', () => {
    const unusable = { ...USED, missingActual: 2, missingScore: 1 };
    expect(evaluationText({ performance, rows: 11, unusable, leftOut: NOTHING_LEFT_OUT, rejected: none })).toBe(
      [
        '8 of 11 rows used; not used: 2 with no usable label, 1 with no usable score',
        '',
        '  metric     value  95 % interval     rows',
        '  accuracy  0.7500  0.5000 to 0.9000     8',
        '',
        '  actual \\ predicted  0  1',
        '  0                   5  1',
        '  1                   1  1',
        '',
      ].join('\n'),
    );
  });

  it('states why labelled rows are not used', () => {
    const leftOut = {
      rows: 3,
      labelled: 11,
      reasons: [
        { part: 'answer', kind: 'nan', rows: 2, examples: [] },
        { part: 'label', kind: 'class', rows: 1, examples: ['maybe'] },
      ],
    } satisfies NonNullable<NonNullable<CheckResult['performance']>['leftOut']>;
    const text = evaluationText({ performance, rows: 11, unusable: USED, leftOut, rejected: none });
    expect(text).toContain(
      '\n2 of 11 answers are not a number, 1 label is neither of the two classes such as "maybe": excluded from the metrics\n',
    );
  });

  it('leaves a large confusion matrix to the JSON', () => {
    const classes = Array.from({ length: 13 }, (_, i) => `c${i}`);
    const confusionMatrix = { classes, counts: classes.map(() => classes.map(() => 0)) };
    const text = evaluationText({
      performance: { ...performance, confusionMatrix },
      rows: 8,
      unusable: USED,
      leftOut: NOTHING_LEFT_OUT,
      rejected: none,
    });
    expect(text).toContain('confusion matrix of 13 classes: see --json');
  });
});

describe('metric points', () => {
  it('of a drift check are rows, rejected share, broken data and drift', () => {
    const points = metricPoints(driftResult(), [], 5);
    expect(points.map(({ name, value, unit }) => [name, value, unit])).toEqual([
      ['Rows', 5000, 'Count'],
      ['RejectedShare', 0, 'None'],
      ['DataQualityViolations', 0, 'Count'],
      ['DriftedFeatures', 0, 'Count'],
      ['DriftedShare', 0, 'None'],
    ]);
    expect(points[0]).toMatchObject({ dimensions: { Monitor: 'returns' }, time: 5 });
  });

  it('of a drift check name the features that are published and have a distance', () => {
    const [feature] = driftResult().drift!.features;
    const distances: [string, number | null][] = [
      ['amount', 0.25],
      ['unknown', null],
      ['enormous', 1e200],
      ['other', 0.5],
    ];
    const features = distances.map(([name, distance]) => ({ ...feature, name, distance }));
    const result = driftResult({ drift: { ...driftResult().drift!, features } });

    const points = metricPoints(result, ['enormous', 'amount', 'unknown', 'absent'], 5);

    expect(points.filter(({ name }) => name === 'FeatureDrift')).toEqual([
      {
        name: 'FeatureDrift',
        value: 0.25,
        unit: 'None',
        dimensions: { Monitor: 'returns', Feature: 'amount' },
        time: 5,
      },
    ]);
    for (const point of points) expect(() => toMetricDatum(point)).not.toThrow();
  });

  it('of an accuracy check leave out what is not known', () => {
    const points = metricPoints(accuracyResult(), ['accuracy'], 5);
    expect(points.map(({ name, value }) => [name, value])).toEqual([
      ['LabelledRows', 4800],
      ['LabelCoverage', 0.96],
      ['accuracy', 0.8012],
    ]);
  });
});

describe('rejections', () => {
  it('are a place, a reason and an excerpt each, five at most', () => {
    const sample = (line: number) => ({
      reason: 'invalid-json',
      uri: 'a.jsonl',
      line,
      detail: 'not JSON',
      excerpt: 'x',
    });
    const text = rejectionText({
      records: 7,
      byReason: [{ reason: 'invalid-json', count: 7 }],
      samples: [1, 2, 3, 4, 5, 6, 7].map(sample),
    });
    expect(text.split('\n')).toHaveLength(7);
    expect(text).toContain('a.jsonl:5    invalid-json: not JSON  x');
    expect(text).not.toContain('a.jsonl:6');
  });

  it('are empty where there are none', () => {
    expect(rejectionText(none)).toBe('');
  });
});

const NO_TIMES = {
  column: null,
  named: false,
  off: false,
  candidates: [],
  rowsWithoutTime: 0,
  windows: 0,
  large: 0,
  measured: 0,
  fewestRows: 100,
  unusable: null,
};

describe('the times of a baseline', () => {
  const found = { ...NO_TIMES, column: 'at', windows: 31, large: 28, measured: 28 };
  const learned = 'the usual movement of columns will be learned from the first windows';

  it.each<[string, TimesFound]>([
    [`no time column (baseline.time): ${learned}`, NO_TIMES],
    [`no column with the time (baseline.time is off): ${learned}`, { ...NO_TIMES, off: true }],
    [
      `several columns hold times (at, "\\u{1b}[2Jborn"): name the one with the event time in baseline.time; until then ${learned}`,
      { ...NO_TIMES, candidates: ['at', '\u001b[2Jborn'] },
    ],
    [
      'usual movement is known from 31 windows by the times in at (the only column of times that is no feature), 3 of them with fewer than 100 rows',
      found,
    ],
    [
      'usual movement is known from the newest 98 of 2,000 windows by the times in at (baseline.time), 7 rows without a time',
      { ...found, named: true, windows: 2000, large: 2000, measured: 98, rowsWithoutTime: 7 },
    ],
    [
      `1 window by the times in at (baseline.time): too few; ${learned}`,
      { ...found, named: true, windows: 1, large: 1, measured: 0 },
    ],
    [
      `the times in at (baseline.time) are days, windows are parts of a day: ${learned}`,
      { ...found, named: true, unusable: 'days_only' },
    ],
    [
      `the times in at (baseline.time) fall into too many windows: ${learned}`,
      { ...found, named: true, unusable: 'too_many_windows' },
    ],
  ])('%s', (text, times) => {
    expect(timesText(times)).toBe(text);
  });
});

describe('a baseline', () => {
  it('shows its columns, and the performance of the model on held-out rows', async () => {
    const chunk = makeChunk([
      ['price', [1, 2, 3, 4]],
      ['country', ['NL', 'NL', 'BE', null]],
    ]);
    const baseline = {
      id: '2026-02-01-0a1b2c3d',
      model: 'returns-2',
      createdAt: '2026-02-01T09:00:00Z',
      source: 'training.csv',
      rows: 8,
      profile: await buildBaselineProfile(reading([chunk]), {}),
      predictions: null,
      performance: {
        problem: 'binary-classification' as const,
        rows: 8,
        metrics: { accuracy: estimate },
        confusionMatrix: null,
        classes: null,
      },
      movement: null,
    };
    const built = { baseline, activated: true, times: NO_TIMES, rejected: none };

    const text = baselineText(RETURNS, built);

    expect(text).toContain('returns: baseline 2026-02-01-0a1b2c3d, now active\n4 rows of training.csv\n');
    expect(text).toMatch(/^ {2}price +number +0 % +2\.5000 +1 to 4$/m);
    expect(text).toMatch(/^ {2}country +category +25 % +2 categories$/m);
    expect(text).toContain('no answers of the model (baseline.score)');
    expect(text).toContain('the model on 8 held-out rows');
    expect(text).toMatch(/^ {2}accuracy +0\.7500 +0\.5000 to 0\.9000 +8$/m);
    expect(baselineText(RETURNS, { ...built, activated: false })).toContain('(dry run: not saved)');
    const unmeasured = { ...built, baseline: { ...baseline, performance: null } };
    const compared = 'performance is not compared with the baseline';
    expect(baselineText(RETURNS, unmeasured)).toContain(`\nno answers (baseline.score): ${compared}`);
    const [labelled, answered] = [{ label: 'returned' }, { prediction: { score: 'p', threshold: 0.5 } }];
    const unlabelled = { ...RETURNS, baseline: { label: undefined, ...answered } };
    expect(baselineText(unlabelled, unmeasured)).toContain(`\nno labels (baseline.label): ${compared}`);
    const neither = { ...RETURNS, baseline: { ...RETURNS.baseline, label: undefined } };
    expect(baselineText(neither, unmeasured)).toContain(
      `\nno labels (baseline.label) and no answers (baseline.score): ${compared}`,
    );
    const both = { ...RETURNS, baseline: { ...labelled, ...answered } };
    expect(baselineText(both, unmeasured)).toContain(`\nno row has a label and an answer: ${compared}`);
  });
});
