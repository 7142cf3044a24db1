import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedWindow } from '../../../lambdas/core/decision/checked-window.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { type Transition, transition } from '../../../lambdas/core/decision/transition.ts';
import { accuracyWindow, checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Runs entries one after the other, each at the end of its window. */
function runAll(kind: 'drift' | 'accuracy', checkedWindows: CheckedWindow[], from = emptyState('m')): Transition[] {
  const steps: Transition[] = [];
  let state: MonitorState = from;
  for (const checkedWindow of checkedWindows) {
    const step = transition(state, kind, checkedWindow, checkedWindow.end, { repeatEvery: DAY });
    steps.push(step);
    state = step.state;
  }
  return steps;
}

const types = (step: Transition) => step.events.map((event) => event.type);

describe('the sequence 0.95, 0.93, 0.88, 0.85, 0.80 with alert < 0.85 and retrain <= 0.85', () => {
  const steps = runAll(
    'accuracy',
    [0.95, 0.93, 0.88, 0.85, 0.8].map((value, i) => accuracyWindow(i, value)),
  );

  it('sends no alert until 0.80, and one there', () => {
    expect(steps.map(types)).toEqual([[], [], [], [], ['opened']]);
  });

  it('wants a retraining at 0.85 and still the same one at 0.80', () => {
    expect(steps.map((step) => step.state.retraining?.id ?? null)).toEqual([
      null,
      null,
      null,
      'retraining-2001-02-04',
      'retraining-2001-02-04',
    ]);
  });

  it('recovers when the retrained model is good again, and asks again only for a new drop', () => {
    const after = runAll('accuracy', [accuracyWindow(5, 0.94), accuracyWindow(6, 0.8)], steps[4].state);

    expect(after.map(types)).toEqual([['recovered'], ['opened']]);
    expect(after.map((step) => step.state.retraining?.id ?? null)).toEqual([null, 'retraining-2001-02-07']);
  });
});

describe('limits over several windows', () => {
  it('alerts at the second window in a row, not at two with a good one between', () => {
    const values = [0.8, 0.9, 0.8, 0.8];
    const steps = runAll(
      'accuracy',
      values.map((value, i) => accuracyWindow(i, value, { alertWindows: 2 })),
    );
    expect(steps.map(types)).toEqual([[], [], [], ['opened']]);
  });

  it('looks through windows without enough data', () => {
    const values = [0.8, null, 0.8];
    const steps = runAll(
      'accuracy',
      values.map((value, i) => accuracyWindow(i, value, { alertWindows: 2 })),
    );
    expect(steps.map(types)).toEqual([[], [], ['opened']]);
  });

  it('neither recovers nor goes on while a limit of several windows is on its way', () => {
    const options = { alertWindows: 2 };
    const steps = runAll('accuracy', [accuracyWindow(0, 0.8, options), accuracyWindow(1, 0.8, options)]);
    expect(steps.map(types)).toEqual([[], ['opened']]);
    // The second window has too few labels when it is checked again: one of two is left.
    const again = transition(steps[1].state, 'accuracy', accuracyWindow(1, null, options), 3 * DAY, {
      repeatEvery: DAY,
    });
    expect([types(again), openIncidents(again.state)]).toEqual([[], ['performance-2001-02-02']]);
    const good = transition(again.state, 'accuracy', accuracyWindow(2, 0.9, options), 4 * DAY, { repeatEvery: DAY });
    expect(types(good)).toEqual(['recovered']);
  });

  it('recovers, where values are compared as they are, although labels are still expected', () => {
    const waiting = (i: number, value: number) => ({
      ...accuracyWindow(i, value),
      labels: { coverage: 0.5, settled: false },
    });
    expect(runAll('accuracy', [waiting(0, 0.8), waiting(1, 0.9)]).map(types)).toEqual([['opened'], ['recovered']]);
  });

  it('stores what was read again without news, and sends no alert', () => {
    const read = (seen: string, checkedAt: number) => ({
      ...accuracyWindow(0, 0.8),
      checkedAt,
      labels: { coverage: 1, settled: false, seen },
    });
    const [first] = runAll('accuracy', [read('a', 1)]);
    const again = transition(first.state, 'accuracy', read('b', 2), 2 * DAY, { repeatEvery: DAY });
    expect(again).toMatchObject({ events: [], news: false });
    expect(again.state).toEqual({ ...first.state, checks: { drift: [], accuracy: [read('b', 2)] } });
    expect(again.limits).toEqual(first.limits);
  });

  it('judges on the whole series when late labels change an earlier window', () => {
    const options = { alertWindows: 2 };
    const before = runAll('accuracy', [accuracyWindow(0, null, options), accuracyWindow(1, 0.8, options)]);
    const late = transition(before[1].state, 'accuracy', accuracyWindow(0, 0.8, options), 5 * DAY, {
      repeatEvery: DAY,
    });
    expect(types(late)).toEqual(['opened']);
    expect(late.events[0].checkedWindow.window).toBe('2001-02-02');
  });
});

describe('incidents', () => {
  const drift = (i: number, status: 'breach' | 'clear' | 'unknown') =>
    checkedWindowOf(i, { signals: [signalOf('drift', status)] });

  it('opens once, repeats after the interval, recovers once', () => {
    const steps = runAll('drift', [
      drift(0, 'clear'),
      drift(1, 'breach'),
      drift(2, 'breach'),
      drift(3, 'clear'),
      drift(4, 'clear'),
    ]);
    expect(steps.map(types)).toEqual([[], ['opened'], ['repeated'], ['recovered'], []]);
  });

  it.each([
    ['the next one', ['breach', 'clear']],
    ['the next one that is known', ['breach', 'unknown', 'clear']],
  ] as const)('of drift in one window are over with %s, without a message', (_, statuses) => {
    const steps = runAll(
      'drift',
      statuses.map((status, i) => drift(i, status)),
    );
    expect(steps.flatMap(types)).toEqual(['opened']);
    const { state } = steps.at(-1)!;
    expect(state.incidents).toMatchObject([
      { state: 'recovered', singleWindow: true, recoveredWindow: statuses.length === 2 ? '2001-02-02' : '2001-02-03' },
    ]);
    // The record of the last message stays.
    expect(state.incidents[0]).toMatchObject({ notifiedWindow: '2001-02-01', notifiedAt: drift(0, 'breach').end });
    expect(runAll('drift', [drift(5, 'breach')], state).map(types)).toEqual([['opened']]);
  });

  it('of two windows recover with a message, whether or not messages were sent about both', () => {
    const quick = { repeatEvery: 9 * DAY };
    let { state } = transition(emptyState('m'), 'drift', drift(0, 'breach'), 0, quick);
    ({ state } = transition(state, 'drift', drift(1, 'breach'), 1, quick));
    expect(types(transition(state, 'drift', drift(2, 'clear'), 2, quick))).toEqual(['recovered']);
  });

  it('of one window recover with a message when that window itself is repaired', () => {
    const steps = runAll('drift', [drift(0, 'breach'), drift(0, 'clear')]);
    expect(steps.map(types)).toEqual([['opened'], ['recovered']]);
  });

  it('of one window, after the second was checked again, recover with a message only if one was sent about the second', () => {
    const notified = runAll('drift', [drift(0, 'breach'), drift(1, 'breach'), drift(1, 'clear')]);
    expect(notified.map(types)).toEqual([['opened'], ['repeated'], ['recovered']]);
    const quick = { repeatEvery: 9 * DAY };
    let { state } = transition(emptyState('m'), 'drift', drift(0, 'breach'), 0, quick);
    ({ state } = transition(state, 'drift', drift(1, 'breach'), 1, quick));
    const untold = transition(state, 'drift', drift(1, 'clear'), 2, quick);
    expect([types(untold), untold.state.incidents[0].singleWindow]).toEqual([[], true]);
  });

  it('of one window recover with a message where another baseline took over', () => {
    const of = (baseline: string, checkedWindow: CheckedWindow) => ({ ...checkedWindow, baseline });
    const steps = runAll('drift', [of('a', drift(0, 'breach')), of('b', drift(1, 'clear'))]);
    expect(steps.map(types)).toEqual([['opened'], ['recovered']]);
  });

  const broken = (i: number, status: 'breach' | 'clear') =>
    checkedWindowOf(i, { signals: [signalOf('data-quality', status)] });

  it('of broken data in one window recover with a message', () => {
    expect(runAll('drift', [broken(0, 'breach'), broken(1, 'clear')]).map(types)).toEqual([['opened'], ['recovered']]);
  });

  it('does not repeat before the interval has passed, but for the jitter of a schedule', () => {
    const opened = transition(emptyState('m'), 'drift', drift(0, 'breach'), 0, { repeatEvery: DAY });
    const early = transition(opened.state, 'drift', drift(1, 'breach'), 0.9 * DAY, { repeatEvery: DAY });
    const due = transition(opened.state, 'drift', drift(1, 'breach'), DAY - HOUR, { repeatEvery: DAY });
    expect([types(early), types(due)]).toEqual([[], ['repeated']]);
  });

  it('is not repeated by a window that does not know', () => {
    const [, , unknown] = runAll('drift', [drift(0, 'breach'), drift(1, 'breach'), drift(9, 'unknown')]);
    expect(types(unknown)).toEqual([]);
  });

  it('stays open through windows that are not known', () => {
    const steps = runAll('drift', [drift(0, 'breach'), drift(1, 'unknown')]);
    expect(types(steps[1])).toEqual([]);
    expect(openIncidents(steps[1].state)).toEqual(['drift-2001-02-01']);
  });

  it('does nothing when the same window with the same result comes again', () => {
    const [first] = runAll('drift', [drift(0, 'breach')]);
    const again = transition(first.state, 'drift', drift(0, 'breach'), 9 * DAY, { repeatEvery: DAY });
    expect(again).toEqual({ state: first.state, events: [], limits: [], news: false });
    // The very same state is not written again.
    expect(again.state).toBe(first.state);
  });

  it('says how the limits stand, too, where an accuracy check finds nothing new', () => {
    const [first] = runAll('accuracy', [accuracyWindow(0, 0.8)]);
    const again = transition(first.state, 'accuracy', accuracyWindow(0, 0.8), 9 * DAY, { repeatEvery: DAY });
    expect(again).toEqual({ state: first.state, events: [], limits: first.limits, news: false });
    expect(again.state).toBe(first.state);
    expect(again.limits.map(({ reached }) => reached)).toEqual([true, true]);
  });

  it('of drift say nothing about limits', () => {
    const [{ state }] = runAll('accuracy', [accuracyWindow(0, 0.8)]);
    const [found] = runAll('drift', [drift(0, 'clear')], state);
    const again = transition(found.state, 'drift', drift(0, 'clear'), 9 * DAY, { repeatEvery: DAY });
    expect([found.limits, again.limits]).toEqual([[], []]);
  });

  it('are repeated from a twentieth before the interval has passed on', () => {
    const opened = transition(emptyState('m'), 'drift', drift(0, 'breach'), 0, { repeatEvery: 100 });
    const typesAt = (now: number) =>
      types(transition(opened.state, 'drift', drift(1, 'breach'), now, { repeatEvery: 100 }));
    expect([typesAt(94), typesAt(95)]).toEqual([[], ['repeated']]);
  });

  it('are not repeated for the window that the last message was about', () => {
    const opened = transition(emptyState('m'), 'drift', drift(0, 'breach'), 0, { repeatEvery: 100 });
    const changed = checkedWindowOf(0, { signals: [{ ...signalOf('drift', 'breach'), details: ['more'] }] });
    expect(types(transition(opened.state, 'drift', changed, 9 * DAY, { repeatEvery: 100 }))).toEqual([]);
  });

  it('are kept up to fifty that are over', () => {
    const steps = runAll(
      'drift',
      Array.from({ length: 120 }, (_, i) => broken(i, i % 2 === 0 ? 'breach' : 'clear')),
    );
    expect(steps.at(-1)!.state.incidents).toHaveLength(50);
    expect(steps.at(-1)!.state.incidents[0].since).toBe(broken(20, 'clear').window);
  });

  it('never tells anybody about windows that all match', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<'clear' | 'unknown'>('clear', 'unknown'), { maxLength: 60 }), (statuses) => {
        const steps = runAll(
          'drift',
          statuses.map((status, i) => drift(i, status)),
        );
        expect(steps.flatMap(types)).toEqual([]);
      }),
    );
  });

  it('opens and recovers in turn, whatever the order of the windows', () => {
    const status = fc.constantFrom<'breach' | 'clear' | 'unknown'>('breach', 'clear', 'unknown');
    const checks = fc.array(fc.tuple(fc.nat(20), status), { maxLength: 60 });
    fc.assert(
      fc.property(checks, (list) => {
        const steps = runAll(
          'drift',
          list.map(([i, s]) => drift(i, s)),
        );
        // A single window ends without a message, and the state records it.
        const closed = (step: Transition | undefined) =>
          step?.state.incidents.filter(({ singleWindow }) => singleWindow).length ?? 0;
        const notified = steps.flatMap((step, i) =>
          closed(step) > closed(steps[i - 1]) ? [...types(step), 'recovered'] : types(step),
        );
        notified
          .filter((type) => type !== 'repeated')
          .forEach((type, i) => {
            expect(type).toBe(i % 2 === 0 ? 'opened' : 'recovered');
          });
      }),
    );
  });
});

