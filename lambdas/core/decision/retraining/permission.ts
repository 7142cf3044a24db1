import type { RetrainingSettings } from '../../monitor/monitor.ts';
import type { RetrainingInput } from '../../ports.ts';
import { formatMinute } from '../../text/times.ts';
import { retrainingBlock } from '../limits.ts';
import type { MonitorState } from '../state.ts';
import type { RetrainingRun } from './state.ts';

/** An execution of the retraining machine that needs permission to run. */
export interface Attempt extends Pick<RetrainingInput, 'id' | 'action'> {
  /** Name of the execution. */
  readonly execution: string;
}

/** Why a retraining may not run now. */
export type DenialReason = 'not-wanted' | 'done' | 'running' | 'data-broken' | 'cooldown' | 'budget';

export type Permission =
  | { readonly permitted: true }
  | {
      readonly permitted: false;
      readonly why: DenialReason;
      /** One printable line. */
      readonly message: string;
      /** The earliest time at which it could be permitted, milliseconds since the epoch; null: that does not depend on time. */
      readonly until: number | null;
    };

/**
 * Whether a retraining may run. A check calls this before it starts an execution, so that a retraining waits for its cooldown
 * in the state and not in an execution. The execution calls it again when it takes the lock, and that answer is binding. An
 * execution that already holds the lock is permitted again, because its step may be repeated.
 */
export function retrainingPermission(
  state: MonitorState,
  { id, action, execution }: Attempt,
  settings: Pick<RetrainingSettings, 'cooldown' | 'budget'>,
  now: number,
): Permission {
  const known = state.retrainings.find((run) => run.id === id);
  if (known !== undefined && known.end !== null) return deny('done', `${id} has ended: ${known.end}`);
  if (known !== undefined && known.execution === execution) return { permitted: true };
  const { lock } = state;
  if (lock !== null && lock.expiresAt > now) {
    return deny('running', `${lock.owner} is running`, lock.expiresAt);
  }
  if (action === 'rollback') return { permitted: true };
  const request = state.retraining;
  if (request?.id !== id) return deny('not-wanted', `${id} is no longer requested`);
  const block = retrainingBlock(state, request.since);
  if (block !== null) return deny('data-broken', block);
  return checkCooldownAndBudget(state.retrainings, settings, now);
}

/**
 * Cooldown and budget count every permitted retraining, however it ended: failed attempts cost money too. Where both deny a
 * retraining, the message names the one that lasts longer.
 */
export function checkCooldownAndBudget(
  runs: readonly RetrainingRun[],
  { cooldown, budget }: Pick<RetrainingSettings, 'cooldown' | 'budget'>,
  now: number,
): Permission {
  const starts = runs.filter(({ action }) => action === 'retrain').map(({ startedAt }) => startedAt);
  const coolAt = Math.max(...starts) + cooldown;
  const latest = starts.toSorted((a, b) => a - b).slice(-budget.count);
  // A start is free again when the oldest of the latest `count` starts is older than the budget's period.
  const freeAt = latest.length < budget.count ? Number.NEGATIVE_INFINITY : latest[0] + budget.per;
  if (Math.max(coolAt, freeAt) <= now) return { permitted: true };
  if (coolAt >= freeAt) return deny('cooldown', `in cooldown until ${formatMinute(coolAt)}`, coolAt);
  return deny('budget', `the budget of ${budget.count} is used up until ${formatMinute(freeAt)}`, freeAt);
}

function deny(why: DenialReason, message: string, until: number | null = null): Permission {
  return { permitted: false, why, message, until };
}
