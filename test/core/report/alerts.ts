import type { Signal } from '../../../lambdas/core/decision/checked-window.ts';
import type { IncidentEvent } from '../../../lambdas/core/decision/transition.ts';
import { buildAlert } from '../../../lambdas/core/report/alert.ts';
import type { AlertContext } from '../../../lambdas/core/report/alert-facts.ts';
import { PLAIN_COMMANDS } from '../../../lambdas/core/report/commands.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import {
  accuracyResult,
  breach,
  checkedWindow,
  clear,
  driftOf,
  driftResult,
  eventOf,
  feature,
  incident,
  shift,
} from './results.ts';

const LINKS = {
  report: 'https://eu-west-1.console.aws.amazon.com/s3/object/results?region=eu-west-1&prefix=returns%2Freport.html',
  dashboard: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/Returns',
  runbook: 'https://runbooks.example/returns',
};

export function alertOf(
  event: IncidentEvent & Pick<AlertContext, 'checkedWindows'>,
  result: CheckResult,
  {
    links = LINKS,
    block = null,
    canRetrain = true,
    incidents = [],
    sameCause = null,
    broken = null,
  }: Partial<Pick<AlertContext, 'links' | 'block' | 'canRetrain' | 'incidents' | 'sameCause' | 'broken'>> = {},
) {
  const resultKey = `${result.monitor}/checks/${result.kind}/${result.window.name}/result.json`;
  const commands = PLAIN_COMMANDS;
  return buildAlert(event, {
    result,
    resultKey,
    checkedWindows: event.checkedWindows,
    incidents,
    links,
    commands,
    canRetrain,
    block,
    sameCause,
    broken,
  });
}

const DRIFT_LINES = [
  'price drifted: 0.62 standard deviations higher in normal scores (limit 0.15 standard deviations: learned from 27 windows), p 2e-40',
  'age drifted: 0.4 standard deviations lower in normal scores (limit 0.2 standard deviations: learned from 27 windows), p 1e-12',
  "the model's answers: score drifted: 0.3 standard deviations higher in normal scores (limit 0.2 standard deviations: usual movement is still being learned from 4 windows), p 1e-9",
];
/** Two columns that moved on one day, and an answer that followed, as seen in that window or from a later one. */
export const driftedOf = (since: string | null) => ({
  drift: driftOf([
    feature({ name: 'price', drifted: true, shift: shift({ since }) }),
    feature({ name: 'age', drifted: true, shift: shift({ effect: -0.4, limit: 0.2, pValue: 1e-12, since }) }),
    feature({ name: 'quiet', shift: shift({ effect: 0.01, pValue: 1 }) }),
  ]),
  predictionDrift: driftOf([
    feature({
      name: 'score',
      drifted: true,
      shift: shift({ effect: 0.3, limit: 0.2, pValue: 1e-9, limitSource: 'first_windows', historyWindows: 4 }),
    }),
  ]),
});
export const BROKEN_LINE = 'price: 40 % missing, 0 % in the baseline';
const NO_DATA_LINE =
  'no data was captured: nothing below ../cap/2026/03/02; there is data below ../cap/AllTraffic: name the variant';
const CAPTURE_STOPPED = 'data capture may have stopped although the endpoint still gets traffic';
const NO_LABELS_LINE = '5,000 predictions have no label: no labels were found';

export const DRIFT = breach('drift', 'price drifted: 0.62 standard deviations higher (and 2 more)', DRIFT_LINES);
export const WORSE = breach('performance', 'accuracy 0.8012 (0.7900 to 0.8123), limit: < 0.85', [
  'accuracy was 0.9100 (0.9084 to 0.9116) in the baseline: now worse',
]);

export const quiet = driftResult();
const unknown = { ...accuracyResult().verdict.performance, value: null, lower: null, upper: null, rows: 0 };
export const well = accuracyResult({
  verdict: {
    ...accuracyResult().verdict,
    performance: {
      ...accuracyResult().verdict.performance,
      value: 0.92,
      lower: 0.91,
      upper: 0.93,
      comparedWithBaseline: 'same',
    },
    nextStep: 'continue',
    reasons: [],
  },
  segments: [],
  limits: [
    { text: 'accuracy < 0.85', purpose: 'alert', windows: 1, met: false, streak: 0, reached: false, standing: null },
  ],
});

