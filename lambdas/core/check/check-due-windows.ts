import type { RunContext } from '../context.ts';
import type { MonitorState } from '../decision/state.ts';
import { StateSession } from '../decision/state-session.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { protectError, protecting } from '../privacy/protect.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import type { CheckResult } from '../result/schema.ts';
import { toError } from '../text/error-message.ts';
import { countOf } from '../text/numbers.ts';
import type { Window } from '../window.ts';
import { labelSettings } from './check-accuracy.ts';
import { conclude, concludeNone } from './conclude.ts';
import { measureWindows, readsAll } from './measure-windows.ts';
import type { Measured } from './measured.ts';
import { windowsDue } from './reading/due-windows.ts';
import { UnchangedWindows } from './reading/unchanged-windows.ts';
import { OutOfTimeError, RunTime } from './run-time.ts';

/**
 * Windows that are measured, newest first, before they are concluded, oldest first. More of them would be lost if the run died, and
 * fewer would let incidents open and close within a run, because a window would be judged before those that precede it.
 */
const BATCH = 24;

/** Milliseconds. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** What became of each window that waits for labels. */
export interface DueChecks {
  /** In the order in which they were concluded. */
  readonly results: readonly CheckResult[];
  /** Windows without new files since their last check: nothing was read. */
  readonly idle: readonly Window[];
  /** Windows for which fewer predictions or labels are there than at the last check: its result stays. */
  readonly kept: readonly Window[];
  /** Windows for which the run had no time, in the order in which they would have been tried. */
  readonly left: readonly Window[];
}

/** A window that could not be checked, and why. */
export interface FailedWindow {
  readonly window: string;
  readonly error: Error;
}

/** Some windows could not be checked. The others were. */
export class FailedWindowsError extends AggregateError {
  override readonly name = 'FailedWindowsError';
  readonly checks: DueChecks;
  readonly failed: readonly FailedWindow[];

  constructor(failed: readonly FailedWindow[], checks: DueChecks) {
    super(
      failed.map(({ error }) => error),
      `${countOf(failed.length, 'window')} could not be checked; ${failed.map(({ window, error }) => `${window}: ${error.message}`).join('; ')}`,
    );
    this.checks = checks;
    this.failed = failed;
  }
}

export interface DueOptions {
  /** The instant that decides which windows are due, milliseconds since the epoch. @default the time of the run */
  readonly due?: number | undefined;
  /** Start of the newest window to check, milliseconds since the epoch: earlier runs have checked newer ones. @default - the newest */
  readonly upTo?: number | undefined;
  /** Names of windows that earlier runs could not check. They are tried after all others, however new they are. */
  readonly last?: ReadonlySet<string> | undefined;
  /** Measures windows in whatever way. @default - they are read */
  readonly measure?: typeof measureWindows | undefined;
}

/**
 * Checks every window whose labels may still come, newest first, while there is time. A scheduled run passes over windows without new
 * files since their last check. A window that cannot be checked does not keep others from it. When no window is left, the run only
 * does what waits in the state: publish what a dead run left, and start retrainings.
 *
 * @throws MissingLabelsError without a `labels` section; FailedWindowsError after all windows were tried; when every window failed for
 * one reason, the error itself
 */
export function checkDueWindows(monitor: Monitor, context: RunContext, options: DueOptions = {}): Promise<DueChecks> {
  return protecting(monitor, () => checkAll(monitor, context, options));
}

