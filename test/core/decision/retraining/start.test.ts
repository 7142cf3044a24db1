import { describe, expect, it } from 'vitest';
import { standingOfRequest, startIfPermitted } from '../../../../lambdas/core/decision/retraining/start.ts';
import type { MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { HOUR, NOW, requestOf, runOf, stateOf } from './states.ts';

const text = `model: m
problem: binary-classification
capture: { uri: c, features: [x], prediction: { score: 0 } }
labels: { uri: l }
`;
const MONITOR = parseMonitor(`${text}retraining: { commands: { train: [t], score: [s] } }\n`, 'm.yaml');
const WITHOUT = parseMonitor(text, 'm.yaml');
const RUN = { runId: 'check', now: NOW };
const workflow = { start: async () => {}, answer: async () => {} };
const WANTED = stateOf({ retraining: requestOf() });
const running = runOf({ id: 'retraining-2', execution: 'two', end: null, endedAt: null, startedAt: NOW - 20 * HOUR });

const started = ({ outbox }: MonitorState) => outbox.map(({ start }) => start?.name);

describe('startIfPermitted', () => {
  it('puts the start into the outbox, once', () => {
    const first = startIfPermitted(WANTED, MONITOR, RUN);
    const again = startIfPermitted(first, MONITOR, { ...RUN, runId: 'another' });

    expect(started(first)).toEqual(['driftwarden-m-retraining-2']);
    expect(first.outbox[0].id).toBe('start-driftwarden-m-retraining-2');
    expect(first.outbox[0].start?.input).toEqual({
      monitor: 'm',
      id: 'retraining-2',
      action: 'retrain',
      reason: 'accuracy < 0.8',
    });
    expect(first.retraining?.startedAt).toBe(NOW);
    expect(again).toBe(first);
  });

  it('puts it beside what else is to be published', () => {
    const alert = { id: 'alert', alert: null, metrics: [], start: null, claimedBy: 'check', claimedAt: NOW };
    const { outbox } = startIfPermitted({ ...WANTED, outbox: [alert] }, MONITOR, RUN);
    expect(outbox.map(({ id }) => id)).toEqual(['alert', 'start-driftwarden-m-retraining-2']);
  });

  it.each([
    ['nothing is wanted', stateOf(), MONITOR],
    ['the monitor file says nothing about it', WANTED, WITHOUT],
    ['another runs', { ...WANTED, lock: { owner: 'x', execution: 'x', expiresAt: NOW + 1 } }, MONITOR],
    ['the cooldown is not over', { ...WANTED, retrainings: [runOf({ startedAt: NOW - HOUR })] }, MONITOR],
  ])('changes nothing where %s', (_name, state, monitor) => {
    expect(startIfPermitted(state, monitor, RUN)).toBe(state);
  });

  const asked = (startedAgo: number) => ({ ...WANTED, retraining: { ...requestOf(), startedAt: NOW - startedAgo } });

  it.each([
    [
      'is requested again under its name while it may still come to run',
      12 * HOUR - 1,
      { name: 'driftwarden-m-retraining-2', attempt: 1, startedAt: NOW - 12 * HOUR + 1 },
    ],
    [
      'is taken for lost after half a day',
      12 * HOUR,
      { name: 'driftwarden-m-retraining-2-attempt-2', attempt: 2, startedAt: NOW },
    ],
  ])('an execution %s', (_name, ago, { name, ...request }) => {
    const state = startIfPermitted({ ...asked(ago), retrainings: [runOf()] }, MONITOR, RUN);
    expect(started(state)).toEqual([name]);
    expect(state.retraining).toMatchObject(request);
  });

  it('takes the first of all for lost, too', () => {
    expect(startIfPermitted(asked(12 * HOUR), MONITOR, RUN).retraining?.attempt).toBe(2);
  });

  it('does not take one for lost that runs for longer', () => {
    const lock = { owner: 'retraining-2', execution: 'two', expiresAt: NOW + HOUR };
    const state = { ...asked(20 * HOUR), retrainings: [running], lock };
    expect(startIfPermitted(state, MONITOR, RUN)).toBe(state);
  });
});

describe('standingOfRequest', () => {
  it.each([
    ['null', stateOf(), MONITOR, workflow, null],
    ['not set up', WANTED, WITHOUT, workflow, /^not-set-up no retraining starts: the monitor file has no section/],
    [
      'without anything that starts it',
      WANTED,
      MONITOR,
      undefined,
      /^not-set-up allowed to start, but no retraining workflow is set up here/,
    ],
    ['free', WANTED, MONITOR, workflow, /^starts it starts now$/],
    [
      'running',
      { ...WANTED, retrainings: [running] },
      MONITOR,
      workflow,
      /^runs retraining-2 has been running since 2026-03-09T04:00Z$/,
    ],
    [
      'in cooldown',
      { ...WANTED, retrainings: [runOf({ startedAt: NOW - HOUR })] },
      MONITOR,
      workflow,
      /^waits in cooldown until 2026-03-12T23:00Z$/,
    ],
  ])('of a request that is %s', (_name, state, monitor, starts, expected) => {
    const standing = standingOfRequest(state, monitor, { now: NOW, hasWorkflow: starts !== undefined });
    if (expected === null) expect(standing).toBeNull();
    else expect(`${standing?.status} ${standing?.text}`).toMatch(expected);
  });
});