describe('broken data', () => {
  const broken = (i: number, status: 'breach' | 'clear') =>
    checkedWindowOf(i, { signals: [signalOf('data-quality', status)] });

  it('blocks a retraining while the incident is open, and for the windows it broke', () => {
    const [data] = runAll('drift', [broken(0, 'breach')]);
    const [blocked] = runAll('accuracy', [accuracyWindow(0, 0.5)], data.state);
    expect(blocked.state.retraining).toBeNull();
    expect(types(blocked)).toEqual(['opened']);

    const [fixed] = runAll('drift', [broken(1, 'clear')], blocked.state);
    const [stillOld] = runAll('accuracy', [accuracyWindow(0, 0.51)], fixed.state);
    expect(stillOld.state.retraining).toBeNull();
    const [good] = runAll('accuracy', [accuracyWindow(1, 0.5)], stillOld.state);
    expect(good.state.retraining?.id).toBe('retraining-2001-02-02');
  });
});

describe('windows that began before the live model took over', () => {
  const drifted = (index: number, status: 'breach' | 'clear') =>
    checkedWindowOf(index, { signals: [signalOf('drift', status), signalOf('data-quality', 'clear')] });
  const previous = { retraining: null, endpointConfig: 'first', baseline: 'old' };
  const tookOver = (index: number, hours: number): MonitorState => ({
    ...emptyState('m'),
    baseline: 'new',
    model: {
      ...{ retraining: 'r', endpointConfig: 'second', baseline: 'new', previous },
      since: checkedWindowOf(index, {}).start + hours * HOUR,
    },
  });

  it('are no drift of it; the first one that is its own is', () => {
    const steps = runAll('drift', [drifted(3, 'breach'), drifted(4, 'breach')], tookOver(3, 6));
    expect(steps.map(types)).toEqual([[], ['opened']]);
    expect(openIncidents(steps[1].state)).toEqual(['drift-2001-02-05']);
  });

  it('still say that the data is broken', () => {
    const broken = checkedWindowOf(3, { signals: [signalOf('data-quality', 'breach')] });
    expect(runAll('drift', [broken], tookOver(3, 6)).map(types)).toEqual([['opened']]);
  });
});

describe('laws', () => {
  it('a worse accuracy never brings a better outcome', () => {
    const accuracies = fc.array(fc.integer({ min: 70, max: 100 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(accuracies, fc.nat(30), (hundredths, drop) => {
        const last = hundredths.length - 1;
        const run = (values: number[]) =>
          runAll(
            'accuracy',
            values.map((v, i) => accuracyWindow(i, v / 100)),
          ).at(-1)!;
        const better = run(hundredths);
        const worse = run(hundredths.map((v, i) => (i === last ? v - drop : v)));
        expect(openIncidents(worse.state).length).toBeGreaterThanOrEqual(openIncidents(better.state).length);
        expect(worse.state.retraining === null && better.state.retraining !== null).toBe(false);
      }),
    );
  });
});
