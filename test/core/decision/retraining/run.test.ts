import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  abandonDeadRun,
  beginRun,
  countAttempt,
  endRun,
  extendLock,
  LockLostError,
  recordPromotion,
  restorePrevious,
} from '../../../../lambdas/core/decision/retraining/run.ts';
import type { MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { HOUR, NOW, requestOf, runOf, stateOf } from './states.ts';

const MINE = { id: 'retraining-2', execution: 'two' };
const INPUT = { ...MINE, monitor: 'm', action: 'retrain', reason: 'accuracy < 0.8' } as const;
const UNTIL = NOW + HOUR;
const WANTED = stateOf({ retraining: requestOf(), retrainings: [runOf()] });
const RUNNING = beginRun(WANTED, INPUT, NOW, UNTIL);
const PROMOTION = {
  retraining: 'retraining-2',
  endpointConfig: 'new',
  previousConfig: 'old',
  baseline: 'b2',
  since: NOW + 100,
};

function incident(kind: 'performance' | 'drift' | 'data-quality'): MonitorState['incidents'][number] {
  const window = '2026-03-08';
  return {
    id: `${kind}-${window}`,
    kind,
    state: 'open',
    since: window,
    openedAt: NOW,
    lastWindow: window,
    notifiedAt: NOW,
    notifiedWindow: window,
    recoveredWindow: null,
    acknowledged: null,
    resolved: null,
  };
}
const INCIDENTS = [incident('performance'), incident('drift'), incident('data-quality')];

describe('a run', () => {
  it('begins with the lock and what is known about its reason', () => {
    expect(RUNNING.lock).toEqual({ owner: MINE.id, execution: MINE.execution, expiresAt: UNTIL });
    expect(RUNNING.retrainings).toEqual([
      runOf(),
      {
        ...MINE,
        ...{ action: 'retrain', reason: 'accuracy < 0.8', since: '2026-03-09', baseline: 'b1' },
        ...{ startedAt: NOW, endedAt: null, end: null, message: '' },
      },
    ]);
    expect(RUNNING.retraining).toEqual(WANTED.retraining);
  });

  it('begins once, and goes on for longer', () => {
    const again = beginRun(RUNNING, INPUT, NOW + 5, UNTIL + 5);
    expect(again.retrainings).toEqual(RUNNING.retrainings);
    expect(again.lock?.expiresAt).toBe(UNTIL + 5);
  });

  it('is held by its own execution alone', () => {
    expect(extendLock(RUNNING, MINE, UNTIL + 1).lock?.expiresAt).toBe(UNTIL + 1);
    expect(() => extendLock(RUNNING, { ...MINE, execution: 'three' }, UNTIL)).toThrow(LockLostError);
    expect(() => extendLock(RUNNING, { ...MINE, id: 'retraining-3' }, UNTIL)).toThrow(/retraining-2 has it/);
    expect(() => extendLock(WANTED, MINE, UNTIL)).toThrow(/the run has ended/);
  });

  it('that lost the lock says who holds it', () => {
    const lost = (state: MonitorState, who: typeof MINE) => {
      try {
        extendLock(state, who, UNTIL);
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(lost(RUNNING, { ...MINE, execution: 'three' })).toMatchObject({
      name: 'LockLostError',
      retraining: 'retraining-2',
      message: 'three no longer holds the lock for retraining-2: retraining-2 has it',
    });
    expect(lost(WANTED, MINE)).toMatchObject({
      retraining: 'retraining-2',
      message: 'two no longer holds the lock for retraining-2: the run has ended',
    });
  });

  it('ends once: the lock is free, the request is gone', () => {
    const ended = endRun(RUNNING, MINE, { end: 'kept-live', message: 'a tie' }, NOW + 1);
    expect(ended.retrainings.at(-1)).toMatchObject({ end: 'kept-live', message: 'a tie', endedAt: NOW + 1 });
    expect([ended.lock, ended.retraining]).toEqual([null, null]);
    expect(endRun(ended, MINE, { end: 'failed', message: 'again' }, NOW + 2)).toBe(ended);
  });

  it('ends alone: earlier runs stay as they ended, and nothing has to be left to release', () => {
    const end = { end: 'kept-live', message: 'a tie' } as const;
    expect(endRun(RUNNING, MINE, end, NOW + 1).retrainings[0]).toEqual(runOf());
    const released = { ...RUNNING, lock: null, retraining: null };
    expect(endRun(released, MINE, end, NOW + 1)).toMatchObject({ lock: null, retraining: null });
  });

  it.each([
    ['another execution', { ...MINE, execution: 'three' }],
    ['another run', { ...MINE, id: 'retraining-3' }],
  ])('is not ended by %s', (_name, who) => {
    expect(endRun(RUNNING, who, { end: 'failed', message: '' }, NOW)).toBe(RUNNING);
  });

  it('leaves the lock of another and the request for another alone when it ends', () => {
    const lock = { owner: 'retraining-3', execution: 'three', expiresAt: UNTIL };
    const later = { ...RUNNING, lock, retraining: requestOf('retraining-3') };
    expect(endRun(later, MINE, { end: 'failed', message: '' }, NOW)).toMatchObject({
      lock,
      retraining: later.retraining,
    });
  });

  it.each([
    ['as long as the lock holds', UNTIL - 1, null],
    ['from the instant on that it expires', UNTIL, 'abandoned'],
  ])('is dead %s', (_name, now, end) => {
    const { state, abandoned } = abandonDeadRun(RUNNING, now);
    expect(abandoned?.end ?? null).toBe(end);
    if (end === null) expect(state).toBe(RUNNING);
    else expect([state.lock, state.retraining, state.retrainings.at(-1)]).toEqual([null, null, abandoned]);
    expect(abandonDeadRun(state, now)).toEqual({ state, abandoned: null });
  });

  it('that is dead says where to look', () => {
    expect(abandonDeadRun(RUNNING, UNTIL).abandoned?.message).toBe(
      'the execution two stopped without recording a result: see its execution history',
    );
  });

  const expired = { owner: 'retraining-2', execution: 'two', expiresAt: UNTIL };
  it.each<[name: string, changes: Partial<MonitorState>]>([
    ['has no lock', { lock: null }],
    ['has ended', { retrainings: [{ ...RUNNING.retrainings[1], end: 'failed', endedAt: NOW }], lock: expired }],
    ['is not the one of the lock', { lock: { ...expired, owner: 'retraining-3' } }],
    ['is not on record', { retrainings: [runOf()], lock: expired }],
  ])('is not dead that %s', (_name, changes) => {
    const state = { ...RUNNING, ...changes };
    const found = abandonDeadRun(state, UNTIL);
    expect(found.state).toBe(state);
    expect(found.abandoned).toBeNull();
  });

  it('is one of the latest two hundred', () => {
    const retrainings = Array.from({ length: 200 }, (_, i) => runOf({ id: `r-${i}` }));
    const state = beginRun(stateOf({ retrainings }), INPUT, NOW, UNTIL);
    expect([state.retrainings.length, state.retrainings[0].id, state.retrainings[199].id]).toEqual([
      200,
      'r-1',
      MINE.id,
    ]);
  });

  it('that never came to run counts, for the request that it answers', () => {
    const tried = { ...WANTED, retraining: { ...requestOf(), startedAt: NOW } };
    expect(countAttempt(tried, MINE.id).retraining).toMatchObject({ attempt: 2, startedAt: null });
    expect(countAttempt(tried, 'retraining-3')).toBe(tried);
    const unasked = stateOf();
    expect(countAttempt(unasked, MINE.id)).toBe(unasked);
  });
});

describe('a promotion', () => {
  const before = { ...RUNNING, incidents: INCIDENTS };

  it('makes the candidate’s baseline the active one and keeps the old', () => {
    const { state, baselineActivated } = recordPromotion(before, PROMOTION);
    expect(baselineActivated).toBe(true);
    expect(state.baseline).toBe('b2');
    expect(state.model).toEqual({
      retraining: MINE.id,
      endpointConfig: 'new',
      baseline: 'b2',
      since: NOW + 100,
      previous: { retraining: null, endpointConfig: 'old', baseline: 'b1' },
    });
  });

  it('goes by the baseline with which its own run began', () => {
    const earlier = runOf({ baseline: 'b0' });
    const state = { ...before, retrainings: [earlier, ...before.retrainings.slice(1)] };
    expect(recordPromotion(state, PROMOTION)).toMatchObject({
      baselineActivated: true,
      state: { model: { previous: { baseline: 'b1' } } },
    });
  });

  it('of a run that is no longer on record leaves the active baseline', () => {
    const { state, baselineActivated } = recordPromotion({ ...before, retrainings: [] }, PROMOTION);
    expect(baselineActivated).toBe(false);
    expect([state.baseline, state.model?.previous?.baseline]).toEqual(['b1', null]);
  });

  it('leaves incidents that are over as they ended', () => {
    const over = { ...incident('drift'), state: 'resolved' as const };
    expect(recordPromotion({ ...before, incidents: [over] }, PROMOTION).state.incidents).toEqual([over]);
  });

  it('leaves a baseline that was activated meanwhile, however often it is repeated', () => {
    const byHand = { ...before, baseline: 'by-hand' };
    const first = recordPromotion(byHand, PROMOTION);
    expect(first).toMatchObject({
      baselineActivated: false,
      state: { baseline: 'by-hand', model: { baseline: 'by-hand' } },
    });
    expect(recordPromotion(first.state, { ...PROMOTION, since: NOW + 200 })).toEqual(first);
  });

  it('is the same when it is repeated', () => {
    const first = recordPromotion(before, PROMOTION);
    expect(recordPromotion(first.state, { ...PROMOTION, since: NOW + 200, previousConfig: 'new' })).toEqual(first);
  });

  it('ends the incidents of the model, not those of its data', () => {
    const { state } = recordPromotion(before, PROMOTION);
    expect(state.incidents.map(({ kind, state: now }) => `${kind} ${now}`)).toEqual([
      'performance recovered',
      'drift recovered',
      'data-quality open',
    ]);
  });

  it('goes back with its baseline, once', () => {
    const { state } = recordPromotion(before, PROMOTION);
    const reopened = { ...state, incidents: INCIDENTS };
    const back = restorePrevious(reopened, 'old', NOW + 300);
    expect(back.baseline).toBe('b1');
    expect(back.model).toEqual({
      retraining: null,
      endpointConfig: 'old',
      baseline: 'b1',
      since: NOW + 300,
      previous: null,
    });
    expect(back.incidents.filter(({ state: now }) => now === 'open').map(({ kind }) => kind)).toEqual(['data-quality']);
    expect(restorePrevious(back, 'old', NOW + 400)).toBe(back);
    expect(restorePrevious(state, 'another', NOW)).toBe(state);
  });
});

describe('laws', () => {
  const steps = {
    hold: (state: MonitorState) => extendLock(state, MINE, UNTIL),
    take: (state: MonitorState) => recordPromotion(state, PROMOTION).state,
    back: (state: MonitorState) => restorePrevious(state, 'old', NOW),
    end: (state: MonitorState) => endRun(state, MINE, { end: 'failed', message: '' }, NOW),
    abandon: (state: MonitorState) => abandonDeadRun(state, UNTIL).state,
  };

  it('every move done twice is done once, after any moves', () => {
    const moves = fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[]));
    const move = (state: MonitorState, name: keyof typeof steps) => {
      try {
        return steps[name](state);
      } catch (error) {
        if (error instanceof LockLostError) return state;
        throw error;
      }
    };
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 6 }), moves, (earlier, last) => {
        const state = earlier.reduce(move, RUNNING);
        const once = move(state, last);
        expect(move(once, last)).toEqual(once);
        expect(once.lock === null || once.retrainings.some((run) => run.end === null)).toBe(true);
      }),
    );
  });
});
