import { describe, expect, it } from 'vitest';
import type { WindowFindings } from '../../../lambdas/core/decision/conclude-from-data.ts';
import { acknowledge } from '../../../lambdas/core/decision/incident-actions.ts';
import { brokenFindings } from '../../../lambdas/core/decision/incident-findings.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { type Transition, transition } from '../../../lambdas/core/decision/transition.ts';
import type { QualityResult } from '../../../lambdas/core/result/schema.ts';
import { accuracyWindow, checkedWindowOf, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;

type Kind = 'data-quality' | 'drift';

/** Checks day `i`, whose signal of this kind has findings with these keys; none: it is clear. */
function check(state: MonitorState, i: number, keys: readonly string[], kind: Kind = 'data-quality'): Transition {
  const lines = keys.map((key) => ({ key, head: `${key} head`, line: `${key} line` }));
  const signal = { ...signalOf(kind, keys.length > 0 ? 'breach' : 'clear'), headline: `${keys}` };
  const checkedWindow = checkedWindowOf(i, { signals: [signal] });
  const findings: WindowFindings = { [kind]: lines };
  // Reminders are due every day.
  return transition(state, 'drift', checkedWindow, checkedWindow.end, { repeatEvery: DAY }, findings);
}

/** Checks days one after the other, and returns what each sent, with the keys of new findings. */
function run(days: readonly (readonly string[])[], kind: Kind, from = emptyState('m'), first = 0) {
  let state = from;
  const sent = days.map((keys, i) => {
    const step = check(state, first + i, keys, kind);
    state = step.state;
    return step.events.map(({ type, added }) => [type, ...(added ?? []).map(({ key }) => key)].join(' '));
  });
  return { state, sent: sent.flat() };
}

function acknowledged(state: MonitorState): MonitorState {
  const said = { by: 'Anna', note: 'known', until: null };
  return acknowledge(state, state.incidents.at(-1)!.id, said, DAY).state;
}

describe.each<Kind>(['data-quality', 'drift'])('an open incident about %s', (kind) => {
  it('reports a finding that it did not have at once, although it is acknowledged, and has to be acknowledged again', () => {
    const opened = run([['a']], kind);
    const muted = acknowledged(opened.state);
    const { sent, state } = run([['a'], ['b', 'a'], ['b', 'a']], kind, muted, 1);
    expect(sent).toEqual(['extended b', 'repeated']);
    expect(state.incidents).toMatchObject([{ acknowledged: null, reported: ['a', 'b'], notifiedWindow: '2001-02-04' }]);

    const step = check(muted, 1, ['a', 'b'], kind);
    expect(step.events[0]).toMatchObject({ acknowledgedBefore: { by: 'Anna' }, incident: { acknowledged: null } });
    expect(run([['a', 'b']], kind, acknowledged(state), 4).sent).toEqual([]);
  });

  it('reports each finding once, however often it comes and goes', () => {
    expect(run([['a'], ['b'], ['a'], ['a', 'b'], ['b']], kind).sent).toEqual([
      'opened',
      'extended b',
      'repeated',
      'repeated',
      'repeated',
    ]);
  });

  it('reports it before the next reminder is due', () => {
    const { state } = run([['a']], kind);
    const checkedWindow = checkedWindowOf(1, { signals: [signalOf(kind, 'breach')] });
    const findings = { [kind]: [{ key: 'b', head: 'b', line: 'b' }] };
    const { events } = transition(state, 'drift', checkedWindow, DAY + 1, { repeatEvery: 100 * DAY }, findings);
    expect(events.map(({ type }) => type)).toEqual(['extended']);
  });

  it('reports nothing when the same window is checked again with the same findings', () => {
    const { state } = run([['a'], ['a', 'b']], kind);
    expect(check(state, 1, ['a', 'b'], kind).events).toEqual([]);
  });

  it('reports it again as part of a new incident', () => {
    const two = run([['a'], ['a', 'b'], [], ['b']], kind);
    expect(two.sent).toEqual(['opened', 'extended b', 'recovered', 'opened']);
    expect(two.state.incidents.at(-1)).toMatchObject({ reported: ['b'] });
  });

  it('reports none after an upgrade, because it is not known what was reported', () => {
    const { state } = run([['a']], kind);
    const { reported: _, ...old } = state.incidents[0];
    const { sent, state: after } = run(
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      kind,
      { ...state, incidents: [old] },
      1,
    );
    expect(sent).toEqual(['repeated', 'extended c']);
    expect(after.incidents[0].reported).toEqual(['a', 'b', 'c']);
  });

  it('keeps at most 100 findings, and then reports no more', () => {
    const many = Array.from({ length: 101 }, (_, i) => `column-${i}`);
    const { sent, state } = run([many, ['x']], kind);
    expect(sent).toEqual(['opened', 'repeated']);
    expect(state.incidents[0].reported).toEqual(many.slice(0, 100));
  });
});

describe('findings of broken data', () => {
  const finding = (changes: Partial<QualityResult>): QualityResult => ({
    ...{ check: 'missing_values', feature: 'price', value: 0.4, baseline: 0, limit: 0.05, rows: 100 },
    ...{ breached: true, examples: [], message: 'price: 40 % missing' },
    ...changes,
  });

  it('differ by check, column and side, and not by value', () => {
    const keys = (changes: Partial<QualityResult>) => brokenFindings([finding(changes)]).map(({ key }) => key);
    expect(keys({})).toEqual(['missing_values of price']);
    expect(keys({ value: 0.9, message: 'price: 90 % missing' })).toEqual(['missing_values of price']);
    expect(keys({ check: 'scale_change' })).toEqual(['scale_change of price']);
    expect(keys({ subject: 'answer', feature: 'score' })).toEqual(["missing_values of the model's answers: score"]);
    expect(keys({ check: 'rejected_records', feature: null })).toEqual(['rejected_records']);
    expect(keys({ breached: false })).toEqual([]);
  });
});

describe('an open incident about performance', () => {
  const settings = { repeatEvery: DAY };
  /** A day on which alert limits on accuracy and recall, and a retrain limit, are met or not. */
  const windowOf = (i: number, met: { accuracy: boolean; recall?: boolean; retrain?: boolean }) => {
    const lines = [
      ...(met.accuracy ? ['accuracy 0.8 (0.79 to 0.81), limit: < 0.85'] : []),
      ...(met.recall ? ['recall 0.4 (0.39 to 0.41), limit: < 0.5'] : []),
    ];
    return checkedWindowOf(i, {
      signals: [{ kind: 'performance', status: 'breach', headline: lines[0], details: lines.slice(1) }],
      limits: [
        { text: 'accuracy < 0.85', purpose: 'alert', windows: 1, met: met.accuracy },
        { text: 'recall < 0.5', purpose: 'alert', windows: 1, met: met.recall ?? false },
        { text: 'accuracy < 0.7', purpose: 'retrain', windows: 1, met: met.retrain ?? false },
      ],
    });
  };
  const opened = transition(emptyState('m'), 'accuracy', windowOf(0, { accuracy: true }), DAY, settings).state;

  it('reports another limit with its value, although it is acknowledged', () => {
    const later = windowOf(1, { accuracy: true, recall: true });
    const { events, state } = transition(acknowledged(opened), 'accuracy', later, 2 * DAY, settings);
    expect(events).toMatchObject([
      { type: 'extended', added: [{ key: 'recall < 0.5', head: 'recall 0.4 (0.39 to 0.41), limit: < 0.5' }] },
    ]);
    const again = transition(acknowledged(state), 'accuracy', windowOf(2, { accuracy: true }), 3 * DAY, settings).state;
    const back = windowOf(3, { accuracy: true, recall: true });
    expect(transition(again, 'accuracy', back, 4 * DAY, settings).events).toEqual([]);
  });

  it('reports a retrain limit where a person has to train, and not where a retraining starts by itself', () => {
    const later = windowOf(1, { accuracy: true, retrain: true });
    const muted = acknowledged(opened);
    expect(transition(muted, 'accuracy', later, 2 * DAY, { ...settings, canRetrain: true }).events).toEqual([]);
    expect(transition(muted, 'accuracy', later, 2 * DAY, settings).events).toMatchObject([
      { type: 'extended', added: [{ key: 'retrain accuracy < 0.7' }] },
    ]);
  });

  it('has all limits that are reached when it opens', () => {
    const both = accuracyWindow(0, 0.8);
    const { state } = transition(emptyState('m'), 'accuracy', both, DAY, settings);
    expect(state.incidents[0].reported).toEqual(['accuracy < 0.85', 'retrain accuracy <= 0.85']);
  });
});
