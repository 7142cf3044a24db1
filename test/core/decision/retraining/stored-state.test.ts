import { describe, expect, it } from 'vitest';
import { RETRAINING_ENDS } from '../../../../lambdas/core/decision/retraining/state.ts';
import { type MonitorState, stateSchema } from '../../../../lambdas/core/decision/state.ts';
import { NOW, requestOf, runOf, stateOf } from './states.ts';

const previous = { retraining: null, endpointConfig: 'first', baseline: null };
const model = { retraining: 'retraining-1', endpointConfig: 'second', baseline: 'b2', since: NOW, previous };

describe('what the state says of retrainings', () => {
  it.each<[name: string, changes: Partial<MonitorState>]>([
    ['a request by a limit', { retraining: requestOf() }],
    ['a request by drift, tried again', { retraining: { ...requestOf(), by: 'drift', attempt: 2, startedAt: NOW } }],
    ['a request by a person', { retraining: { ...requestOf(), by: 'person', firstWindow: null } }],
    ['runs, however they ended', { retrainings: RETRAINING_ENDS.map((end) => runOf({ id: end, end })) }],
    ['a run that has not ended', { retrainings: [runOf({ end: null, endedAt: null })] }],
    ['the lock', { lock: { owner: 'retraining-2', execution: 'two', expiresAt: NOW } }],
    ['the live model and the one before it', { model }],
    ['a live model with none to go back to', { model: { ...model, previous: null } }],
  ])('is read as it was written: %s', (_name, changes) => {
    const state = stateOf(changes);
    expect(stateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('is read from a release that knew only requests by a limit', () => {
    const { by: _by, firstWindow: _first, attempt: _attempt, startedAt: _started, ...request } = requestOf();
    const read = stateSchema.parse({ ...stateOf(), retraining: request });
    expect(read.retraining).toEqual({ ...request, by: 'limit', firstWindow: null, attempt: 1, startedAt: null });
  });

  it.each([
    ['a request without an id', { retraining: { ...requestOf(), id: undefined } }],
    ['an attempt before the first', { retraining: { ...requestOf(), attempt: 0 } }],
    ['a lock without an end', { lock: { owner: 'retraining-2', execution: 'two' } }],
    ['a model without a configuration', { model: { ...model, endpointConfig: undefined } }],
    ['an end that there is not', { retrainings: [{ ...runOf(), end: 'forgotten' }] }],
  ])('is refused with %s', (_name, changes) => {
    expect(stateSchema.safeParse({ ...stateOf(), ...changes }).success).toBe(false);
  });
});
