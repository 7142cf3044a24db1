import type { Alert } from '../alerts.ts';
import { formatMinute, isoTime } from '../text/times.ts';
import type { FailedAction, WatchContext } from './context.ts';
import { judgeRuns } from './judge-runs.ts';
import { type CheckMemory, MEMORY_KEY, type Memory } from './memory.ts';
import type { Observation, ObservedCheck } from './observe.ts';
import type { Problem } from './problem.ts';
import { missedAlert, overdueAlert, runsAgainAlert, uncheckedWindows } from './run-alerts.ts';
import { watchdogAlert } from './watchdog-alert.ts';

/** What one look concludes. */
export interface Comparison {
  /** Without the alerts in its outbox. */
  readonly memory: Memory;
  readonly alerts: readonly Alert[];
  readonly checks: readonly StandingCheck[];
  readonly problems: readonly StandingProblem[];
}

/** A check and how it stands. Times are milliseconds since the epoch. */
export interface StandingCheck {
  readonly check: ObservedCheck;
  /** null: no run is overdue. */
  readonly overdueSince: number | null;
}

export interface StandingProblem {
  readonly problem: Problem;
  readonly since: number;
  /** Whether it has lasted longer than its grace. */
  readonly counts: boolean;
}

/** Compares what a look has found with what the last one knew. What could not be looked at stays as it was. */
export function compare(memory: Memory, observation: Observation, context: WatchContext): Comparison {
  const { checks, failures } = observation;
  const alerts: Alert[] = [];
  const judged = checks.map((check) => judgeCheck(check, memory.checks[idOf(check)], context, alerts));
  const standing = observation.problems.map((problem): StandingProblem => {
    const since = memory.problems[problem.id]?.since ?? context.now;
    return { problem, since, counts: context.now - since >= problem.grace };
  });
  const problems: Memory['problems'] = {};
  for (const { problem, since, counts } of standing) {
    if (counts && !memory.problems[problem.id]?.isReported) alerts.push(problemAlert(problem, since, context));
    problems[problem.id] = { since, isReported: counts, end: problem.end };
  }
  const known = new Set(context.monitors.names);
  for (const [id, { since, isReported, end }] of Object.entries(memory.problems)) {
    const name = nameOf(id);
    if (id in problems) continue;
    // What is about all monitors is known only when all could be looked at.
    if (failures.has(name) || (name === '*' && failures.size > 0)) problems[id] = memory.problems[id];
    // The problems of a monitor that was removed end without a message.
    else if (isReported && (name === '*' || known.has(name))) alerts.push(problemEndAlert(id, since, end, context));
  }
  const kept = Object.entries(memory.checks).filter(([id]) => failures.has(nameOf(id)));
  const failed = newFailedActions(memory, observation, context);
  return {
    memory: {
      ...memory,
      lookedAt: context.now,
      checks: Object.fromEntries([...kept, ...judged.map(({ check, entry }) => [idOf(check), entry] as const)]),
      problems,
      failedActions: failures.has('*') ? memory.failedActions : observation.failedActions.map(keyOf),
    },
    alerts: [...alerts, ...failed],
    checks: judged.map(({ check, entry }) => ({ check, overdueSince: entry.overdueSince })),
    problems: standing,
  };
}

function idOf({ monitor, kind }: ObservedCheck): string {
  return `${monitor.name}/${kind}`;
}

/** The monitor of an id; `*`: all of them. */
function nameOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

function partOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

function judgeCheck(
  check: ObservedCheck,
  before: CheckMemory | undefined,
  context: WatchContext,
  alerts: Alert[],
): { check: ObservedCheck; entry: CheckMemory } {
  const { monitor, expression, runs } = check;
  const { timeZone } = monitor.schedule;
  const { grace, now } = context;
  const schedule = `${expression} ${timeZone}`;
  // What was due before a schedule existed was not due.
  const judgedUntil = before?.schedule === schedule ? before.judgedUntil : now;
  const reported = before?.overdueSince ?? null;
  const options = { judgedUntil, grace, wasOverdue: reported !== null, now };
  const judged = judgeRuns({ expression, timeZone }, runs, options);
  const last = runs.succeeded.at(-1) ?? Number.NEGATIVE_INFINITY;
  // Another schedule does not end an outage that has been reported.
  const overdueSince = judged.overdueSince ?? (reported !== null && last < reported ? reported : null);
  const missed = uncheckedWindows(check, judged.missed);
  if (overdueSince !== null && reported === null) alerts.push(overdueAlert(check, overdueSince, context));
  if (overdueSince === null && reported !== null) alerts.push(runsAgainAlert(check, reported, missed, context));
  else if (missed.length > 0) alerts.push(missedAlert(check, judged.missed[0], missed, context));
  return { check, entry: { schedule, judgedUntil: judged.judgedUntil, overdueSince } };
}

function problemAlert(
  { id, monitor, title, details, resultKey }: Problem,
  since: number,
  context: WatchContext,
): Alert {
  return watchdogAlert({
    ...aboutMonitor(monitor, context),
    state: 'open',
    severity: 'critical',
    word: 'OPEN critical',
    title,
    lines: details,
    facts: [
      ['since', formatMinute(since)],
      ['to inspect', context.commands.show(resultKey)],
    ],
    dedupe: `${partOf(id)}/${isoTime(since)}/opened`,
    resultKey,
  });
}

function problemEndAlert(id: string, since: number, end: string, context: WatchContext): Alert {
  return watchdogAlert({
    ...aboutMonitor(nameOf(id), context),
    state: 'recovered',
    severity: 'info',
    word: 'RECOVERED',
    title: end,
    lines: [`It was a problem since ${formatMinute(since)}.`],
    facts: [],
    dedupe: `${partOf(id)}/${isoTime(since)}/recovered`,
    resultKey: MEMORY_KEY,
  });
}

function aboutMonitor(name: string, { monitors, linksTo }: WatchContext) {
  return { monitor: name === '*' ? null : monitors.get(name), window: '', links: linksTo(null) };
}

function keyOf({ alarm, time }: FailedAction): string {
  return `${isoTime(time)} ${alarm}`;
}

/** Alerts about alarms that were not published. Two looks read the same hour of history, because items appear in it late. */
function newFailedActions(memory: Memory, { failedActions }: Observation, context: WatchContext): Alert[] {
  const found = failedActions.filter((action) => !memory.failedActions.includes(keyOf(action)));
  return found.map((action) =>
    watchdogAlert({
      ...aboutMonitor('*', context),
      state: 'ended',
      severity: 'critical',
      word: 'NOT DELIVERED critical',
      title: 'an alarm could not be published',
      lines: [
        `The alarm ${action.alarm} changed its state ${formatMinute(action.time)} and could not publish that.`,
        action.reason,
        'Check the policies of the topic and of its KMS key: CloudWatch has to be allowed to use both.',
      ],
      facts: [],
      dedupe: `failed-action/${keyOf(action)}`,
      resultKey: MEMORY_KEY,
    }),
  );
}
