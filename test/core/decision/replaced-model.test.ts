import { describe, expect, it } from 'vitest';
import { baselineOfWindow } from '../../../lambdas/core/decision/baseline-of-window.ts';
import { limitStandings, ofLiveModel } from '../../../lambdas/core/decision/limits.ts';
import type { LiveModel } from '../../../lambdas/core/decision/retraining/state.ts';
import { addRequest, updateDriftRequest, updateRequest } from '../../../lambdas/core/decision/retraining-request.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { accuracyWindow, checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';
import { runOf } from './retraining/states.ts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2001, 1, 1);
const NOW = FIRST + 20 * DAY;

/** A model that serves since the start of day `day`. */
function modelSince(day: number, more: Partial<LiveModel> = {}): LiveModel {
  const previous = { retraining: null, endpointConfig: 'old', baseline: 'b1' };
  return { retraining: 'r1', endpointConfig: 'new', baseline: 'b2', since: FIRST + day * DAY, previous, ...more };
}

function stateOf(changes: Partial<MonitorState> = {}): MonitorState {
  return { ...emptyState('m'), baseline: 'b2', ...changes };
}
const accuracies = (...values: number[]) => ({
  drift: [],
  accuracy: values.map((value, i) => accuracyWindow(i, value)),
});
const drifts = (...statuses: ('breach' | 'clear' | 'unknown')[]) => ({
  accuracy: [],
  drift: statuses.map((status, i) => checkedWindowOf(i, { signals: [signalOf('drift', status)] })),
});

describe('windows of a model that was replaced', () => {
  it('are those that began before the new one served all requests', () => {
    const { accuracy } = accuracies(0.9, 0.9, 0.9);
    const state = (since: number) => stateOf({ model: modelSince(0, { since }) });
    expect(ofLiveModel(stateOf(), accuracy)).toEqual(accuracy);
    expect(ofLiveModel(state(accuracy[1].start), accuracy)).toEqual(accuracy.slice(1));
    expect(ofLiveModel(state(accuracy[1].start + 1), accuracy)).toEqual(accuracy.slice(2));
  });

  it('do not count for limits', () => {
    const checks = accuracies(0.5, 0.5, 0.5);
    expect(limitStandings(stateOf({ checks, model: modelSince(2) })).map(({ streak }) => streak)).toEqual([1, 1]);
    expect(limitStandings(stateOf({ checks, model: modelSince(3) }))).toEqual([]);
  });

  it.each(['accuracy', 'drift'] as const)('open no incident of %s when they are checked late', (kind) => {
    const late =
      kind === 'accuracy' ? accuracyWindow(2, 0.5) : checkedWindowOf(2, { signals: [signalOf('drift', 'breach')] });
    const state = stateOf({ model: modelSince(3), checks: { ...accuracies(0.5), ...drifts('breach') } });
    const moved = transition(state, kind, late, NOW, { repeatEvery: DAY, onDrift: 1 });
    expect([openIncidents(moved.state), moved.events, moved.state.retraining]).toEqual([[], [], null]);
  });

  it('open none when a window of the new model says nothing', () => {
    const state = stateOf({ model: modelSince(1), checks: drifts('breach') });
    const moved = transition(state, 'drift', checkedWindowOf(1, { signals: [signalOf('drift', 'unknown')] }), NOW, {
      repeatEvery: DAY,
    });
    expect(openIncidents(moved.state)).toEqual([]);
  });

  it('still open incidents of broken data', () => {
    const late = checkedWindowOf(2, { signals: [signalOf('data-quality', 'breach')] });
    const moved = transition(stateOf({ model: modelSince(3) }), 'drift', late, NOW, { repeatEvery: DAY });
    expect(openIncidents(moved.state)).toEqual(['data-quality-2001-02-03']);
  });

  it('of the new model open them as before', () => {
    const moved = transition(stateOf({ model: modelSince(2) }), 'accuracy', accuracyWindow(2, 0.5), NOW, {
      repeatEvery: DAY,
    });
    expect(openIncidents(moved.state)).toEqual(['performance-2001-02-03']);
  });
});

describe('baselineOfWindow', () => {
  const promoted = (day: number, baseline: string | null) =>
    runOf({ id: `r-${day}`, end: 'promoted', endedAt: FIRST + day * DAY + 60_000, baseline });

  it.each([
    ['without a retraining', stateOf({ baseline: 'b1' }), 0, 'b1'],
    ['of the live model', stateOf({ model: modelSince(5) }), 5, 'b2'],
    [
      'before it, by the run that made it',
      stateOf({ model: modelSince(5), retrainings: [promoted(5, 'b0')] }),
      4,
      'b0',
    ],
    ['before it, while that run has not ended', stateOf({ model: modelSince(5) }), 4, 'b1'],
    [
      'before the one before it',
      stateOf({ model: modelSince(9), retrainings: [promoted(5, 'b0'), promoted(9, 'b1')] }),
      4,
      'b0',
    ],
    [
      'between the two',
      stateOf({ model: modelSince(9), retrainings: [promoted(5, 'b0'), promoted(9, 'b1')] }),
      6,
      'b1',
    ],
    [
      'of a model that was rolled back',
      stateOf({
        baseline: 'b1',
        model: modelSince(9, { previous: null, baseline: 'b1' }),
        retrainings: [
          promoted(5, 'b1'),
          runOf({ action: 'rollback', end: 'restored', endedAt: FIRST + 9 * DAY, baseline: 'b2' }),
        ],
      }),
      6,
      'b2',
    ],
    [
      'from the very moment of a takeover on',
      stateOf({ model: modelSince(9), retrainings: [promoted(5, 'b0'), promoted(9, 'b1')] }),
      5 + 60_000 / DAY,
      'b1',
    ],
    [
      'of a model that was rolled back by a run no longer on record',
      stateOf({ baseline: 'b1', model: modelSince(9, { previous: null, baseline: 'b1' }) }),
      6,
      'b1',
    ],
    ['of a model that had none', stateOf({ model: modelSince(5), retrainings: [promoted(5, null)] }), 4, null],
    [
      'whatever ended without a takeover',
      stateOf({ model: modelSince(5), retrainings: [runOf({ baseline: 'b7', endedAt: NOW })] }),
      4,
      'b1',
    ],
  ])('is that of the model which answered: %s', (_name, state, day, expected) => {
    expect(baselineOfWindow(state, FIRST + day * DAY)).toBe(expected);
  });
});

