import { describe, expect, it } from 'vitest';
import { brokenCause } from '../../../lambdas/core/decision/broken-cause.ts';
import { acknowledge } from '../../../lambdas/core/decision/incident-actions.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { accuracyWindow, checkedWindowOf, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;
const BAD = 0.7;
const GOOD = 0.95;

/** A day's accuracy, and whether its data was broken. */
type Day = readonly [accuracy: number, isBroken?: 'broken'];

/** The state after drift and accuracy checks of these days, the drift checks first. */
function stateAfter(days: readonly Day[], alertWindows = 1): MonitorState {
  let state = emptyState('m');
  for (const [i, [, isBroken]] of days.entries()) {
    const status = isBroken === undefined ? 'clear' : 'breach';
    const window = checkedWindowOf(i, {
      signals: [{ ...signalOf('data-quality', status), headline: `finding of day ${i}` }],
    });
    state = transition(state, 'drift', window, window.end, { repeatEvery: DAY }).state;
  }
  for (const [i, [accuracy]] of days.entries()) {
    const window = accuracyWindow(i, accuracy, { alertWindows });
    state = transition(state, 'accuracy', window, window.end + 20 * DAY, { repeatEvery: DAY }).state;
  }
  return state;
}

const nameOf = (i: number) => checkedWindowOf(i, {}).window;
const causeOf = (days: readonly Day[], i: number, alertWindows = 1) =>
  brokenCause(stateAfter(days, alertWindows), nameOf(i));

describe('an incident of performance that broken data explains', () => {
  const checked = (state: MonitorState, i: number, [accuracy, isBroken]: Day) => {
    const data = checkedWindowOf(i, {
      signals: [signalOf('data-quality', isBroken === undefined ? 'clear' : 'breach')],
    });
    const before = transition(state, 'drift', data, data.end, { repeatEvery: 365 * DAY }).state;
    return transition(before, 'accuracy', accuracyWindow(i, accuracy), data.end, SETTINGS);
  };
  const SETTINGS = { repeatEvery: 365 * DAY, canRetrain: true };
  const opened = checked(emptyState('m'), 0, [BAD, 'broken']);
  const id = opened.state.incidents.at(-1)!.id;
  const muted = acknowledge(opened.state, id, { by: 'Anna', note: 'the data', until: null }, DAY).state;

  it('reports that the model is bad on sound data too, once, although it is acknowledged', () => {
    const still = checked(muted, 1, [BAD, 'broken']);
    expect(still.events).toEqual([]);
    const worse = checked(still.state, 2, [BAD]);
    const line = 'accuracy is below the limit of 0.85, now with sound data too';
    expect(worse.events).toMatchObject([{ type: 'extended', incident: { id, acknowledged: null }, added: [{ line }] }]);
    expect(worse.state.incidents.find((incident) => incident.id === id)?.reported).toEqual([
      'accuracy < 0.85 (broken data)',
      'accuracy < 0.85',
    ]);
    expect(checked(worse.state, 3, [BAD]).events).toEqual([]);
  });

  it('reports nothing where an incident of the model gets broken data besides', () => {
    const first = checked(emptyState('m'), 0, [BAD]);
    expect(first.state.incidents[0].reported).toEqual(['accuracy < 0.85']);
    const data = checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] });
    const found = transition(first.state, 'drift', data, data.end, { repeatEvery: 365 * DAY }).state;
    expect(checked(found, 1, [BAD, 'broken']).events).toEqual([]);
  });
});

describe('broken data is the cause of bad performance', () => {
  it('where it is that of the bad window, with the finding and the incident of that window, even if it is repaired since', () => {
    expect(causeOf([[GOOD], [BAD, 'broken']], 1)).toMatchObject({
      window: '2001-02-02',
      finding: 'finding of day 1',
      incident: { id: 'data-quality-2001-02-02', state: 'open' },
    });
    // Windows broken before and after, in other incidents, and drift checks of later days.
    const days: Day[] = [[GOOD, 'broken'], [GOOD], [BAD, 'broken']];
    expect(causeOf(days, 2)?.incident?.id).toBe('data-quality-2001-02-03');
    const state = stateAfter([...days, [BAD, 'broken']]);
    expect(brokenCause(state, nameOf(2))?.finding).toBe('finding of day 2');
    expect(brokenCause(state, nameOf(3))?.finding).toBe('finding of day 3');
  });

  it('where the other windows do not pass the limit by themselves', () => {
    const days: Day[] = [[BAD], [BAD, 'broken']];
    expect(causeOf(days, 1, 2)?.window).toBe('2001-02-02');
    expect(causeOf(days, 1, 1)).toBeNull();
    expect(causeOf([[BAD], [BAD], [BAD, 'broken']], 2, 2)).toBeNull();
  });

  it.each<[string, Day[]]>([
    ['the data is sound', [[GOOD], [BAD]]],
    ['the data was broken in a window with good performance', [[GOOD, 'broken'], [BAD]]],
    ['no limit is passed', [[GOOD, 'broken']]],
  ])('not where %s', (_name, days) => {
    expect(causeOf(days, days.length - 1)).toBeNull();
  });

  it('without an incident where none is on record, and only up to the window that is asked about', () => {
    const state = stateAfter([[GOOD], [BAD, 'broken'], [GOOD]]);
    expect(brokenCause({ ...state, incidents: [] }, nameOf(1), checkedWindowOf(1, {}).start)?.incident).toBeNull();
    expect(brokenCause(state, nameOf(0), checkedWindowOf(0, {}).start)).toBeNull();
  });
});
