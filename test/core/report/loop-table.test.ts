import { describe, expect, it } from 'vitest';
import { condense, loopRows, loopTable } from '../../../lambdas/core/report/loop-table.ts';
import type { RetrainingSummary } from '../../../lambdas/core/report/retraining-row.ts';
import { describeShownWindows, statusText } from '../../../lambdas/core/report/status-text.ts';
import { displayWidth } from '../../../lambdas/core/text/width.ts';
import { historyRow, incident } from './results.ts';

const WHY = 'price: the values look multiplied by 1.6093 (miles to kilometres)';
const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
const drift = days.map((day, i) =>
  historyRow(day, {
    kind: 'drift',
    metric: null,
    metric_value: null,
    compared_with_baseline: 'unknown',
    ...(i === 2 && { data_matches: 'no', next_step: 'fix-data', reason: WHY }),
  }),
);
const accuracy = [
  historyRow(days[0]),
  historyRow(days[1], { metric_value: 0.89, metric_lower: 0.88, metric_upper: 0.9, compared_with_baseline: 'worse' }),
  historyRow(days[2], { compared_with_baseline: 'unknown' }),
];

const next = {
  buildBaseline: 'driftwarden baseline returns --monitors monitors --store results',
  check: 'driftwarden check returns --monitors monitors --store results',
};

