import { describe, expect, it } from 'vitest';
import { EVENTS } from '../../demo/events.ts';
import { type Found, summarize } from '../../demo/summary.ts';
import { emptyState } from '../../lambdas/core/decision/state.ts';
import type { Incident } from '../../lambdas/core/result/incident.ts';
import { historyRow } from '../core/report/results.ts';

function incident(kind: Incident['kind'], since: string, recoveredWindow: string | null): Incident {
  const times = { openedAt: 0, notifiedAt: 0, notifiedWindow: since };
  return {
    id: `${kind}-${since}`,
    kind,
    state: 'recovered',
    since,
    lastWindow: since,
    recoveredWindow,
    acknowledged: null,
    resolved: null,
    ...times,
  };
}

const accuracyRow = (window: string, metric_value: number) =>
  historyRow(window, { window_start: `${window}T00:00:00Z`, metric: 'log_loss', metric_value });

const STARTED = Date.parse('2001-05-19T06:30Z');
const RUN: Found['retrainings'][number] = {
  id: 'retraining-2001-05-17',
  action: 'retrain',
  execution: 'e',
  reason: 'log_loss > 0.7',
  since: '2001-05-17',
  baseline: 'b-1',
  startedAt: STARTED,
  endedAt: STARTED + 60_000,
  end: 'promoted',
  message: 'log_loss 0.66 against 0.85',
  compared: { metric: 'log_loss', candidate: 0.66, live: 0.85 },
};

/** What the demo finds when everything is as announced. */
function found(more: Partial<Found> = {}): Found {
  const previous = { retraining: null, endpointConfig: 'local-original', baseline: 'b-1' };
  const incidents = [
    incident('data-quality', '2001-03-20', '2001-03-26'),
    incident('performance', '2001-05-17', '2001-05-17'),
  ];
  return {
    state: {
      ...emptyState('flight-delays'),
      incidents,
      model: { retraining: RUN.id, endpointConfig: 'e', baseline: 'b-2', since: STARTED + 60_000, previous },
    },
    retrainings: [RUN],
    drift: [],
    accuracy: [accuracyRow('2001-05-14', 0.4), accuracyRow('2001-05-19', 0.86), accuracyRow('2001-05-20', 0.65)],
    requestedOnBrokenData: { id: '', starts: false, message: 'the data is broken: fix the data first' },
    ...more,
  };
}

const withState = (change: Partial<Found['state']>): Found => ({ ...found(), state: { ...found().state, ...change } });

describe('the summary', () => {
  it('holds what was found against what was announced', () => {
    const { findings, asAnnounced, table } = summarize(EVENTS, found());
    expect(findings).toEqual([
      'data quality incident, opened 2001-03-20, closed with window 2001-03-26 (as announced for 2001-03-20)',
      'performance incident, opened 2001-05-17, closed with window 2001-05-17 (as announced for 2001-05-15)',
      'retraining requested on broken data: not started, the data is broken: fix the data first',
      'retraining, requested 2001-05-17 because of log_loss > 0.7: promoted, log_loss 0.66 against 0.85 (as announced for 2001-05-15)',
      'performance: log_loss 0.8600 on average before the new model, 0.6500 in the 1 window since',
    ]);
    expect(asAnnounced).toBe(true);
    expect(table.split('\n').map((line) => line.split(' ')[0])).toEqual(['step', 'check', 'retrained', 'check']);
  });

  const { incidents } = found().state;
  it.each<[string, Found]>([
    ['an incident is missing', withState({ incidents: incidents.slice(1) })],
    ['an incident has another cause', withState({ incidents: [...incidents, incident('drift', '2001-05-19', null)] })],
    [
      'an incident is still open',
      withState({ incidents: [incidents[0], incident('performance', '2001-05-17', null)] }),
    ],
    ['another retraining is wanted', withState({ retraining: openRequest() })],
    ['no model was deployed', withState({ model: null })],
    ['there was no retraining', found({ retrainings: [] })],
    ['there were two', found({ retrainings: [RUN, { ...RUN, id: 'retraining-2001-06-01' }] })],
    ['it kept the live model', found({ retrainings: [{ ...RUN, end: 'kept-live' }] })],
    ['it came a day late', found({ retrainings: [{ ...RUN, startedAt: STARTED + 86_400_000 }] })],
    [
      'broken data would have been trained on',
      found({ requestedOnBrokenData: { id: 'r', starts: true, message: '' } }),
    ],
    ['performance stays bad', found({ accuracy: [accuracyRow('2001-05-19', 0.86), accuracyRow('2001-05-20', 0.7)] })],
  ])('reports a failure when %s', (_, differing) => {
    expect(summarize(EVENTS, differing).asAnnounced).toBe(false);
  });
});

function openRequest() {
  const since = '2001-06-01';
  const times = { requestedAt: 0, startedAt: null, attempt: 1 };
  return { id: 'r', since, firstWindow: since, by: 'limit', limit: 'log_loss > 0.7', ...times } as const;
}
