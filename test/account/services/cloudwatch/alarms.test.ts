import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../clock.ts';
import type { Template } from '../../template/assembly.ts';
import { Stack } from '../../template/stack.ts';
import type { Sns } from '../sns/sns.ts';
import { type AlarmState, evaluateAlarm, readAlarm } from './alarm.ts';
import { Alarms } from './alarms.ts';
import { Metrics } from './metrics.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 10, 12);
const LENGTH = 90 * MINUTE;
const METRIC = { namespace: 'N', name: 'm', dimensions: [] };

function stackOf(properties: object): Stack {
  const template: Template = { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...properties } } } };
  return new Stack({ stackName: 'S', template, assets: new Map() }, { account: '1', region: 'us-east-1' });
}

/** A point that is reported `at` for an earlier or the same time, both in milliseconds from the start. */
const point = fc
  .record({
    at: fc.integer({ min: 0, max: LENGTH - MINUTE }),
    late: fc.integer({ min: 0, max: 20 * MINUTE }),
    value: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ at, late, value }) => ({ at, time: at - late, value }));

const alarm = fc
  .record({
    minutes: fc.integer({ min: 1, max: 10 }),
    periods: fc.integer({ min: 1, max: 4 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    missing: fc.constantFrom('breaching', 'notBreaching', 'ignore', 'missing'),
  })
  .map(({ minutes, periods, share, missing }) => ({
    Namespace: 'N',
    MetricName: 'm',
    Statistic: 'Sum',
    Period: minutes * 60,
    EvaluationPeriods: periods,
    DatapointsToAlarm: Math.max(1, Math.ceil(share * periods)),
    Threshold: 2,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: missing,
  }));

describe('alarms on a clock that jumps', () => {
  it('change at the minutes at which looking every minute sees them change', async () => {
    await fc.assert(
      fc.asyncProperty(alarm, fc.array(point, { maxLength: 8 }), fc.boolean(), async (properties, points, isGauge) => {
        const stack = stackOf(properties);
        const clock = new VirtualClock(NOON + 1);
        const metrics = new Metrics();
        const alarms = new Alarms(stack, metrics, {} as Sns);
        clock.follow(alarms);
        for (const { at, time, value } of points)
          clock.at(NOON + 1 + at, async () => metrics.addValue(METRIC, value, NOON + 1 + time, 'None', isGauge));
        await clock.advanceTo(NOON + LENGTH);

        const expected: { time: number; to: AlarmState }[] = [];
        const [resource] = stack.resources('AWS::CloudWatch::Alarm');
        const seen = new Metrics();
        const waiting = points.toSorted((a, b) => a.at - b.at);
        let state: AlarmState = 'INSUFFICIENT_DATA';
        for (let now = NOON + MINUTE; now <= NOON + LENGTH; now += MINUTE) {
          while (waiting.length > 0 && NOON + 1 + waiting[0].at < now) {
            const { time, value } = waiting.shift()!;
            seen.addValue(METRIC, value, NOON + 1 + time, 'None', isGauge);
          }
          const to = evaluateAlarm(readAlarm(resource), seen, now, state);
          if (to !== state) expected.push({ time: now, to });
          state = to;
        }
        expect(alarms.changes.map(({ time, to }) => ({ time, to }))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [{ Period: 90 }, /whole minutes/],
    [{ Period: 3600, EvaluationPeriods: 169 }, /longer than CloudWatch looks back/],
    [{ Period: 300, EvaluationPeriods: 289 }, /longer than CloudWatch looks back/],
    [{ Statistic: undefined, ExtendedStatistic: 'p90' }, /plain statistics only/],
    [{ ComparisonOperator: 'GreaterThanUpperThreshold' }, /GreaterThanUpperThreshold/],
    [{ EvaluationWindow: { WallClockWindow: { Timezone: 'UTC' } } }, /sliding windows/],
    [{ MetricName: undefined, Metrics: [{ Expression: 'a+b' }, { Expression: 'c' }] }, /one metric/],
  ])('are refused when they cannot be evaluated here: %j', (more, message) => {
    const usual = {
      Namespace: 'N',
      MetricName: 'm',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    };
    expect(() => new Alarms(stackOf({ ...usual, ...more }), new Metrics(), {} as Sns)).toThrow(message);
  });
});
