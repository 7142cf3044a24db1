import { describe, expect, it } from 'vitest';
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

function alertOf(
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
const driftedOf = (since: string | null) => ({
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
const BROKEN_LINE = 'price: 40 % missing, 0 % in the baseline';
const NO_DATA_LINE =
  'no data was captured: nothing below ../cap/2026/03/02; there is data below ../cap/AllTraffic: name the variant';
const CAPTURE_STOPPED = 'data capture may have stopped although the endpoint still gets traffic';
const NO_LABELS_LINE = '5,000 predictions have no label: no labels were found';

const DRIFT = breach('drift', 'price drifted: 0.62 standard deviations higher (and 2 more)', DRIFT_LINES);
const WORSE = breach('performance', 'accuracy 0.8012 (0.7900 to 0.8123), limit: < 0.85', [
  'accuracy was 0.9100 (0.9084 to 0.9116) in the baseline: now worse',
]);

const quiet = driftResult();
const unknown = { ...accuracyResult().verdict.performance, value: null, lower: null, upper: null, rows: 0 };
const well = accuracyResult({
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
const TROUBLES: [signal: Signal, trouble: CheckResult, recovered: CheckResult][] = [
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
const ALERTS: [string, ReturnType<typeof alertOf>][] = TROUBLES.flatMap(([signal, trouble, recovered]) => {
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

const wanted = { id: 'retraining-2026-03-01', since: '2026-03-01', requestedAt: 0, limit: 'accuracy < 0.7' };
const worseAgain = eventOf('repeated', incident('performance'), [
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

describe('an alert', () => {
  it.each(ALERTS)('%s reads as in its golden file', async (name, alert) => {
    const { text, title, ...fields } = alert;
    const page = `${title}\n\n${text}\n\n${JSON.stringify(fields, null, 1)}\n`;
    await expect(page).toMatchFileSnapshot(`golden/alert-${name}.txt`);
  });

  it.each(ALERTS)(
    '%s states what happened, since when, what to do next and where to look',
    (_name, { title, text, ...fields }) => {
      expect(title).toMatch(/^\[((OPEN|STILL OPEN) (critical|warning)|RECOVERED)\] returns: \S/);
      expect(title.length).toBeLessThanOrEqual(99);
      expect(text).toContain(fields.resultKey);
      expect(text).toContain(fields.dedupeKey);
      for (const [name, link] of Object.entries(fields.links)) {
        expect(
          text.split('\n').filter((line) => line.startsWith(`${name} `) && line.endsWith(` ${link}`)),
        ).toHaveLength(1);
      }
      expect(text).toMatch(/^next step +((retrain|fix the data) \(|nothing to do$|find out |check that |repair )/m);
      expect(text).toMatch(/^baseline +2026-02-01-0a1b2c3d, 120,000 rows, built 2026-02-01T09:00:00Z$/m);
      expect(text).toMatch(
        /^to inspect +npx driftwarden check returns --window 2026-03-02 --kind (drift|accuracy) --dry-run$/m,
      );
      expect(text).toMatch(/^read +[\d,]+ rows in \d+ files/m);
    },
  );

  it.each([
    ['the requested retraining', true, true, '; a retraining has been requested: wait for its message'],
    [
      'a retraining or a rollback',
      true,
      false,
      '; if they are, retrain (`driftwarden retrain`), or restore the previous model',
    ],
    [
      'a new model by hand, without a section for retrainings,',
      false,
      false,
      '; if they are, train and deploy a new model as you usually do, then build its baseline (`driftwarden baseline`)\n',
    ],
  ])('about performance names %s as what to do after looking at the labels', (_name, canRetrain, isRequested, says) => {
    const retraining = isRequested ? { id: 'r', since: '2026-03-02', requestedAt: 0, limit: 'accuracy < 0.7' } : null;
    const event = eventOf('opened', incident('performance'), [checkedWindow('2026-03-02', [WORSE])]);
    const { text } = alertOf(event, accuracyResult({ retraining }), { canRetrain });
    expect(text).toContain(`\nnext step       check that the labels are right${says}`);
  });

  it('counts the windows of the incident, not those before it or in order', () => {
    const checkedWindows = [
      checkedWindow('2026-02-27', [WORSE]),
      checkedWindow('2026-03-01', [WORSE]),
      checkedWindow('2026-03-02', [clear('performance')]),
      checkedWindow('2026-03-03', [WORSE]),
    ];
    const { text } = alertOf(eventOf('repeated', incident('performance'), checkedWindows), accuracyResult());
    expect(text).toContain('Since window 2026-03-01: 2 windows, 2 days.');
  });

  it('says that it cannot count all windows of an incident that began before those on record', () => {
    const checkedWindows = [checkedWindow('2026-03-02', [WORSE]), checkedWindow('2026-03-03', [WORSE])];
    const { text } = alertOf(eventOf('repeated', incident('performance'), checkedWindows), accuracyResult());
    expect(text).toContain('Since window 2026-03-01: at least 2 windows.');
  });

  it('says so when late labels of another window decided', () => {
    const checkedWindows = [checkedWindow('2026-03-05', [WORSE])];
    const { text, window } = alertOf(eventOf('opened', incident('performance'), checkedWindows), accuracyResult());
    expect(window).toBe('2026-03-05');
    expect(text).toContain('New in window 2026-03-05.\nFound when window 2026-03-02 was checked again.');
  });

  it('of a recovery has nothing to do, and names what is still open', () => {
    const over = incident('data-quality', {
      state: 'recovered',
      lastWindow: '2026-03-01',
      recoveredWindow: '2026-03-02',
    });
    const windows = [checkedWindow('2026-03-01', [DRIFT]), checkedWindow('2026-03-02', [clear('data-quality')])];
    const drifted = driftResult({ verdict: { ...quiet.verdict, dataMatches: 'no', nextStep: 'alert' } });
    const nextStep = (...incidents: AlertContext['incidents']) =>
      /^next step +(.*)$/m.exec(alertOf(eventOf('recovered', over, windows), drifted, { incidents }).text)?.[1];
    expect(nextStep(over)).toBe('nothing to do');
    expect(nextStep(over, incident('drift'), incident('no-data', { state: 'resolved' }))).toBe(
      'nothing to do; still open: drift-2026-03-01',
    );
  });

  it('of a recovery that a later window showed leaves out how limits stand after the earlier one', () => {
    const over = incident('performance', { state: 'recovered', recoveredWindow: '2026-03-04' });
    const windows = [checkedWindow('2026-03-01', [WORSE]), checkedWindow('2026-03-04', [clear('performance')])];
    const { text } = alertOf(eventOf('recovered', over, windows), accuracyResult());
    expect(text).toContain('Found when window 2026-03-02 was checked again.');
    expect(text).not.toContain('alert limit');
    const same = { ...over, recoveredWindow: '2026-03-02' };
    expect(alertOf(eventOf('recovered', same, windows), accuracyResult()).text).toContain('alert limit');
  });

  it('states how long an incident lasted, from the start of its first window to the end of its last', () => {
    const checkedWindows = [
      checkedWindow('2026-03-01', [WORSE]),
      checkedWindow('2026-03-02', [WORSE]),
      checkedWindow('2026-03-03', [clear('performance')]),
      checkedWindow('2026-03-04', [clear('performance')]),
    ];
    const over = eventOf('recovered', incident('performance', { state: 'recovered' }), checkedWindows);
    const { title, text } = alertOf(over, well);
    expect(title).toBe('[RECOVERED] returns: performance is back to normal after 2 days');
    expect(text).toContain('The incident covered windows 2026-03-01 to 2026-03-02 (2 windows, 2 days).');
    const forgotten = alertOf({ ...over, checkedWindows: checkedWindows.slice(1) }, well);
    expect(forgotten.title).toBe('[RECOVERED] returns: performance is back to normal');
  });

  it.each([
    [null, null, undefined],
    [wanted, null, 'requested since window 2026-03-01: accuracy < 0.7'],
    [null, 'the data is broken', 'blocked: the data is broken'],
    [wanted, 'the data is broken', 'requested since window 2026-03-01: accuracy < 0.7; blocked: the data is broken'],
  ])('states whether the requested retraining starts: %j, %j', (retraining, block, said) => {
    const { text } = alertOf(worseAgain, accuracyResult({ retraining }), { block });
    expect(/^retraining +(.*)$/m.exec(text)?.[1]).toBe(said);
  });

  it('about performance names the drift that most likely has the same cause', () => {
    const sameCause = {
      drift: incident('drift', { since: '2026-03-01' }),
      headline: 'price drifted: much higher',
      window: null,
    };
    const said = /^same cause +drift since window 2026-03-01, most likely with the same cause(.*)$/m;
    const of = (changes: Partial<AlertContext['sameCause']>) =>
      said.exec(alertOf(worseAgain, accuracyResult(), { sameCause: { ...sameCause, ...changes } }).text)?.[1];
    expect(of({})).toBe(': price drifted: much higher');
    expect(of({ window: '2026-02-27' })).toBe(': in window 2026-02-27, price drifted: much higher');
    expect(of({ headline: '' })).toBe('');
    expect(alertOf(worseAgain, accuracyResult()).text).not.toContain('same cause');
  });

  it.each([
    [
      incident('data-quality', { id: 'data-quality-2026-03-02' }),
      'fix the data first: repair the pipeline that feeds the model, and send the affected requests again if their answers matter; do not train on the broken windows',
    ],
    [
      incident('data-quality', { id: 'data-quality-2026-03-02', state: 'recovered', recoveredWindow: '2026-03-04' }),
      'the data is back to normal since window 2026-03-04: wait for the labels of later windows, and do not train on the broken windows',
    ],
  ])('about performance of broken data names that as the cause, and never advises to train: %#', (about, next) => {
    const broken = { window: '2026-03-02', finding: BROKEN_LINE, incident: about };
    const sameCause = { drift: incident('drift'), headline: 'price drifted', window: null };
    const { text } = alertOf(worseAgain, accuracyResult(), { broken, sameCause, canRetrain: false });
    expect(/^cause +(.*)$/m.exec(text)?.[1]).toBe(
      `the data of window 2026-03-02 was broken (data-quality-2026-03-02): ${BROKEN_LINE}`,
    );
    expect(/^next step +(.*)$/m.exec(text)?.[1]).toBe(next);
    expect(text).not.toContain('same cause');
  });

  it('names the segments that are worse than the whole, at most three', () => {
    const [worse] = accuracyResult().segments;
    const segments = ['NL', null, 'DE', 'FR'].map((value) => ({ ...worse, value }));
    const { text } = alertOf(worseAgain, accuracyResult({ segments }));
    expect(text).toMatch(
      /^worst segments +country = NL: 0\.7000 .*, 900 rows\n +country = \(missing\): .*\n +country = DE: .*\nwindow/m,
    );
  });

  it('cuts a title that is too long for SNS', () => {
    const long = breach('drift', `${'x'.repeat(300)}`);
    const { title } = alertOf(eventOf('opened', incident('drift'), [checkedWindow('2026-03-02', [long])]), quiet);
    expect(title).toHaveLength(99);
    expect(title.endsWith('…')).toBe(true);
  });

  it('calls columns of the first window, or after windows that were not checked, no single cause', () => {
    const headOf = (...before: string[]) => {
      const windows = [...before.map((window) => checkedWindow(window, [])), checkedWindow('2026-03-02', [DRIFT])];
      const isNew = incident('drift', { id: 'drift-2026-03-02', since: '2026-03-02' });
      return alertOf(eventOf('opened', isNew, windows), driftResult(driftedOf(null))).text.split('\n')[0];
    };
    const apart =
      '3 columns in window 2026-03-02 (the day before was not checked: they may have begun at different times):';
    expect(headOf()).toBe(apart);
    expect(headOf('2026-02-28')).toBe(apart);
    expect(headOf('2026-03-01')).toBe('3 columns in window 2026-03-02, most likely one cause:');
    // The columns of a later window began with the first one on record, or before the record.
    const since = (...names: string[]) => {
      const windows = names.map((window) => checkedWindow(window, [DRIFT]));
      const { text } = alertOf(eventOf('repeated', incident('drift'), windows), driftResult(driftedOf('2026-03-01')));
      return text.split('\n')[0].replace(/; limits.*/, '');
    };
    expect(since('2026-03-01', '2026-03-02')).toBe(
      '2 columns since window 2026-03-01 (the day before was not checked: they may have begun at different times)',
    );
    expect(since('2026-02-28', '2026-03-01', '2026-03-02')).toBe(
      '2 columns since window 2026-03-01, most likely one cause',
    );
    // As many as are kept: there may have been others before.
    const between = Array<string>(398).fill('2026-03-01T12:00Z');
    expect(since('2026-03-01', ...between, '2026-03-02')).toBe(
      '2 columns since window 2026-03-01, most likely one cause',
    );
    expect(since('2026-03-02')).toBe('2 columns since window 2026-03-01, most likely one cause');
  });

  it.each([
    [
      `"${'x'.repeat(59)}…" drifted: wasserstein 0.412, limit 0.1, p 2e-40`,
      `[OPEN warning] returns: "${'x'.repeat(25)}…" drifted: wasserstein 0.412, limit 0.1, p 2e-40`,
    ],
    [
      'a_rather_long_name_of_a_feature_that_somebody_chose: 40 % missing, 0 % in the baseline',
      '[OPEN warning] returns: a_rather_long_name_of_a_feature_that_so…: 40 % missing, 0 % in the baseline',
    ],
  ])('shortens a long name in a title before what was measured: %s', (headline, title) => {
    const about = breach('drift', headline);
    expect(title).toHaveLength(99);
    expect(alertOf(eventOf('opened', incident('drift'), [checkedWindow('2026-03-02', [about])]), quiet).title).toBe(
      title,
    );
  });

  it('leaves out why there is no interval, so that the limit fits', () => {
    const headline = 'roc_auc 0.5804 (no interval: 8 positive rows; an interval needs 20), below the limit of 0.78';
    const about = [checkedWindow('2026-03-02', [breach('performance', headline)])];
    const { title, text } = alertOf(eventOf('opened', incident('performance'), about), accuracyResult());
    expect(title).toBe('[OPEN critical] returns: roc_auc 0.5804, below the limit of 0.78');
    expect(text.split('\n')[0]).toBe(headline);
  });

  it('groups drifted columns by the window in which they began to drift; a single column has one line', () => {
    const text = (name: string) => ALERTS.find(([other]) => other === name)![1].text;
    expect(text('drift-open')).toMatch(
      /^3 columns in window 2026-03-02, most likely one cause:\n- price: 0\.62 .*\n- age: 0\.4 .*\n- the model's answers: score: 0\.3 .*\nNew in window 2026-03-02\.\nOne window so far: if the next one shows no drift, the incident closes without another alert\.\n\n/,
    );
    expect(text('drift-still-open')).toMatch(
      /^2 columns since window 2026-03-01, most likely one cause; limits: learned from 27 windows:\n- price: 0\.62 standard deviations higher in normal scores \(limit 0\.15\), p 2e-40\n- age: .*\n1 column in window 2026-03-02:\n- the model's answers: score: .*still being learned from 4 windows\), p 1e-9\nSince window 2026-03-01: 2 windows, 2 days\.\n\n/,
    );
  });

  it('offers the new normal from the second drifted window on, and only for open drift', () => {
    const offered = ALERTS.filter(([, { text }]) =>
      /^to accept as normal +npx driftwarden acknowledge returns drift-2026-03-01 --new-normal$/m.test(text),
    );
    expect(offered.map(([name]) => name)).toEqual(['drift-still-open']);
    expect(ALERTS.filter(([, { text }]) => text.includes('--new-normal'))).toHaveLength(1);
    // The words of the next step offer it in the same messages.
    const inWords = ALERTS.filter(([, { text }]) => text.includes('accept it: `to accept as normal`'));
    expect(inWords.map(([name]) => name)).toEqual(offered.map(([name]) => name));
  });

  it('names ten drifted columns and counts the others', () => {
    const features = Array.from({ length: 14 }, (_, i) => feature({ name: `c${i}`, drifted: true, shift: shift() }));
    const [signal] = TROUBLES[0];
    const { text } = alertOf(
      eventOf('opened', incident('drift', { since: '2026-03-02' }), [checkedWindow('2026-03-02', [signal])]),
      driftResult({ drift: driftOf(features) }),
    );
    expect(text).toContain('14 columns in window 2026-03-02');
    expect(text.match(/^- c\d+: /gm)).toHaveLength(10);
    expect(text).toContain('\n- and 4 more in the report\n');
  });

  it('states that a recovering column is not clearly back yet, without a p-value', () => {
    const held = shift({ effect: 0.1, since: '2026-03-01', pValue: 1 });
    const result = driftResult({ drift: driftOf([feature({ drifted: true, shift: held })]) });
    const about = checkedWindow('2026-03-02', [DRIFT]);
    const { text } = alertOf(
      eventOf('repeated', incident('drift'), [checkedWindow('2026-03-01', [DRIFT]), about]),
      result,
    );
    expect(text.split('\n')[0]).toBe(
      'price drifted: 0.1 standard deviations higher in normal scores (limit 0.15 standard deviations: learned from 27 windows), not clearly back yet, since 2026-03-01',
    );
  });

  it('names who declared a new normal and since when, and that the previous incident was a single outlier window', () => {
    const newNormals = [
      {
        ...{ since: '2026-02-10', features: ['weight'], answers: ['score'] },
        ...{ by: 'Ann', at: Date.parse('2026-02-12T06:30Z'), note: 'a new supplier' },
      },
    ];
    const odd = incident('drift', {
      id: 'drift-2026-02-20',
      since: '2026-02-20',
      state: 'recovered',
      singleWindow: true,
    });
    const { text } = alertOf(
      eventOf('opened', incident('drift', { id: 'drift-2026-03-02' }), [checkedWindow('2026-03-02', [DRIFT])]),
      driftResult({ ...driftedOf(null), newNormals }),
      { incidents: [odd] },
    );
    expect(text).toMatch(
      /^new normal +weight, the model's answers: score since window 2026-02-10, declared by Ann on 2026-02-12T06:30Z: a new supplier$/m,
    );
    expect(text).toMatch(/^previous +drift in window 2026-02-20 only, a single outlier window \(drift-2026-02-20\)$/m);
  });
});
