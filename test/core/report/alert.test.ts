import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../../lambdas/core/decision/transition.ts';
import { type AlertContext, buildAlert } from '../../../lambdas/core/report/alert.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { accuracyResult, breach, clear, driftOf, driftResult, entry, eventOf, feature, incident } from './results.ts';

const RUNBOOK = 'https://runbooks.example/returns';

function alertOf(event: IncidentEvent & Pick<AlertContext, 'entries'>, result: CheckResult, runbook?: string) {
  const resultKey = `${result.monitor}/checks/${result.kind}/${result.window.name}/result.json`;
  return buildAlert(event, { result, resultKey, entries: event.entries, runbook });
}

const DRIFT_LINES = [
  'price drifted: wasserstein 0.412, limit 0.1, p 2e-40',
  "the model's answers: score drifted: wasserstein 0.3, limit 0.1, p 1e-12",
];
const drifted = driftResult({
  verdict: { ...driftResult().verdict, dataMatches: 'no', nextStep: 'alert', reasons: DRIFT_LINES },
  drift: driftOf([feature({ distance: 0.412, drifted: true, adjustedPValue: 2e-40 })]),
});
const broken = driftResult({
  verdict: {
    ...driftResult().verdict,
    dataMatches: 'no',
    nextStep: 'fix-data',
    reasons: ['price: 40 % missing, 0 % in the baseline'],
  },
});
const noData = driftResult({
  verdict: {
    ...driftResult().verdict,
    dataMatches: 'unknown',
    nextStep: 'alert',
    reasons: ['no data was captured: capture may have stopped, which is not the same as no traffic'],
  },
  data: { ...driftResult().data, objects: 0, records: 0, rows: 0 },
  drift: null,
  predictionDrift: null,
});
const wanted = { id: 'retraining-2026-03-01', since: '2026-03-01', requestedAt: 0, limit: 'accuracy < 0.7' };

const DRIFT = breach('drift', `${DRIFT_LINES[0]} and 1 more`, DRIFT_LINES);
const BROKEN = breach('data-quality', 'price: 40 % missing, 0 % in the baseline');
const NO_DATA = breach(
  'no-data',
  'no data was captured: capture may have stopped, which is not the same as no traffic',
);
const WORSE = breach('performance', 'accuracy 0.8012 (0.7900 to 0.8123), limit: < 0.85', [
  'accuracy was 0.9100 in the baseline: now worse',
]);

const NEW = { since: '2026-03-02' };

/** Every kind of incident in every state in which people are told. */
const ALERTS: [string, ReturnType<typeof alertOf>][] = [
  ['drift-open', alertOf(eventOf('opened', incident('drift', NEW), [entry('2026-03-02', [DRIFT])]), drifted, RUNBOOK)],
  [
    'drift-still-open',
    alertOf(
      eventOf('repeated', incident('drift'), [entry('2026-03-01', [DRIFT]), entry('2026-03-02', [DRIFT])]),
      drifted,
    ),
  ],
  [
    'data-quality-open',
    alertOf(eventOf('opened', incident('data-quality', NEW), [entry('2026-03-02', [BROKEN])]), broken),
  ],
  [
    'data-quality-recovered',
    alertOf(
      eventOf('recovered', incident('data-quality', { state: 'recovered', lastWindow: '2026-03-01' }), [
        entry('2026-03-01', [BROKEN]),
        entry('2026-03-02', [clear('data-quality')]),
      ]),
      driftResult(),
    ),
  ],
  [
    'no-data-open',
    alertOf(eventOf('opened', incident('no-data', NEW), [entry('2026-03-02', [NO_DATA])]), noData, RUNBOOK),
  ],
  [
    'performance-open',
    alertOf(eventOf('opened', incident('performance', NEW), [entry('2026-03-02', [WORSE])]), accuracyResult(), RUNBOOK),
  ],
  [
    'performance-still-open-with-retraining',
    alertOf(
      eventOf('repeated', incident('performance'), [entry('2026-03-01', [WORSE]), entry('2026-03-02', [WORSE])]),
      accuracyResult({ retraining: wanted, verdict: { ...accuracyResult().verdict, nextStep: 'retrain' } }),
    ),
  ],
  [
    'performance-recovered',
    alertOf(
      eventOf('recovered', incident('performance', { state: 'recovered', lastWindow: '2026-03-01' }), [
        entry('2026-02-28', [WORSE]),
        entry('2026-03-01', [WORSE]),
        entry('2026-03-02', [clear('performance')]),
      ]),
      accuracyResult({
        verdict: {
          ...accuracyResult().verdict,
          performance: { ...accuracyResult().verdict.performance, value: 0.92, comparedWithBaseline: 'same' },
          nextStep: 'continue',
          reasons: [],
        },
        limits: [{ text: 'accuracy < 0.85', purpose: 'alert', windows: 1, met: false, streak: 0, reached: false }],
      }),
    ),
  ],
];

describe('an alert', () => {
  it.each(ALERTS)('%s reads as in its golden file', async (name, alert) => {
    const { text, title, ...fields } = alert;
    const page = `${title}\n\n${text}\n\n${JSON.stringify(fields, null, 1)}\n`;
    await expect(page).toMatchFileSnapshot(`golden/alert-${name}.txt`);
  });

  it.each(ALERTS)('%s says what, since when, what next, where to look', (_name, { title, text, ...fields }) => {
    expect(title).toMatch(/^\[(OPEN|STILL OPEN|RECOVERED)\] returns: \S/);
    expect(title.length).toBeLessThanOrEqual(99);
    expect(text).toContain(fields.resultKey);
    expect(text).toContain(fields.dedupeKey);
    expect(text).toMatch(/^next step +(alert|retrain|fix the data|continue) \(/m);
    expect(text).toMatch(/^baseline +2026-02-01-0a1b2c3d, 120,000 rows, built 2026-02-01T09:00:00Z$/m);
    expect(text).toMatch(
      /^look closer +npx driftwarden check returns --window 2026-03-02 --kind (drift|accuracy) --dry-run$/m,
    );
    expect(text).toMatch(/^read +[\d,]+ rows in \d+ files/m);
  });

  it('counts the windows of the incident, not those before it or in order', () => {
    const entries = [
      entry('2026-02-27', [WORSE]),
      entry('2026-03-01', [WORSE]),
      entry('2026-03-02', [clear('performance')]),
      entry('2026-03-03', [WORSE]),
    ];
    const { text } = alertOf(eventOf('repeated', incident('performance'), entries), accuracyResult());
    expect(text).toContain('Since window 2026-03-01: 2 windows.');
  });

  it('says so when late labels of another window decided', () => {
    const entries = [entry('2026-03-05', [WORSE])];
    const { text, window } = alertOf(eventOf('opened', incident('performance'), entries), accuracyResult());
    expect(window).toBe('2026-03-05');
    expect(text).toContain('New in window 2026-03-05.\nFound when window 2026-03-02 was checked again.');
  });

  it('cuts a title that is too long for SNS', () => {
    const long = breach('drift', `${'x'.repeat(300)} drifted`);
    const { title } = alertOf(eventOf('opened', incident('drift'), [entry('2026-03-02', [long])]), drifted);
    expect(title).toHaveLength(99);
    expect(title.endsWith('…')).toBe(true);
  });
});