async function checkAll(
  monitor: Monitor,
  context: RunContext,
  { due = context.now, upTo = Number.POSITIVE_INFINITY, last = new Set(), measure = measureWindows }: DueOptions,
): Promise<DueChecks> {
  const settings = labelSettings(monitor);
  const session = new StateSession(context.results, monitor.name);
  const state = await session.current();
  const watch = readsAll(context) ? null : new UnchangedWindows(monitor, settings, state, context);
  const time = new RunTime(context.timeLeft ?? (() => UNLIMITED));
  const [results, idle, kept]: [CheckResult[], Window[], Window[]] = [[], [], []];
  const failed: FailedWindow[] = [];
  const all = windowsDue(monitor, settings, state, due);
  const others = all.filter(({ name, start }) => start <= upTo && !last.has(name));
  const waiting = [...all.filter(({ name }) => last.has(name)), ...others];

  while (waiting.length > 0 && time.isEnough) {
    const batch: [Window, Measured][] = [];
    while (batch.length < BATCH && waiting.length > 0 && time.isEnough) {
      const { isFresh } = time;
      const group: Window[] = [];
      const most = Math.min(BATCH - batch.length, time.room);
      while (group.length < most && waiting.length > 0) {
        // A window that earlier runs could not check is measured by itself: it may end this run too.
        if (group.length > 0 && last.has(waiting.at(-1)!.name)) break;
        const window = waiting.pop()!;
        try {
          if (await watch?.isIdle(window)) idle.push(window);
          else group.push(window);
        } catch (error) {
          failed.push(failedWindow(monitor, window, error));
        }
      }
      if (group.length === 0) continue;
      try {
        const half = time.spare / 2;
        const measured = await time.measure(context, group.length, (limited) =>
          measure(monitor, group, limited, session, () => time.spare > half),
        );
        for (const window of group) {
          const outcome = measured.get(window);
          if (outcome instanceof Error) failed.push(failedWindow(monitor, window, outcome));
          else if (outcome === null) kept.push(window);
          else if (outcome !== undefined) batch.push([window, outcome]);
        }
        waiting.push(...group.filter((window) => !measured.has(window)).reverse());
      } catch (error) {
        if (error instanceof OutOfTimeError && !isFresh) {
          // The next run starts with these windows.
          waiting.push(...group.reverse());
          break;
        }
        for (const window of group) failed.push(failedWindow(monitor, window, error));
      }
    }
    batch.reverse();
    const concluded = context.byHand ? sinceFirstData(batch, await session.current()) : batch;
    for (const [window, measured] of concluded) {
      try {
        results.push(await conclude(monitor, 'accuracy', window, measured, session, context));
      } catch (error) {
        failed.push(failedWindow(monitor, window, error));
      }
    }
    time.concluded();
  }

  const checks = { results, idle, kept, left: waiting.reverse() };
  if (failed.length > 0) throw errorOf(failed, checks);
  if (results.length === 0 && waiting.length === 0 && !context.dryRun) await concludeNone(monitor, session, context);
  return checks;
}

/**
 * Leaves out the windows before the first that has data. A run by hand may begin with data of the past, and windows before it lack
 * none; a schedule begins with its first drift check. Without any data, all windows stay.
 *
 * @param batch Oldest first.
 */
function sinceFirstData(batch: [Window, Measured][], { checks }: MonitorState): [Window, Measured][] {
  const starts = [
    ...batch.filter(([, { data }]) => data.rows + data.rejected.records > 0).map(([{ start }]) => start),
    ...[...checks.drift, ...checks.accuracy]
      .filter(({ measures }) => (measures?.rows ?? 0) > 0)
      .map(({ start }) => start),
  ];
  const first = starts.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...starts);
  return batch.filter(([{ start }]) => start >= first);
}

function failedWindow(monitor: Monitor, { name }: Window, given: unknown): FailedWindow {
  const error = protectError(given, redactorWithoutKey(monitor));
  return { window: name, error: toError(error) };
}

/** Windows that all fail for one reason fail for a reason that is not theirs, such as a bucket that cannot be read. */
function errorOf(failed: readonly FailedWindow[], checks: DueChecks): Error {
  const { results, kept, left } = checks;
  const isAlone = results.length + kept.length + left.length === 0;
  const [{ error }] = failed;
  return isAlone && failed.every((other) => other.error.message === error.message)
    ? error
    : new FailedWindowsError(failed, checks);
}
