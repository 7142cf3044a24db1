import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JudgedRuns, judgeRuns } from '../../../lambdas/core/watchdog/judge-runs.ts';
import { KEPT_RUNS } from '../../../lambdas/core/watchdog/runs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GRACE = 75 * MINUTE;
const at = (time: string) => Date.parse(`2026-01-${time}Z`);

type Continued = { readonly due: string; readonly at: string };

/** Judges runs of January 2026, given as `10T06:00`. */
function judge(
  expression: string,
  runs: readonly string[],
  {
    from = '10T00:00',
    now,
    ...more
  }: { from?: string; now: string; continued?: Continued; timeZone?: string; wasOverdue?: boolean },
): { missed: string[]; overdueSince: string | null; judgedUntil: string } {
  const { timeZone = 'UTC', wasOverdue = false, continued = null } = more;
  const options = { judgedUntil: at(from), grace: GRACE, wasOverdue, now: at(now) };
  const { missed, overdueSince, judgedUntil } = judgeRuns(
    { expression, timeZone },
    { succeeded: runs.map(at), continued: continued && { due: at(continued.due), at: at(continued.at) } },
    options,
  );
  const short = (time: number) => new Date(time).toISOString().slice('2026-01-'.length, -':00.000Z'.length);
  return {
    missed: missed.map(short),
    overdueSince: overdueSince === null ? null : short(overdueSince),
    judgedUntil: short(judgedUntil),
  };
}

describe('a check by cron', () => {
  const daily = 'cron(0 6 * * ? *)';

  it.each([
    ['nothing was due yet', [], '10T05:00', { overdueSince: null, judgedUntil: '10T00:00' }],
    ['within the grace', [], '10T07:14', { overdueSince: null, judgedUntil: '10T00:00' }],
    ['at the end of the grace', [], '10T07:15', { overdueSince: '10T06:00', judgedUntil: '10T00:00' }],
    ['the oldest due time since the last run', [], '12T12:00', { overdueSince: '10T06:00' }],
    ['it has run', ['10T06:00'], '10T12:00', { overdueSince: null, judgedUntil: '10T06:00' }],
    ['a run before the due time does not count', ['10T05:59'], '10T12:00', { overdueSince: '10T06:00' }],
    ['a run by hand makes up', ['10T09:30'], '10T12:00', { overdueSince: null, judgedUntil: '10T06:00' }],
    ['also a day later, for that day only', ['11T05:00'], '11T12:00', { overdueSince: '11T06:00' }],
  ] as const)('%s', (_, runs, now, expected) => {
    expect(judge(daily, runs, { now })).toMatchObject({ missed: [], ...expected });
  });

  it('is not expected before it was first seen', () => {
    expect(judge(daily, [], { from: '10T06:00', now: '11T05:00' }).overdueSince).toBeNull();
    expect(judge(daily, [], { from: '10T05:59', now: '11T05:00' }).overdueSince).toBe('10T06:00');
  });

  it('has missed what did not run although it ran later', () => {
    const runs = ['10T06:00', '12T06:00', '13T06:00'];
    expect(judge(daily, runs, { now: '13T12:00' })).toEqual({
      missed: ['11T06:00'],
      overdueSince: null,
      judgedUntil: '13T06:00',
    });
    // What is judged once is not missed twice.
    expect(judge(daily, runs, { from: '13T06:00', now: '14T05:00' }).missed).toEqual([]);
  });

  it('has missed runs and is overdue at the same time', () => {
    expect(judge(daily, ['11T06:00'], { now: '12T12:00' })).toEqual({
      missed: ['10T06:00'],
      overdueSince: '12T06:00',
      judgedUntil: '11T06:00',
    });
  });

  it('has not missed what it no longer remembers', () => {
    const runs = Array.from({ length: KEPT_RUNS }, (_, i) => at('10T12:00') + i * MINUTE);
    const options = { judgedUntil: at('10T11:30'), grace: GRACE, wasOverdue: false, now: at('10T14:30') };
    const judged = judgeRuns(
      { expression: 'cron(* * * * ? *)', timeZone: 'UTC' },
      { succeeded: runs, continued: null },
      options,
    );
    expect(judged.missed).toEqual([]);
    const lacking = judgeRuns(
      { expression: 'cron(* * * * ? *)', timeZone: 'UTC' },
      { succeeded: runs.slice(1), continued: null },
      options,
    );
    expect(lacking.missed).toHaveLength(30);
  });

  it('waits for a late run, unless an outage has just ended', () => {
    const hourly = 'cron(0 * * * ? *)';
    const later = { from: '10T00:30', now: '10T04:05' };
    expect(judge(hourly, ['10T04:00'], later).missed).toEqual(['10T01:00', '10T02:00']);
    expect(judge(hourly, ['10T04:00'], { ...later, wasOverdue: true }).missed).toEqual([
      '10T01:00',
      '10T02:00',
      '10T03:00',
    ]);
  });

  it('is waited for while one run goes on with the work of another', () => {
    const continued = { due: '10T06:00', at: '10T07:00' };
    expect(judge(daily, [], { now: '10T08:14', continued }).overdueSince).toBeNull();
    expect(judge(daily, [], { now: '10T08:15', continued }).overdueSince).toBe('10T06:00');
    // That was yesterday's.
    expect(judge(daily, ['10T06:00'], { now: '11T07:15', continued }).overdueSince).toBe('11T06:00');
  });

  it('is over when its last year is', () => {
    expect(judge('cron(0 6 10 1 ? 2026)', ['10T06:00'], { now: '31T12:00' })).toMatchObject({ overdueSince: null });
    expect(judge('cron(0 6 10 1 ? 2026)', [], { now: '31T12:00' })).toMatchObject({ overdueSince: '10T06:00' });
  });
});

