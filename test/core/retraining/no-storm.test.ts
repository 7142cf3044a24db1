import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LockLostError } from '../../../lambdas/core/decision/retraining/run.ts';
import type { RetrainingEnd } from '../../../lambdas/core/decision/retraining/state.ts';
import { loadState } from '../../../lambdas/core/decision/state-store.ts';
import type { Monitor } from '../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { RetrainingInput } from '../../../lambdas/core/ports.ts';
import { renewLease } from '../../../lambdas/core/retraining/steps/context.ts';
import { endStep } from '../../../lambdas/core/retraining/steps/end.ts';
import { permitStep } from '../../../lambdas/core/retraining/steps/permit.ts';
import { Fleet, InterleavedStore } from './fleet.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = Date.UTC(2001, 1, 1);

function monitorWith(pauses: string): Monitor {
  return parseMonitor(
    `model: m
problem: binary-classification
capture: { uri: c, features: [x], prediction: { score: 0 } }
labels: { uri: l }
performance: { retrain: [{ when: accuracy <= 0.85, literal: true }] }
retraining: { commands: { train: [t], score: [s] }, ${pauses} }
`,
    'm.yaml',
  );
}

/** Where the pauses decide, and where nothing but the lock does. */
const MONITORS = {
  'with a cooldown and a budget': monitorWith('cooldown: P2D, budget: { count: 3, per: P10D }'),
  'with the lock alone': monitorWith('cooldown: PT1S, budget: { count: 100, per: P1D }'),
};

/** How an execution goes on after it was permitted. One that dies keeps the lock until it expires. */
const FATES = ['promoted', 'kept-live', 'failed', 'dies'] as const satisfies readonly (RetrainingEnd | 'dies')[];

/** What happens on one day, all at once. */
interface Morning {
  readonly hoursLater: number;
  /** Checks of the same window that run at the same time. */
  readonly checks: number;
  /** How often each execution does its first step: retries of the machine. */
  readonly arrivals: number;
  /** Executions that a person starts by hand with the input of a known one, under another name. */
  readonly strays: number;
  /** Requested rollbacks. */
  readonly rollbacks: number;
  readonly fate: (typeof FATES)[number];
}

const mornings = fc.array(
  fc.record({
    hoursLater: fc.integer({ min: 1, max: 60 }),
    checks: fc.integer({ min: 1, max: 3 }),
    arrivals: fc.integer({ min: 1, max: 2 }),
    strays: fc.integer({ min: 0, max: 2 }),
    rollbacks: fc.integer({ min: 0, max: 2 }),
    fate: fc.constantFrom(...FATES),
  }),
  { minLength: 1, maxLength: 8 },
);

/** An execution that was permitted. */
interface Permitted {
  readonly id: string;
  readonly execution: string;
  readonly action: RetrainingInput['action'];
  readonly at: number;
}

/** Who had the lock, from when to when; an execution that dies has it until it expires. */
interface Held {
  readonly execution: string;
  readonly from: number;
  readonly until: number;
}

