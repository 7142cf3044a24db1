import type { RetrainingSettings } from '../../monitor/monitor.ts';
import type { RetrainingInput } from '../../ports.ts';
import { formatMinute } from '../../text/times.ts';
import { retrainingBlock } from '../limits.ts';
import type { MonitorState } from '../state.ts';
import type { RetrainingRun } from './state.ts';

/** One execution of the retraining machine that asks to run. */
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
      /** When it could be permitted at the earliest, milliseconds since the epoch; null: when something else changes. */
      readonly until: number | null;
    };

/**
 * Whether a retraining may run. It is asked twice: by the check before it starts an execution, so that a retraining waits for
 * its cooldown in the state and not in an execution, and by the execution itself, with authority, when it takes the lock.
 * An execution that already runs is permitted again: its step was repeated.
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
  if (request?.id !== id) return deny('not-wanted', `${id} is not wanted any more`);
  const block = retrainingBlock(state, request.since);
  if (block !== null) return deny('data-broken', block);
  return checkCooldownAndBudget(state.retrainings, settings, now);
}

/**
 * Cooldown and budget count every retraining that was permitted, however it ended: trying costs money too. Where both keep
 * one back, the one that does so for longer is named.
 */
export function checkCooldownAndBudget(
  runs: readonly RetrainingRun[],
  { cooldown, budget }: Pick<RetrainingSettings, 'cooldown' | 'budget'>,
  now: number,
): Permission {
  const starts = runs.filter(({ action }) => action === 'retrain').map(({ startedAt }) => startedAt);
  const coolAt = Math.max(...starts) + cooldown;
  const latest = starts.toSorted((a, b) => a - b).slice(-budget.count);
  // The oldest of the latest `count` has to have left the budget's time.
  const freeAt = latest.length < budget.count ? Number.NEGATIVE_INFINITY : latest[0] + budget.per;
  if (Math.max(coolAt, freeAt) <= now) return { permitted: true };
  if (coolAt >= freeAt) return deny('cooldown', `in cooldown until ${formatMinute(coolAt)}`, coolAt);
  return deny('budget', `the budget of ${budget.count} is used up until ${formatMinute(freeAt)}`, freeAt);
}

function deny(why: DenialReason, message: string, until: number | null = null): Permission {
  return { permitted: false, why, message, until };
}
