import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acknowledge, describeOver, IncidentError, resolve } from '../../../lambdas/core/decision/incident-actions.ts';
import { isResolved } from '../../../lambdas/core/decision/move-incident.ts';
import { emptyState, type MonitorState, stateSchema } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;
const ID = 'drift-2001-02-01';

/** One drift check of day `index`, at the end of the day. */
function check(state: MonitorState, index: number, status: 'breach' | 'clear' | 'unknown', details: string[] = []) {
  const checkedWindow = checkedWindowOf(index, { signals: [{ ...signalOf('drift', status), details }] });
  const { state: after, events } = transition(state, 'drift', checkedWindow, checkedWindow.end, { repeatEvery: DAY });
  return { state: after, notified: events.map(({ type, incident }) => `${type} ${incident.id}`) };
}

const opened = () => check(emptyState('m'), 0, 'breach').state;
const endOf = (day: number) => checkedWindowOf(day, {}).end;
const said = { by: 'Ann', note: 'the supplier knows' };

describe('an incident that is acknowledged', () => {
  it('is not repeated, and its recovery sends a message', () => {
    let { state } = acknowledge(opened(), ID, { ...said, until: null }, endOf(0));
    const notified: string[][] = [];
    for (const [day, status] of [
      [1, 'breach'],
      [2, 'breach'],
      [3, 'clear'],
    ] as const) {
      const step = check(state, day, status);
      state = step.state;
      notified.push(step.notified);
    }
    expect(notified).toEqual([[], [], [`recovered ${ID}`]]);
    expect(state.incidents[0]).toMatchObject({ state: 'recovered', lastWindow: '2001-02-03', acknowledged: said });
  });

  it('ends with a message, even after a single window', () => {
    const { state } = acknowledge(opened(), ID, { ...said, until: null }, endOf(0));
    expect(check(state, 1, 'clear').notified).toEqual([`recovered ${ID}`]);
  });

  it('is repeated from `until` on', () => {
    const { state } = acknowledge(opened(), ID, { ...said, until: endOf(2) }, endOf(0));
    const muted = check(state, 1, 'breach');
    const due = check(muted.state, 2, 'breach');
    expect([muted.notified, due.notified]).toEqual([[], [`repeated ${ID}`]]);
  });

  it('stays the very state when the same is said again, whatever the time', () => {
    const { state } = acknowledge(opened(), ID, { ...said, until: null }, endOf(0));
    expect(acknowledge(state, ID, { ...said, until: null }, endOf(5)).state).toBe(state);
    expect(acknowledge(state, ID, { by: 'Bob', note: '', until: null }, endOf(5)).incident.acknowledged).toEqual({
      by: 'Bob',
      note: '',
      at: endOf(5),
      until: null,
    });
  });

  it.each([
    ['drift-2001-02-09', null, 'm has no incident "drift-2001-02-09"; open: drift-2001-02-01'],
    [ID, endOf(0) - 1, 'until 2001-02-01T23:59:59.999Z: that time has passed'],
    [ID, endOf(0), 'that time has passed'],
  ])('cannot be %s until %s', (id, until, message) => {
    const act = () => acknowledge(opened(), id, { ...said, until }, endOf(0));
    expect(act).toThrow(IncidentError);
    expect(act).toThrow(message);
    expect(new IncidentError('').name).toBe('IncidentError');
  });

  it.each([
    ['another name', { by: 'Bob' }],
    ['another note', { note: 'still looking' }],
    ['another time', { until: endOf(4) }],
  ])('is changed by %s', (_name, changes) => {
    const mark = { ...said, until: null };
    const { state } = acknowledge(opened(), ID, mark, endOf(0));
    const changed = acknowledge(state, ID, { ...mark, ...changes }, endOf(1));
    expect(changed.state).not.toBe(state);
    expect(changed.incident.acknowledged).toEqual({ ...mark, ...changes, at: endOf(1) });
  });

  it('is named among all that are open', () => {
    const broken = checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] });
    const { state } = transition(opened(), 'drift', broken, broken.end, { repeatEvery: DAY });
    expect(() => resolve(state, 'x', said, endOf(0))).toThrow(
      'm has no incident "x"; open: drift-2001-02-01, data-quality-2001-02-01',
    );
  });

  it('leaves other incidents alone', () => {
    const broken = checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] });
    const { state } = transition(opened(), 'drift', broken, broken.end, { repeatEvery: DAY });
    const marked = acknowledge(state, ID, { ...said, until: null }, endOf(0)).state;
    expect(marked.incidents.map(({ acknowledged }) => acknowledged !== null)).toEqual([true, false]);
  });

  it.each([
    ['resolved', resolve(opened(), ID, said, endOf(0)).incident, 'resolved by Ann'],
    [
      'called normal',
      { ...opened().incidents[0], state: 'resolved', resolved: { ...said, at: 0, newNormal: true } },
      'resolved by Ann as the new normal',
    ],
    ['over', check(opened(), 1, 'clear').state.incidents[0], 'over (closed with window 2001-02-02)'],
    ['over at a time that is not known', { ...opened().incidents[0], state: 'recovered' }, 'over'],
    [
      'over, and resolved after that',
      { ...opened().incidents[0], state: 'recovered', resolved: { ...said, at: 0 } },
      'over',
    ],
    ['resolved without a record of the person', { ...opened().incidents[0], state: 'resolved' }, 'over'],
  ] as const)('that is %s says how it ended', (_name, incident, text) => {
    expect(describeOver(incident)).toBe(text);
  });

  it('has to be open', () => {
    const { state } = check(opened(), 1, 'clear');
    expect(() => acknowledge(state, ID, { ...said, until: null }, endOf(1))).toThrow(
      `${ID} is over (closed with window 2001-02-02): there is nothing to mute; none is open`,
    );
  });

  it('keeps who and why printable and bounded', () => {
    const { incident } = acknowledge(
      opened(),
      ID,
      { by: ' A\u001b[2J ', note: 'x'.repeat(9000), until: null },
      endOf(0),
    );
    expect(incident.acknowledged!.by).toBe('A\\u{1b}[2J');
    expect(incident.acknowledged!.note).toHaveLength(500);
  });
});

