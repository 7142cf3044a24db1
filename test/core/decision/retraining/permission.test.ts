import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCooldownAndBudget,
  type DenialReason,
  retrainingPermission,
} from '../../../../lambdas/core/decision/retraining/permission.ts';
import type { MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { checkedWindowOf, signalOf } from '../checked-windows.ts';
import { DAY, HOUR, NOW, requestOf, runOf, stateOf } from './states.ts';

const SETTINGS = { cooldown: 3 * DAY, budget: { count: 2, per: 30 * DAY } };
const ATTEMPT = { id: 'retraining-2', action: 'retrain', execution: 'two' } as const;
const running = runOf({ id: 'retraining-2', execution: 'two', end: null, endedAt: null, startedAt: NOW - HOUR });
const lock = (expiresAt: number) => ({ owner: 'retraining-9', execution: 'nine', expiresAt });
const startedAgo = (...ages: number[]) =>
  ages.map((age, i) => runOf({ id: `retraining-0${i}`, startedAt: NOW - age, endedAt: NOW - age + HOUR }));

const CASES: [name: string, state: Partial<MonitorState>, why: DenialReason | null, until?: number | null][] = [
  ['wanted and free', {}, null],
  ['not wanted', { retraining: null }, 'not-wanted', null],
  ['another one wanted', { retraining: requestOf('retraining-3') }, 'not-wanted', null],
  ['ended', { retrainings: [{ ...running, end: 'failed' }] }, 'done', null],
  [
    'run by another execution before',
    { retrainings: [{ ...running, execution: 'one', end: 'abandoned' }] },
    'done',
    null,
  ],
  [
    'running itself',
    { retrainings: [running], lock: { owner: 'retraining-2', execution: 'two', expiresAt: NOW + 1 } },
    null,
  ],
  ['another running', { lock: lock(NOW + 1) }, 'running', NOW + 1],
  ['another that has expired this instant', { lock: lock(NOW) }, null],
  ['broken data in an open incident', { incidents: [brokenData()] }, 'data-broken', null],
  [
    'broken data in the window that asks',
    {
      retraining: { ...requestOf(), since: '2001-02-01' },
      checks: { drift: [checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] })], accuracy: [] },
    },
    'data-broken',
    null,
  ],
  ['one a cooldown ago', { retrainings: startedAgo(3 * DAY) }, null],
  ['one a millisecond less ago', { retrainings: startedAgo(3 * DAY - 1) }, 'cooldown', NOW + 1],
  ['the budget just left', { retrainings: startedAgo(30 * DAY, 4 * DAY) }, null],
  ['the budget used up for a millisecond', { retrainings: startedAgo(30 * DAY - 1, 4 * DAY) }, 'budget', NOW + 1],
  ['both, the budget for longer', { retrainings: startedAgo(20 * DAY, 2 * DAY) }, 'budget', NOW + 10 * DAY],
  ['both for as long', { retrainings: startedAgo(28 * DAY, DAY) }, 'cooldown', NOW + 2 * DAY],
  ['both, the cooldown for longer', { retrainings: startedAgo(29.5 * DAY, 2 * DAY) }, 'cooldown', NOW + DAY],
  [
    'more runs than the budget has now',
    { retrainings: startedAgo(9 * DAY, 8 * DAY, 7 * DAY) },
    'budget',
    NOW + 22 * DAY,
  ],
];

function brokenData(): MonitorState['incidents'][number] {
  return {
    id: 'data-quality-2026-03-08',
    kind: 'data-quality',
    state: 'open',
    since: '2026-03-08',
    openedAt: NOW,
    lastWindow: '2026-03-08',
    notifiedAt: NOW,
    notifiedWindow: '2026-03-08',
    recoveredWindow: null,
    acknowledged: null,
    resolved: null,
  };
}

describe('retrainingPermission', () => {
  it.each(CASES)('%s', (_name, changes, why, until = null) => {
    const permission = retrainingPermission(stateOf({ retraining: requestOf(), ...changes }), ATTEMPT, SETTINGS, NOW);

    if (why === null) expect(permission).toEqual({ permitted: true });
    else expect(permission).toMatchObject({ permitted: false, why, until });
  });

  it.each([
    ['cooldown, budget and broken data', { retrainings: startedAgo(1, 2), incidents: [brokenData()] }, true],
    ['a lock', { lock: lock(NOW + 1) }, false],
  ])('of a way back under %s', (_name, changes, permitted) => {
    const attempt = { id: 'rollback-of-x', action: 'rollback', execution: 'back' } as const;
    expect(retrainingPermission(stateOf(changes), attempt, SETTINGS, NOW).permitted).toBe(permitted);
  });

  it.each<[denial: string, changes: Partial<MonitorState>, message: string]>([
    ['no request', { retraining: null }, 'retraining-2 is no longer requested'],
    ['an end', { retrainings: [{ ...running, end: 'failed' }] }, 'retraining-2 has ended: failed'],
    ['another run', { lock: lock(NOW + 1) }, 'retraining-9 is running'],
    [
      'broken data',
      { incidents: [brokenData()] },
      'the data has been broken since window 2026-03-08: fix the data first',
    ],
    ['a cooldown', { retrainings: startedAgo(2 * DAY) }, 'in cooldown until 2026-03-11T00:00Z'],
    ['a budget', { retrainings: startedAgo(20 * DAY, 10 * DAY) }, 'the budget of 2 is used up until 2026-03-20T00:00Z'],
  ])('says why it is denied: %s', (_denial, changes, message) => {
    const permission = retrainingPermission(stateOf({ retraining: requestOf(), ...changes }), ATTEMPT, SETTINGS, NOW);
    expect(permission).toMatchObject({ permitted: false, message });
  });

  it('does not depend on the order in which runs are on record', () => {
    const ages = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(ages, fc.integer({ min: 1, max: 4 }), (days, count) => {
        const settings = { cooldown: DAY, budget: { count, per: 30 * DAY } };
        const asked = (given: number[]) =>
          checkCooldownAndBudget(startedAgo(...given.map((age) => age * DAY)), settings, NOW);
        expect(asked(days)).toEqual(asked(days.toSorted((a, b) => b - a)));
      }),
    );
  });

  it('does not count ways back', () => {
    const back = startedAgo(1, 2, 3).map((run) => ({ ...run, action: 'rollback' as const }));
    expect(checkCooldownAndBudget(back, SETTINGS, NOW)).toEqual({ permitted: true });
  });

  it('names the very instant from which on it is given', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 40 * 24 }), { maxLength: 8 });
    const settings = fc.record({
      cooldown: fc.integer({ min: 1, max: 5 * DAY }),
      budget: fc.record({ count: fc.integer({ min: 1, max: 4 }), per: fc.integer({ min: 1, max: 30 * DAY }) }),
    });
    fc.assert(
      fc.property(ages, settings, (hours, given) => {
        const runs = startedAgo(...hours.map((age) => age * HOUR));
        const permission = checkCooldownAndBudget(runs, given, NOW);
        if (permission.permitted) return;
        expect(permission.until).toBeGreaterThan(NOW);
        expect(checkCooldownAndBudget(runs, given, permission.until!)).toEqual({ permitted: true });
        expect(checkCooldownAndBudget(runs, given, permission.until! - 1).permitted).toBe(false);
      }),
    );
  });
});