describe.each(Object.entries(MONITORS))('retrainings under random interleavings, %s,', (_name, monitor) => {
  it('are never two at once, never sooner than the cooldown, never more than the budget, never twice for one request', async () => {
    const { cooldown, budget } = monitor.retraining!;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), mornings, async (scheduler, days) => {
        const { held, permitted } = await live(scheduler, monitor, days);

        expect(new Set(permitted.map(({ id }) => id)).size).toBe(permitted.length);
        const retrained = permitted.filter(({ action }) => action === 'retrain');
        const starts = retrained.map(({ at }) => at).sort((a, b) => a - b);
        starts.forEach((start, i) => {
          if (i > 0) expect(start - starts[i - 1]).toBeGreaterThanOrEqual(cooldown);
          expect(starts.filter((other) => other > start - budget.per && other <= start).length).toBeLessThanOrEqual(
            budget.count,
          );
        });
        const inOrder = held.toSorted((a, b) => a.from - b.from);
        inOrder.forEach((one, i) => {
          if (i > 0) expect(one.from).toBeGreaterThanOrEqual(inOrder[i - 1].until);
        });
        // Every execution that was permitted could go on.
        expect(new Set(held.map(({ execution }) => execution))).toEqual(
          new Set(permitted.map(({ execution }) => execution)),
        );
      }),
      // A thousand over both.
      { numRuns: 500 },
    );
  });

  it('send one alert each, and leave no lock behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), mornings, async (scheduler, days) => {
        const { fleet, now } = await live(scheduler, monitor, days);
        await scheduler.waitFor(fleet.check(days.length, now + 30 * DAY));

        const { state } = await scheduler.waitFor(loadState(fleet.store, 'm'));
        expect(state.retrainings.filter(({ end }) => end === null)).toEqual([]);
        expect(state.lock).toBeNull();
        const notified = fleet.alerts.filter(({ kind }) => kind === 'retraining').map(({ dedupeKey }) => dedupeKey);
        expect(notified.toSorted()).toEqual(state.retrainings.map(({ id, end }) => `m/${id}/${end}`).toSorted());
      }),
      { numRuns: 100 },
    );
  });
});

/** Lives through the mornings. Everything of a morning's part runs at once, in the order that the scheduler makes up. */
async function live(scheduler: fc.Scheduler, monitor: Monitor, days: readonly Morning[]) {
  const fleet = new Fleet(new InterleavedStore(scheduler), monitor);
  const held: Held[] = [];
  const permitted: Permitted[] = [];
  const begun = new Set<string>();
  let now = FIRST;
  const together = (work: readonly (() => Promise<void>)[]) =>
    scheduler.waitFor(Promise.all(work.map((each) => each())).then(() => {}));
  for (const [day, morning] of days.entries()) {
    now += morning.hoursLater * HOUR;
    const at = now;
    await together(Array.from({ length: morning.checks }, () => () => fleet.check(day, at)));
    startByHand(fleet, day, morning);
    const fresh = [...fleet.executions].filter(([name]) => !begun.has(name));
    for (const [name] of fresh) begun.add(name);
    const permit = async ([execution, input]: [string, RetrainingInput]) => {
      const answer = await permitStep({ ...input, execution, step: 'permit' }, fleet.context(at));
      const isKnown = permitted.some((other) => other.execution === execution);
      if (answer.permitted && !isKnown) permitted.push({ id: input.id, execution, action: input.action, at });
    };
    await together(fresh.flatMap((each) => Array.from({ length: morning.arrivals }, () => () => permit(each))));
    await together(fresh.map((each) => () => goOn(fleet, each, morning.fate, at, held)));
  }
  return { fleet, held, permitted, now };
}

/** What people start by themselves: known inputs under other names, and ways back. */
function startByHand({ executions }: Fleet, day: number, { strays, rollbacks }: Morning): void {
  const [latest] = [...executions.values()].slice(-1);
  for (let i = 0; i < strays && latest !== undefined; i++) executions.set(`by-hand-${day}-${i}`, latest);
  for (let i = 0; i < rollbacks; i++) {
    const id = `rollback-${day}-${i}`;
    executions.set(id, { monitor: 'm', id, action: 'rollback', reason: 'a person' });
  }
}

/** The rest of an execution: it ends at once, or dies and keeps the lock until it expires. */
async function goOn(
  fleet: Fleet,
  [execution, { monitor, id }]: [string, RetrainingInput],
  fate: Morning['fate'],
  now: number,
  held: Held[],
): Promise<void> {
  const request = { monitor, id, execution };
  try {
    // The step after which the machine trains: the longest that a lock is held.
    const state = await renewLease({ ...request, step: 'manifest' }, fleet.context(now));
    held.push({ execution, from: now, until: fate === 'dies' ? state.lock!.expiresAt : now });
  } catch (error) {
    // Not permitted, so it never had the lock.
    if (error instanceof LockLostError) return;
    throw error;
  }
  if (fate === 'dies') return;
  const outcome = { end: fate, message: 'so it ended' };
  await endStep({ ...request, step: 'end', outcome }, fleet.context(now));
}