describe('an incident that is resolved', () => {
  it('stays closed when its windows are checked again, and a later window that breaches opens a new one', () => {
    const two = check(opened(), 1, 'breach').state;
    const { state } = resolve(two, ID, said, endOf(1));
    expect(openIncidents(state)).toEqual([]);
    const again = check(state, 1, 'breach', ['other rows']);
    const earlier = check(again.state, 0, 'breach', ['other rows']);
    const next = check(earlier.state, 2, 'breach');
    expect([again.notified, earlier.notified, next.notified]).toEqual([[], [], ['opened drift-2001-02-03']]);
  });

  it('keeps only its own windows and its own kind silent', () => {
    const recovered = check(check(opened(), 1, 'breach').state, 2, 'clear').state;
    expect(check(recovered, 1, 'clear').notified).toEqual([]);
    const again = check(check(recovered, 1, 'clear').state, 0, 'clear').state;
    expect(check(again, 3, 'breach').notified).toEqual(['opened drift-2001-02-04']);
    const { state } = resolve(opened(), ID, said, endOf(0));
    const broken = checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] });
    const { events } = transition(state, 'drift', broken, broken.end, { repeatEvery: DAY });
    expect(events.map(({ incident }) => incident.id)).toEqual(['data-quality-2001-02-01']);
  });

  it('opens again for a window of an incident that is over by itself', () => {
    const over = check(opened(), 1, 'clear').state;
    expect(check(over, 1, 'breach').notified).toEqual(['opened drift-2001-02-02']);
    const both = check(check(opened(), 1, 'breach').state, 2, 'clear').state;
    expect(check(both, 2, 'breach').notified).toEqual(['opened drift-2001-02-03']);
    expect(isResolved(both.incidents, 'drift', checkedWindowOf(1, {}), both.checks.drift)).toBe(false);
  });

  it('does not keep silent once its last window is no longer on record', () => {
    const { state } = resolve(opened(), ID, said, endOf(0));
    const day = checkedWindowOf(0, {});
    expect(isResolved(state.incidents, 'drift', day, state.checks.drift)).toBe(true);
    expect(isResolved(state.incidents, 'drift', day, [])).toBe(false);
    expect(isResolved(state.incidents, 'no-data', day, state.checks.drift)).toBe(false);
  });

  it('sends no message of recovery when the data is back', () => {
    const { state } = resolve(opened(), ID, said, endOf(0));
    expect(check(state, 1, 'clear').notified).toEqual([]);
  });

  it('stays the very state when it is resolved again, or was over before', () => {
    const { state } = resolve(opened(), ID, said, endOf(0));
    const over = check(opened(), 1, 'clear').state;
    expect(resolve(state, ID, { by: 'Bob', note: '' }, endOf(3)).state).toBe(state);
    expect(resolve(over, ID, said, endOf(3)).state).toBe(over);
  });

  it('never keeps a later breach silent, whatever was said and checked before', () => {
    const step = fc.oneof(
      fc.record({ day: fc.nat(5), status: fc.constantFrom('breach', 'clear', 'unknown') }),
      fc.constantFrom('acknowledge', 'resolve'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let state = emptyState('m');
        let now = endOf(5);
        for (const each of steps) {
          now += DAY;
          const [open] = state.incidents.filter((incident) => incident.state === 'open');
          if (typeof each === 'string') {
            if (open === undefined) continue;
            const marked =
              each === 'resolve'
                ? resolve(state, open.id, said, now)
                : acknowledge(state, open.id, { ...said, until: null }, now);
            state = marked.state;
          } else state = check(state, each.day, each.status as 'breach', [`${now}`]).state;
          expect(openIncidents(state).length).toBeLessThanOrEqual(1);
          expect(stateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
        }
        const last = check(state, 6, 'breach').state;
        const later = check(resolveOpen(last, now), 7, 'breach');
        expect(openIncidents(last)).toHaveLength(1);
        expect(later.notified).toEqual(['opened drift-2001-02-08']);
      }),
    );
  });
});

function resolveOpen(state: MonitorState, now: number): MonitorState {
  return resolve(state, openIncidents(state)[0], said, now).state;
}

it('a state of an earlier version is read as one without acknowledgements and resolutions', () => {
  const state = opened();
  const old = JSON.parse(JSON.stringify(state));
  for (const incident of old.incidents) {
    delete incident.acknowledged;
    delete incident.resolved;
  }
  expect(stateSchema.parse(old)).toEqual(state);
});