/** What a window says about each kind of incident, and the result of its check: while the incident is open, and back to normal. */
export const TROUBLES: [signal: Signal, trouble: CheckResult, recovered: CheckResult][] = [
  [
    DRIFT,
    driftResult({
      verdict: { ...quiet.verdict, dataMatches: 'no', nextStep: 'alert', reasons: DRIFT_LINES },
      ...driftedOf(null),
    }),
    quiet,
  ],
  [
    breach('data-quality', BROKEN_LINE),
    driftResult({
      verdict: { ...quiet.verdict, dataMatches: 'no', nextStep: 'fix-data', reasons: [BROKEN_LINE] },
    }),
    quiet,
  ],
  [
    breach('no-data', NO_DATA_LINE, [CAPTURE_STOPPED]),
    driftResult({
      verdict: {
        ...quiet.verdict,
        dataMatches: 'unknown',
        nextStep: 'alert',
        reasons: [NO_DATA_LINE, CAPTURE_STOPPED],
      },
      data: { ...quiet.data, objects: 0, records: 0, rows: 0 },
      drift: null,
      predictionDrift: null,
    }),
    quiet,
  ],
  [WORSE, accuracyResult(), well],
  [
    breach('no-labels', NO_LABELS_LINE),
    accuracyResult({
      verdict: {
        ...accuracyResult().verdict,
        performance: { ...unknown, comparedWithBaseline: 'unknown' },
        nextStep: 'alert',
        reasons: [NO_LABELS_LINE],
      },
      labels: { ...accuracyResult().labels!, labelled: 0, coverage: 0, settled: true },
      performance: null,
      segments: [],
      limits: [],
    }),
    well,
  ],
];

/** The result of a window after the first one. */
function laterOf(trouble: CheckResult): CheckResult {
  return trouble.drift?.drifted ? { ...trouble, ...driftedOf('2026-03-01') } : trouble;
}

/** Every kind of incident in every state that sends an alert. */
export const ALERTS: [string, ReturnType<typeof alertOf>][] = TROUBLES.flatMap(([signal, trouble, recovered]) => {
  const { kind } = signal;
  const quietDay = checkedWindow('2026-02-28', [clear(kind)]);
  const [before, now] = [checkedWindow('2026-03-01', [signal]), checkedWindow('2026-03-02', [signal])];
  const isNew = incident(kind, { id: `${kind}-2026-03-02`, since: '2026-03-02' });
  const over = incident(kind, { state: 'recovered', lastWindow: '2026-03-01', recoveredWindow: '2026-03-02' });
  const inOrder = [before, checkedWindow('2026-03-02', [clear(kind)])];
  return [
    [`${kind}-open`, alertOf(eventOf('opened', isNew, [checkedWindow('2026-03-01', [clear(kind)]), now]), trouble)],
    [`${kind}-still-open`, alertOf(eventOf('repeated', incident(kind), [quietDay, before, now]), laterOf(trouble))],
    [`${kind}-recovered`, alertOf(eventOf('recovered', over, inOrder), recovered)],
  ];
});

export const wanted = { id: 'retraining-2026-03-01', since: '2026-03-01', requestedAt: 0, limit: 'accuracy < 0.7' };
export const worseAgain = eventOf('repeated', incident('performance'), [
  checkedWindow('2026-03-01', [WORSE]),
  checkedWindow('2026-03-02', [WORSE]),
]);
ALERTS.push([
  'performance-still-open-with-retraining',
  alertOf(
    worseAgain,
    accuracyResult({ retraining: wanted, verdict: { ...accuracyResult().verdict, nextStep: 'retrain' } }),
    { links: { report: 'store/returns/checks/accuracy/2026-03-02/report.html' } },
  ),
]);
