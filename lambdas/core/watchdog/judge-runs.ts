import { nextOccurrence } from '../monitor/occurrences.ts';
import { readScheduleExpression } from '../monitor/schedule-expression.ts';
import { KEPT_RUNS, type RunRecord } from './runs.ts';

/** When a check should run. */
export interface CheckSchedule {
  /** EventBridge expression. */
  readonly expression: string;
  readonly timeZone: string;
}

/** What a check's record of runs says about its schedule. Times are milliseconds since the epoch. */
export interface JudgedRuns {
  /** Due times without a run, ascending, although it ran later. */
  readonly missed: readonly number[];
  /** The first of the due times since the last run; null: no run is overdue. */
  readonly overdueSince: number | null;
  /** Where to begin next time: everything due until then has run or is in `missed`. */
  readonly judgedUntil: number;
}

interface JudgeOptions {
  readonly judgedUntil: number;
  readonly grace: number;
  readonly wasOverdue: boolean;
  readonly now: number;
}

/**
 * Holds the successful runs against the schedule. A run by hand makes up for the due time before it.
 *
 * @param judgedUntil Due times until then are not looked at.
 * @param grace How long a run may take, from its due time to its record. Milliseconds.
 * @param wasOverdue Whether a run was overdue at the last look. If a later one has run since, those before it are not waited for.
 */
export function judgeRuns(
  { expression, timeZone }: CheckSchedule,
  { succeeded, continued }: Pick<RunRecord, 'succeeded' | 'continued'>,
  { judgedUntil, grace, wasOverdue, now }: JudgeOptions,
): JudgedRuns {
  const schedule = readScheduleExpression(expression);
  const slots =
    'rate' in schedule
      ? rateSlots(schedule.rate, succeeded, judgedUntil)
      : cronSlots((after) => nextOccurrence(schedule.cron, timeZone, after), succeeded, judgedUntil);
  const lastRun = succeeded.at(-1) ?? Number.NEGATIVE_INFINITY;
  // A full record has forgotten the runs before its first one.
  const forgotten = succeeded.length >= KEPT_RUNS ? succeeded[0] : Number.NEGATIVE_INFINITY;
  const missed: number[] = [];
  let until = judgedUntil;
  for (const { due, ran, end } of slots) {
    const patience = wasOverdue && due < lastRun ? 0 : grace;
    // A run that another one goes on with has as much time again.
    const start = continued !== null && continued.due >= due ? Math.max(due, continued.at) : due;
    if (start + patience > now) break;
    if (!ran && due > lastRun) return { missed, overdueSince: due, judgedUntil: until };
    if (!ran && due > forgotten) missed.push(due);
    until = end;
  }
  return { missed, overdueSince: null, judgedUntil: until };
}

/** A due time. */
interface Slot {
  readonly due: number;
  readonly ran: boolean;
  /** Where the next slot begins. */
  readonly end: number;
}

/** A run belongs to the last due time before it. */
function* cronSlots(
  next: (after: number) => number | null,
  succeeded: readonly number[],
  from: number,
): Generator<Slot> {
  for (let due = next(from); due !== null; ) {
    const following = next(due);
    const [start, end] = [due, following ?? Number.POSITIVE_INFINITY];
    yield { due, ran: succeeded.some((time) => time >= start && time < end), end: due };
    due = following;
  }
}

/** The scheduler names times to the second, and starts within the minute. */
const TOLERANCE = 60_000;

/**
 * A rate counts from an instant that is not known, the creation of the schedule: from one run to the next at most its length
 * passes.
 */
function* rateSlots(rate: number, succeeded: readonly number[], from: number): Generator<Slot> {
  for (let start = from; ; ) {
    const due = start + rate;
    const run = succeeded.findLast((time) => time > start && time <= due + TOLERANCE);
    yield { due, ran: run !== undefined, end: run ?? due };
    start = run ?? due;
  }
}
