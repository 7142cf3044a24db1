import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidentKind, type NamedCheck } from '../../../../lambdas/core/alerts.ts';
import { emptyState } from '../../../../lambdas/core/decision/state.ts';
import { PLAIN_COMMANDS } from '../../../../lambdas/core/report/commands.ts';
import { accuracyPage } from '../../../../lambdas/core/report/html/accuracy-page.ts';
import type { ReportContext } from '../../../../lambdas/core/report/html/check-page.ts';
import { type Distributions, driftPage } from '../../../../lambdas/core/report/html/drift-page.ts';
import { STYLE } from '../../../../lambdas/core/report/html/style.ts';
import { timeLineOf } from '../../../../lambdas/core/report/time-line.ts';
import type { CheckResult } from '../../../../lambdas/core/result/schema.ts';
import {
  accuracyResult,
  accuracyWindow,
  breach,
  checkedWindow,
  clear,
  driftOf,
  driftResult,
  driftWindow,
  feature,
  fewPositivesResult,
  incident,
  REJECTED,
  shift,
} from '../results.ts';
import { hostileText, taint } from '../tainted.ts';
import { readPage } from './page-structure.ts';

const finding: CheckResult['quality'][number] = {
  check: 'missing_values',
  feature: 'price',
  value: 0.4,
  baseline: 0.001,
  limit: 0.05,
  rows: 5_000,
  breached: true,
  examples: ['N/A'],
  message: 'price: 40 % missing, 0.1 % in the baseline',
};

const broken = driftResult({
  verdict: {
    ...driftResult().verdict,
    dataMatches: 'no',
    nextStep: 'fix-data',
    reasons: [finding.message, 'price drifted: wasserstein 0.412, limit 0.1, p 2e-40'],
  },
  data: { ...driftResult().data, absentInputs: 1, absentOutputs: 2, used: 4_740, rejected: REJECTED },
  quality: [finding, { ...finding, value: 0.01, breached: false, message: 'country: 1 % missing' }],
  drift: driftOf([
    feature({ name: 'quiet', errorBound: 0.0005 }),
    feature({
      ...{ name: 'price', distance: 0.412, drifted: true },
      ...{ adjustedPValue: 2e-40, smallSampleAdjustedPValue: 2e-40 },
    }),
    feature({ name: 'was_constant', distance: null, reason: 'constant_baseline_changed', drifted: true }),
    feature({ name: '', distance: null, reason: 'no_window_values', adjustedPValue: null, windowRows: 0 }),
  ]),
  incidents: [incident('data-quality'), incident('performance')],
  retraining: {
    id: 'retraining-2026-03-01',
    since: '2026-03-01',
    requestedAt: 0,
    limit: 'accuracy < 0.7',
    standing: 'it starts now',
  },
});

/** Two columns and an answer that moved at different times; one of them is measured from a new normal. */
const moved = driftResult({
  verdict: { ...driftResult().verdict, dataMatches: 'no', nextStep: 'alert', reasons: ['as the groups say'] },
  drift: driftOf([
    feature({ name: 'price', drifted: true, shift: shift({ since: '2026-03-01' }) }),
    feature({ name: 'age', drifted: true, shift: shift({ effect: -0.4, since: '2026-03-01', normal: '2026-02-10' }) }),
    feature({ name: 'quiet', shift: shift({ effect: 0.01, pValue: 1 }) }),
  ]),
  predictionDrift: driftOf([
    feature({
      ...{ name: 'score', drifted: true },
      shift: shift({ limitSource: 'first_windows', historyWindows: 4 }),
    }),
  ]),
  incidents: [incident('drift')],
  newNormals: [
    {
      ...{ since: '2026-02-10', features: ['age'], answers: ['score'] },
      ...{ by: 'Ann', at: Date.parse('2026-02-12T06:30Z'), note: '' },
    },
  ],
});

it('says why no row is measured where the result was stored without a verdict on it', () => {
  const { metrics, ...rest } = accuracyResult().performance!;
  const none = Object.keys(metrics).map((name) => [name, { value: null, lower: null, upper: null, rows: 0 }]);
  const reasons = [{ part: 'answer' as const, kind: 'text' as const, rows: 2, examples: ['<b>'] }];
  const leftOut = { rows: 2, labelled: 2, reasons };
  const performance = { ...rest, metrics: Object.fromEntries(none), rows: 0, leftOut };
  const page = reportPage(accuracyResult({ performance }), { resultKey: 'result.json', checkedWindows: [] });
  expect(page).toContain('<p>No row can be measured: all 2 answers are texts such as &quot;&lt;b&gt;&quot;</p>');
  expect(page).not.toContain('Measured on');
});