describe('the loop', () => {
  it('has a row a window with the more pressing of its two next steps', () => {
    expect(loopTable(loopRows(drift, accuracy))).toBe(
      [
        'step   window      data matches  performance (vs baseline)                  next step     why',
        'check  2026-03-01  yes           accuracy 0.9100 (0.9000 to 0.9200), same   continue',
        'check  2026-03-02  yes           accuracy 0.8900 (0.8800 to 0.9000), worse  continue',
        `check  2026-03-03  no            accuracy 0.9100 (0.9000 to 0.9200)         fix the data  ${WHY}`,
        'check  2026-03-04  yes           not known                                  continue',
      ].join('\n'),
    );
  });

  it('has the reason of a window in which the model is worse and nothing follows', () => {
    const reason = 'the model of this window is no longer deployed: another one has served since 2026-03-03T06:30Z';
    const replaced = historyRow(days[1], { compared_with_baseline: 'worse', next_step: 'continue', reason });
    expect(loopRows(drift.slice(0, 2), [accuracy[0], replaced]).map(({ why }) => why)).toEqual(['', reason]);
  });

  it('merges windows in a row with the same outcome', () => {
    const rows = condense(loopRows(drift, accuracy));
    expect(rows.map(({ windows: { first, count }, nextStep }) => [first, count, nextStep])).toEqual([
      ['2026-03-01', 2, 'continue'],
      ['2026-03-03', 1, 'fix the data'],
      ['2026-03-04', 1, 'continue'],
    ]);
    expect(loopTable(rows)).toContain(
      '2026-03-01 to 2026-03-02 (2)  yes           accuracy 0.8900 to 0.9100: 1 same, 1 worse',
    );
  });

  it('counts the windows that are neither better, same nor worse', () => {
    const third = historyRow(days[2], { metric_value: 0.9, compared_with_baseline: 'unknown' });
    const rows = condense(loopRows(drift.slice(0, 2), [...accuracy.slice(0, 2), third]));
    const [joined] = rows.filter(({ windows }) => windows.first === days[0]);
    expect(loopTable([{ ...joined, performance: [...accuracy.slice(0, 2), third] }])).toContain(
      'accuracy 0.8900 to 0.9100: 1 same, 1 worse, 1 not known',
    );
  });

  it('never merges windows across another step', () => {
    const [first, second] = loopRows(drift, accuracy);
    const event = { ...first, step: 'announced', performance: null, dataMatches: '', nextStep: '', why: 'a release' };
    expect(condense([first, event, second])).toHaveLength(3);
  });

  it('puts the reason below each row where the terminal is too narrow, and loses nothing', () => {
    const table = loopTable(condense(loopRows(drift, accuracy)), 80);
    expect(table.split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(table).toContain(`\n       ${WHY}\n`);
    expect(table).not.toContain('…');
  });

  it('takes windows by the hour in order of time', () => {
    const hour = (name: string, start: string) => historyRow(name, { kind: 'drift', window_start: start });
    const rows = loopRows(
      [hour('2026-03-01T0530Z', '2026-03-01T05:30:00Z'), hour('2026-03-01T05Z', '2026-03-01T05:00:00Z')],
      [],
    );
    expect(rows.map(({ windows }) => windows.first)).toEqual(['2026-03-01T05Z', '2026-03-01T0530Z']);
  });
});

describe('a status', () => {
  const nothing = {
    monitor: 'returns',
    baseline: null,
    incidents: [],
    retraining: null,
    standing: null,
    retrainings: [],
    drift: [],
    accuracy: [],
  };

  it('names the first command when nothing has been checked', () => {
    expect(statusText(nothing, { condensed: true, next, width: 60 })).toBe(
      'returns  baseline not built yet\n  no window has been checked yet; to begin:\n    driftwarden baseline returns --monitors monitors --store results',
    );
    expect(statusText({ ...nothing, baseline: 'b-1' }, { condensed: true, next })).toBe(
      'returns  baseline b-1\n  no open incidents\n  no window has been checked yet; to begin:\n    driftwarden check returns --monitors monitors --store results',
    );
  });

  it('starts with what is open', () => {
    const status = {
      ...nothing,
      baseline: 'b-1',
      incidents: [incident('data-quality')],
      retraining: { id: 'r', since: '2026-03-01', requestedAt: 0, limit: 'accuracy < 0.7' },
      standing: 'in cooldown until 2026-03-05T06:30Z',
      drift,
      accuracy,
    };
    expect(statusText(status, { condensed: false, next }).split('\n').slice(0, 4)).toEqual([
      'returns  baseline b-1',
      '  open: data quality since window 2026-03-01, last in 2026-03-02 (data-quality-2026-03-01)',
      '  retraining requested since window 2026-03-01: accuracy < 0.7; in cooldown until 2026-03-05T06:30Z',
      '',
    ]);
  });

  it('says that there may be more windows than it shows', () => {
    const shown = { ...nothing, drift, accuracy };
    expect(describeShownWindows([shown], 4)).toBe('at most the last 4 windows: --last shows more');
    expect(describeShownWindows([shown], 5)).toBe('');
  });
});

describe('a retraining in the loop', () => {
  const run = (more: Partial<RetrainingSummary> = {}): RetrainingSummary => ({
    id: 'retraining-2026-03-02',
    action: 'retrain',
    execution: 'e',
    reason: 'accuracy < 0.7',
    since: '2026-03-02',
    baseline: 'b-1',
    startedAt: Date.parse('2026-03-03T06:30Z'),
    endedAt: null,
    end: 'promoted',
    message: 'accuracy 0.9400 against 0.6100, better',
    compared: { metric: 'accuracy', candidate: 0.94, live: 0.61 },
    ...more,
  });
  const rowOf = (shown: RetrainingSummary) => loopTable(loopRows(drift, accuracy, [shown])).split('\n')[4];

  it('follows the last window that began before it, with candidate against live model', () => {
    const steps = loopRows(drift, accuracy, [run()]).map(({ step, windows }) => [step, windows.first]);
    expect(steps[3]).toEqual(['retrained', '2026-03-03 06:30Z']);
    expect(steps[4]).toEqual(['check', '2026-03-04']);
    expect(rowOf(run())).toMatch(
      /^retrained +2026-03-03 06:30Z +accuracy 0\.9400 against 0\.6100 live +accuracy < 0\.7$/,
    );
  });

  it.each([
    [
      run({ end: 'kept-live' }),
      /^live model kept .* accuracy 0\.9400 against 0\.6100 live +accuracy 0\.9400 against 0\.6100, b/,
    ],
    [run({ end: null, compared: null }), /^retraining +2026-03-03 06:30Z +accuracy < 0\.7$/],
    [run({ end: null, compared: null, action: 'rollback' }), /^rolling back +2026-03-03 06:30Z/],
    [run({ end: 'failed', compared: null, message: 'no GPU' }), /^retraining failed +2026-03-03 06:30Z +no GPU$/],
  ])('%# is described with its state', (shown, expected) => {
    expect(rowOf(shown)).toMatch(expected);
  });

  it('that runs is shown first', () => {
    const status = { monitor: 'm', baseline: 'b-1', incidents: [], retraining: null, standing: null, drift, accuracy };
    const text = statusText(
      { ...status, retrainings: [run({ end: null, compared: null })] },
      { condensed: true, next },
    );
    expect(text).toMatch(
      /^m {2}baseline b-1\n {2}retraining: retraining-2026-03-02, running since 2026-03-03T06:30Z\n\n/,
    );
  });
});
