import type { Alert } from '../alerts.ts';
import { lastCompleteWindow } from '../monitor/windows.ts';
import { formatDuration } from '../text/durations.ts';
import { listNames } from '../text/name-list.ts';
import { countOf } from '../text/numbers.ts';
import { formatMinute, isoTime } from '../text/times.ts';
import type { WatchContext } from './context.ts';
import type { ObservedCheck } from './observe.ts';
import { runsKey } from './runs.ts';
import { type Facts, type WatchdogMessage, watchdogAlert } from './watchdog-alert.ts';

type Around = Pick<WatchContext, 'commands' | 'linksTo' | 'now'>;

/** The names of the outputs of the stack that name the functions of checks. */
const OUTPUT = { drift: 'CheckDriftFunction', accuracy: 'CheckAccuracyFunction' } as const;

/** The message that a check has not run since it was due. */
export function overdueAlert(check: ObservedCheck, due: number, around: Around): Alert {
  const { monitor, kind } = check;
  const late = formatDuration(around.now - due);
  return alertOf(check, due, around, {
    state: 'open',
    severity: 'critical',
    word: 'OPEN critical',
    title: `${kind} check overdue by ${late}: due ${formatMinute(due)}`,
    lines: [
      `The ${kind} check of ${monitor.name} was due ${formatMinute(due)}, ${late} ago, and has not succeeded since.`,
      "Until it runs, nothing monitors this. Look at the function's log, the dead-letter queue and the state of the schedule.",
    ],
    dedupe: 'overdue',
    facts: [
      ['last run', describeLast(check.runs.succeeded.at(-1))],
      ['to run it', runCommand(check, around)],
    ],
  });
}

/** The message that a check runs again. @param missed Windows that have not been checked. */
export function runsAgainAlert(check: ObservedCheck, due: number, missed: readonly string[], around: Around): Alert {
  const { monitor, kind, runs } = check;
  const last = runs.succeeded.at(-1) ?? due;
  return alertOf(check, due, around, {
    state: 'recovered',
    severity: 'info',
    word: 'RECOVERED',
    title: `the ${kind} check runs again after ${formatDuration(Math.max(0, last - due))}`,
    lines: [
      `The ${kind} check of ${monitor.name} was overdue since ${formatMinute(due)} and has run again.`,
      ...(missed.length > 0 ? [describeMissed(missed)] : []),
    ],
    dedupe: 'runs-again',
    facts: [['last run', describeLast(last)], ...missedFacts(check, missed, around)],
  });
}

/** The message that runs of a check are missing, although it runs. */
export function missedAlert(check: ObservedCheck, due: number, missed: readonly string[], around: Around): Alert {
  const { monitor, kind } = check;
  return alertOf(check, due, around, {
    state: 'ended',
    severity: 'warning',
    word: 'MISSED warning',
    title: `the ${kind} check due ${formatMinute(due)} did not run`,
    lines: [
      `The ${kind} check of ${monitor.name} that was due ${formatMinute(due)} did not run or failed. Later ones have run.`,
      describeMissed(missed),
    ],
    dedupe: 'missed',
    facts: missedFacts(check, missed, around),
  });
}

/**
 * The windows of due times that no run has checked. A run of the accuracy check makes up for all before it, because it checks every
 * window that still waits for labels.
 */
export function uncheckedWindows({ monitor, kind, runs }: ObservedCheck, missed: readonly number[]): string[] {
  if (kind === 'accuracy') return [];
  const windowOf = (time: number) => lastCompleteWindow(monitor.schedule, time).name;
  const checked = new Set(runs.succeeded.map(windowOf));
  return [...new Set(missed.map(windowOf))].filter((window) => !checked.has(window));
}

type Content = Omit<WatchdogMessage, 'monitor' | 'window' | 'resultKey' | 'links'>;

function alertOf({ monitor, kind, expression, runs }: ObservedCheck, due: number, around: Around, content: Content) {
  const { commands, linksTo } = around;
  const window = lastCompleteWindow(monitor.schedule, due).name;
  const { logGroup } = runs;
  return watchdogAlert({
    ...content,
    monitor,
    window,
    dedupe: `${kind}/${isoTime(due)}/${content.dedupe}`,
    resultKey: runsKey(monitor.name, kind),
    links: linksTo(runs.dashboard),
    facts: [
      ['check', `${kind}, ${expression} in ${monitor.schedule.timeZone}`],
      ['due', formatMinute(due)],
      ['window', window],
      ['to inspect', logGroup === null ? null : commands.showLog(logGroup, due)],
      ...content.facts,
    ],
  });
}

function describeLast(time: number | undefined): string {
  return time === undefined ? 'none on record' : formatMinute(time);
}

function describeMissed(windows: readonly string[]): string {
  return `${countOf(windows.length, 'window')} not checked: ${listNames(windows, 10)}. Later runs do not check them.`;
}

function missedFacts(check: ObservedCheck, missed: readonly string[], around: Around): Facts {
  return missed.slice(0, 3).map((window): [string, string] => ['to run it', runCommand(check, around, window)]);
}

function runCommand({ monitor, kind, runs }: ObservedCheck, { commands }: Around, window?: string): string {
  if (runs.function !== null) return commands.run(runs.function, monitor.name, window);
  return `invoke the function of the output ${OUTPUT[kind]} with ${JSON.stringify({ monitor: monitor.name, window })}`;
}