const estimate = { value: 0.7, lower: 0.68, upper: 0.72, rows: 900 };
const worse = accuracyResult({
  labels: {
    ...accuracyResult().labels!,
    duplicates: 1,
    conflicts: 2,
    others: 4,
    mismatched: 5,
    rejected: 6,
    ambiguous: 7,
  },
  performance: {
    ...accuracyResult().performance!,
    confusionMatrix: {
      classes: ['kept', 'returned'],
      counts: [
        [3_000, 500],
        [454, 846],
      ],
    },
    curves: {
      roc: { falsePositives: [0, 500, 3_500], truePositives: [0, 900, 1_300] },
      calibration: [{ rows: 4_800, positives: 1_300, meanProbability: 0.25 }],
      residuals: { rmse: 2, counts: [0, 0, 0, 0, 0, 0, 3_000, 1_800, 0, 0, 0, 0, 0, 0] },
    },
    classes: [{ name: 'kept', rows: 3_500, precision: 0.8686, recall: 0.8571, f1: null }],
  },
  segments: [
    { feature: 'country', value: 'NL', rows: 900, metric: estimate, worse: true },
    { feature: 'country', value: null, rows: 700, metric: { ...estimate, value: 0.81, upper: 0.84 }, worse: false },
    { feature: 'country', value: 'DE', rows: 12, metric: null, worse: false },
  ],
  limits: [
    { text: 'accuracy < 0.85', purpose: 'alert', windows: 1, met: true, streak: 2, reached: true, standing: null },
    { text: 'accuracy < 0.7', purpose: 'retrain', windows: 3, met: false, streak: 0, reached: false, standing: null },
  ],
  incidents: [incident('performance')],
});
const waiting = accuracyResult({
  baseline: null,
  verdict: {
    dataMatches: 'unknown',
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
  performance: null,
  segments: [],
  limits: [],
});

const RESULTS: [string, CheckResult][] = [
  ['drift-moved', moved],
  ['drift-quiet', driftResult()],
  ['drift-broken', broken],
  ['accuracy-worse', worse],
  ['accuracy-waiting', waiting],
  ['accuracy-few-positives', fewPositivesResult()],
];

const DISTRIBUTIONS: Distributions = {
  features: [
    {
      name: 'price',
      missing: { baseline: 0, window: 40 },
      keyValues: [{ name: 'mean', baseline: '10.00', window: '16.20' }],
      moreValues: [{ name: '95 % quantile', baseline: '12.10', window: '19.00' }],
      givenLimit: 0.1,
      shape: {
        ...{ type: 'number', axis: 'values', width: 5 },
        bins: [
          { from: 0, to: 5, baseline: 100, window: 10 },
          { from: 5, to: 10, baseline: 300, window: 30 },
        ],
        ...{ below: { baseline: 0, window: 1 }, above: { baseline: 2, window: 3 } },
      },
    },
    {
      name: 'age',
      missing: { baseline: 0, window: 0 },
      keyValues: [],
      moreValues: [],
      shape: {
        type: 'category',
        bars: [
          { kind: 'known', category: 'young', baseline: 60, window: 10 },
          { kind: 'unseen', category: 'old', baseline: 0, window: 5 },
          { kind: 'other', categories: 7, baseline: 200, window: 30 },
        ],
      },
    },
  ],
  answers: [],
};

const TIME_LINE = timeLineOf({
  ...emptyState('returns'),
  checks: {
    drift: [driftWindow('2026-02-28'), driftWindow('2026-03-01', 0.5), driftWindow('2026-03-02', 0.75)],
    accuracy: [accuracyWindow('2026-02-28')],
  },
  incidents: [incident('drift')],
});
const PAGES = {
  previous: { window: '2026-03-01', address: '../2026-03-01/report.html' },
  otherCheck: { kind: 'accuracy' as const, address: '../../accuracy/2026-03-02/report.html' },
  overview: '../../../../index.html#returns/2026-03-02',
  result: 'result.json',
};

interface PageContext extends ReportContext {
  readonly distributions?: Distributions;
}

/** The page of a check of either kind. */
function reportPage(
  result: CheckResult,
  { distributions = { features: [], answers: [] }, ...context }: PageContext,
): string {
  return result.kind === 'drift' ? driftPage(result, context, distributions) : accuracyPage(result, context);
}

function contextOf(result: CheckResult): PageContext {
  const kind = result.kind === 'drift' ? 'drift' : 'performance';
  return {
    resultKey: `returns/checks/${result.kind}/2026-03-02/result.json`,
    checkedWindows: [
      checkedWindow('2026-02-28', [clear(kind)]),
      checkedWindow('2026-03-01', [{ ...clear(kind), status: 'unknown' }]),
      checkedWindow('2026-03-02', [result.verdict.nextStep === 'continue' ? clear(kind) : breach(kind, 'worse')]),
      checkedWindow('2026-03-03', [breach(kind, 'later')]),
    ],
    incidents: [
      incident('drift', {
        id: 'drift-2026-02-28',
        since: '2026-02-28',
        singleWindow: true,
        recoveredWindow: '2026-03-02',
      }),
    ],
    commands: PLAIN_COMMANDS,
    dashboard: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/Returns',
    runbook: 'https://runbooks.example/returns?a=1&b="2"',
    ...(result === moved && { distributions: DISTRIBUTIONS, timeLine: TIME_LINE, pages: PAGES }),
  };
}

const structureOf = (result: CheckResult, context: PageContext) => readPage(reportPage(result, context));

describe('the report of a check', () => {
  it.each(RESULTS)('%s reads as in its golden file', async (name, result) => {
    const [before, after, ...more] = reportPage(result, contextOf(result)).split(STYLE);
    // The looks stand in their own file, and once in a page.
    expect(more).toEqual([]);
    await expect(`${before}${after}`).toMatchFileSnapshot(`../golden/report-${name}.html`);
  });

  it('has the same command to inspect the window as the alert', () => {
    const result = accuracyResult();
    const commands = { ...PLAIN_COMMANDS, lookAt: ({ resultKey }: NamedCheck) => `show s3://bucket/${resultKey}` };
    const page = reportPage(result, { ...contextOf(result), commands });
    expect(page).toContain('<code>show s3://bucket/returns/checks/accuracy/2026-03-02/result.json</code>');
    expect(page).not.toContain('npx driftwarden check');
  });

  it('is not green where the model is worse and only the lack of a limit lets the check continue', () => {
    const { verdict } = accuracyResult();
    const page = (performance: Partial<CheckResult['verdict']['performance']>, limits: CheckResult['limits']) =>
      accuracyPage(
        accuracyResult({
          verdict: { ...verdict, performance: { ...verdict.performance, ...performance }, nextStep: 'continue' },
          limits,
        }),
        { resultKey: 'k', checkedWindows: [] },
      );
    const heading = (markup: string) => /<h1 class="(\w+)">Continue<\/h1>/.exec(markup)?.[1];
    const unlimited = page({}, []);

    expect(heading(unlimited)).toBe('wait');
    expect(unlimited).toContain('<dd>only because no limit is set: see below</dd>');
    expect(unlimited).not.toContain('nothing to do');
    expect(heading(page({ comparedWithBaseline: 'same' }, []))).toBe('good');
    expect(heading(page({}, accuracyResult().limits))).toBe('good');
  });

  it('states the basis of better, same or worse', () => {
    const result = accuracyResult();
    const comparison = { baseline: 0.9477, windows: 12, since: '2026-02-19', value: 0.9174 };
    const performance = { ...result.verdict.performance, comparison };
    const page = reportPage({ ...result, verdict: { ...result.verdict, performance } }, contextOf(result));
    expect(page).toContain('; the baseline had 0.9477; 0.9174 over the last 12 windows</dd>');
  });

  it.each(RESULTS)('%s is a page that loads and runs nothing', (_name, result) => {
    const { tags, attributes } = structureOf(result, contextOf(result));
    const policy = attributes.find(([, value]) => value.startsWith('default-src'))?.[1];
    expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
    const names = new Set(tags.map((tag) => tag.split(' ')[0]));
    for (const active of ['script', 'img', 'link', 'iframe', 'object', 'form', 'base'])
      expect(names).not.toContain(active);
    const keys = new Set(attributes.map(([key]) => key));
    const acting = (key: string) => ['src', 'style', 'xlink'].includes(key) || key.startsWith('on');
    expect([...keys].filter(acting)).toEqual([]);
    const places = attributes.filter(([key]) => key === 'id').map(([, value]) => value);
    expect(places.filter((place) => !incidentKind.options.some((kind) => kind === place))).toEqual([]);
    const links = attributes.filter(([key, value]) => key === 'href' && value.startsWith('#'));
    expect(links.filter(([, link]) => !places.includes(link.slice(1)))).toEqual([]);
    expect(attributes.filter(([, value]) => /url\(|https?:/i.test(value)).map(([key]) => key)).toEqual([
      'href',
      'href',
    ]);
  });

  it.each(RESULTS)('%s can be read aloud: headings in order, tables with captions and headers', (_name, result) => {
    const { tags } = structureOf(result, contextOf(result));
    expect(tags.filter((tag) => tag.startsWith('h1'))).toEqual(['h1 class']);
    expect(tags.filter((tag) => /^h[4-6]/.test(tag))).toEqual([]);
    expect(tags).toContain('html lang');
    const count = (name: string) => tags.filter((tag) => tag.split(' ')[0] === name).length;
    expect(count('caption')).toBe(count('table'));
    expect(count('h2')).toBe(count('section'));
    // Every row begins with the header that names it; the first of each table consists of headers.
    const rows = tags.flatMap((tag, i) => (tag === 'tr' ? [tags[i + 1]] : []));
    expect(rows.filter((tag) => !tag.startsWith('th scope'))).toEqual([]);
    // A drawing has a name, or stands beside the numbers that it draws.
    const drawings = tags.filter((tag) => tag.startsWith('svg'));
    expect(drawings.filter((tag) => !/ aria-hidden| role aria-label/.test(tag))).toEqual([]);
    expect(count('h3')).toBe(count('article'));
  });

  it.each(RESULTS)(
    '%s shows whatever its data holds as text and nothing else',
    { timeout: 20_000 },
    (_name, result) => {
      const context = contextOf(result);
      // Addresses are made of names that are encoded; letters of marks are ours.
      const tainted = (text: string): PageContext => ({
        ...taint(context, text),
        timeLine: context.timeLine && {
          ...taint(context.timeLine, text),
          marks: context.timeLine.marks.map((mark) => ({ ...mark, text })),
        },
        pages: context.pages && { ...context.pages, previous: { ...PAGES.previous, window: text } },
      });
      const ours = structureOf(taint(result, 'x'), tainted('x'));
      const addresses = [PAGES.previous, PAGES.otherCheck].map(({ address }) => address);
      const places = incidentKind.options.map((kind) => `#${kind}`);
      const own = new Set([...addresses, ...places, PAGES.overview, PAGES.result]);
      fc.assert(
        fc.property(hostileText, (text) => {
          const page = reportPage(taint(result, text), tainted(text));
          const { tags, attributes, texts } = readPage(page);

          expect(tags).toEqual(ours.tags);
          expect(texts.join('')).not.toMatch(/["'`<>]/);
          for (const value of attributes.map(([, each]) => each)) expect(value).not.toMatch(/["<>`]/);
          expect(attributes.filter(([key, value]) => key === 'href' && !own.has(value))).toEqual([]);
          expect(page.isWellFormed()).toBe(true);
          expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }),
      );
    },
  );

  it('links to web pages only', () => {
    const hrefs = (runbook: string) =>
      structureOf(driftResult(), { resultKey: 'k', checkedWindows: [], runbook })
        .attributes.filter(([key]) => key === 'href')
        .map(([, value]) => value);
    expect(hrefs('https://runbooks.example/?a=1&b="2"')).toEqual(['https://runbooks.example/?a=1&amp;b=&quot;2&quot;']);
    for (const address of ['javascript:alert(1)', 'data:text/html,x', ' https://x', '//x', '']) {
      expect(hrefs(address)).toEqual([]);
    }
  });

  it('does not grow with the features, segments and findings of a result, and says what it leaves out', () => {
    const many = driftResult({
      drift: driftOf(Array.from({ length: 5_000 }, (_, i) => feature({ name: `feature_${i}` }))),
      quality: Array.from({ length: 5_000 }, () => finding),
    });
    const page = reportPage(many, { resultKey: 'k', checkedWindows: [] });
    expect(page.length).toBeLessThan(100_000);
    expect(page).toContain('and 4,900 more in the JSON result');
    expect(page).toContain('and 4,800 more in the JSON result');
  });
});