describe('a check by rate, whose phase is not known', () => {
  const rate = 'rate(6 hours)';

  it.each([
    ['no run since it was first seen', [], '10T07:15', { missed: [], overdueSince: '10T06:00' }],
    ['runs in time', ['10T03:00', '10T09:00'], '10T16:00', { missed: [], overdueSince: null, judgedUntil: '10T09:00' }],
    ['a run by hand between', ['10T03:00', '10T05:00', '10T09:00'], '10T16:00', { missed: [], overdueSince: null }],
    ['another phase', ['10T03:00', '10T04:00', '10T10:00'], '10T17:00', { missed: [], overdueSince: null }],
    ['no run since the last one', ['10T03:00'], '10T10:15', { missed: [], overdueSince: '10T09:00' }],
    ['a run is missing', ['10T03:00', '10T15:00'], '10T18:00', { missed: ['10T09:00'], overdueSince: null }],
  ] as const)('%s', (_, runs, now, expected) => {
    expect(judge(rate, runs, { now })).toMatchObject(expected);
  });
});

describe('judging at every look', () => {
  const hours = fc.integer({ min: 1, max: 72 });

  it('reports every due time without a run once, and none with one', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(hours),
        fc.array(fc.integer({ min: 1, max: 240 }), { maxLength: 20 }),
        (ran, waits) => {
          const start = at('01T00:00');
          const end = start + 90 * HOUR;
          // The last hours run, so that every outage ends.
          const runs = [...new Set([...ran, 73, 74, 75])].sort((a, b) => a - b).map((hour) => start + hour * HOUR);
          const reported: number[] = [];
          let memory: JudgedRuns = { missed: [], overdueSince: null, judgedUntil: start };
          for (let now = start, i = 0; now <= end; now += (waits[i++ % waits.length] ?? 15) * MINUTE) {
            const known = runs.filter((time) => time + 5 * MINUTE <= now);
            const wasOverdue = memory.overdueSince !== null;
            const options = { judgedUntil: memory.judgedUntil, grace: GRACE, wasOverdue, now };
            memory = judgeRuns(
              { expression: 'cron(0 * * * ? 2026)', timeZone: 'UTC' },
              { succeeded: known, continued: null },
              options,
            );
            reported.push(...memory.missed);
          }
          const expected = Array.from({ length: 72 }, (_, i) => start + (i + 1) * HOUR).filter(
            (due) => !runs.includes(due),
          );
          expect(reported.filter((due) => due <= start + 72 * HOUR)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});