describe('a request', () => {
  const asked = (state: MonitorState) => updateRequest(state, limitStandings(state), NOW);
  const running = runOf({ id: 'retraining-2001-02-01', end: null, endedAt: null });

  it('is one at a time', () => {
    const first = asked(stateOf({ checks: accuracies(0.5) }));
    const second = asked({ ...first, checks: accuracies(0.5, 0.4) });
    expect(first.retraining).toMatchObject({ id: 'retraining-2001-02-01', by: 'limit', attempt: 1, startedAt: null });
    expect(second).toEqual({ ...first, checks: second.checks });
  });

  it('is not made while one runs, nor withdrawn from it', () => {
    const state = stateOf({ checks: accuracies(0.5), retrainings: [running] });
    expect(asked(state)).toBe(state);
    const wanted = asked(stateOf({ checks: accuracies(0.5) }));
    const good = { ...wanted, retrainings: [running], checks: accuracies(0.5, 0.95) };
    expect(asked(good)).toBe(good);
  });

  it('is withdrawn when the limit is no longer met, and only by the limit that requested it', () => {
    const wanted = asked(stateOf({ checks: accuracies(0.5) }));
    expect(asked({ ...wanted, checks: accuracies(0.5, 0.95) }).retraining).toBeNull();
    const byPerson = {
      ...wanted,
      retraining: { ...wanted.retraining!, by: 'person' as const },
      checks: accuracies(0.95),
    };
    expect(asked(byPerson)).toBe(byPerson);
  });

  it('has another id when one of that window has run', () => {
    const retrainings = [{ ...running, end: 'failed' as const }];
    expect(asked(stateOf({ checks: accuracies(0.5), retrainings })).retraining?.id).toBe('retraining-2001-02-01-2');
    const both = [...retrainings, { ...retrainings[0], id: 'retraining-2001-02-01-2' }];
    expect(asked(stateOf({ checks: accuracies(0.5), retrainings: both })).retraining?.id).toBe(
      'retraining-2001-02-01-3',
    );
  });

  it.each([
    ['in fewer windows than the limit needs', drifts('breach', 'breach'), null],
    ['in as many', drifts('clear', 'breach', 'unknown', 'breach', 'breach'), '2001-02-02'],
    ['and then none', drifts('breach', 'breach', 'breach', 'clear'), null],
  ])('is made by drift: %s', (_name, checks, firstWindow) => {
    expect(updateDriftRequest(stateOf({ checks }), 3, NOW).retraining?.firstWindow ?? null).toBe(firstWindow);
    expect(updateDriftRequest(stateOf({ checks }), null, NOW).retraining).toBeNull();
  });

  it.each([
    [1, 'drift in a window'],
    [3, 'drift in 3 windows in a row'],
  ])('by drift in %i windows says so, and is of the latest one', (windows, limit) => {
    const wanted = updateDriftRequest(stateOf({ checks: drifts('breach', 'breach', 'breach') }), windows, NOW);
    expect(wanted.retraining).toMatchObject({ by: 'drift', limit, since: '2001-02-03', firstWindow: '2001-02-01' });
  });

  it('by drift passes over windows that were not checked for drift', () => {
    const checks = drifts('breach', 'breach');
    const noData = checkedWindowOf(2, { signals: [signalOf('data-quality', 'breach')] });
    const state = stateOf({ checks: { ...checks, drift: [...checks.drift, noData] } });
    expect(updateDriftRequest(state, 2, NOW).retraining).toMatchObject({ since: '2001-02-02' });
    expect(updateDriftRequest(stateOf({ checks: { accuracy: [], drift: [noData] } }), 1, NOW).retraining).toBeNull();
  });

  it('by drift is made by the check that finds it', () => {
    const [first, second] = drifts('breach', 'breach').drift;
    const state = stateOf({ checks: { accuracy: [], drift: [first] } });
    const askedBy = (onDrift?: number) =>
      transition(state, 'drift', second, NOW, { repeatEvery: DAY, onDrift }).state.retraining?.by;
    expect([askedBy(2), askedBy(3), askedBy()]).toEqual(['drift', undefined, undefined]);
  });

  it('by drift does not count windows of a model that was replaced, and is withdrawn when drift ends', () => {
    const checks = drifts('breach', 'breach', 'breach');
    expect(updateDriftRequest(stateOf({ checks, model: modelSince(1) }), 3, NOW).retraining).toBeNull();
    const wanted = updateDriftRequest(stateOf({ checks }), 3, NOW);
    expect(updateDriftRequest({ ...wanted, checks: drifts('breach', 'clear') }, 3, NOW).retraining).toBeNull();
  });

  it('is not made on broken data', () => {
    const checks = { accuracy: [], drift: [checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] })] };
    const wanted = { by: 'person', since: '2001-02-01', firstWindow: null, limit: 'x' } as const;
    expect(addRequest(stateOf({ checks }), wanted, NOW).retraining).toBeNull();
  });
});
