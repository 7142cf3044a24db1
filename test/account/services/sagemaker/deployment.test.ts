import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT_CONFIG, planTraffic } from './deployment.ts';

const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT', Value });
const instances = (Value: number) => ({ Type: 'INSTANCE_COUNT', Value });

function plan(routing: object, count = 10, policy: object = {}) {
  const TrafficRoutingConfiguration = { WaitIntervalInSeconds: 300, ...routing };
  const config = DEPLOYMENT_CONFIG.parse({ BlueGreenUpdatePolicy: { TrafficRoutingConfiguration, ...policy } });
  return planTraffic(config, count);
}

describe('the traffic of an update', () => {
  const cases: [string, object, number, [number, number][], number][] = [
    ['all at once', { Type: 'ALL_AT_ONCE' }, 1, [[0, 1]], 300],
    [
      'a canary, then the rest',
      { Type: 'CANARY', CanarySize: percent(10) },
      1,
      [
        [0, 0.1],
        [300, 1],
      ],
      600,
    ],
    [
      'a canary of instances',
      { Type: 'CANARY', CanarySize: instances(2) },
      8,
      [
        [0, 0.25],
        [300, 1],
      ],
      600,
    ],
    [
      'steps',
      { Type: 'LINEAR', LinearStepSize: percent(40) },
      1,
      [
        [0, 0.4],
        [300, 0.8],
        [600, 1],
      ],
      900,
    ],
    [
      'steps that come out even',
      { Type: 'LINEAR', LinearStepSize: percent(50) },
      1,
      [
        [0, 0.5],
        [300, 1],
      ],
      600,
    ],
  ];
  it.each(cases)('%s', (_, routing, count, shifts, baked) => {
    const planned = plan(routing, count);
    expect(planned.shifts).toEqual(shifts.map(([at, share]) => ({ at: at * 1000, share })));
    expect(planned.bakedAt).toBe(baked * 1000);
  });

  it('only grows, to all of it, in steps that wait alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 50 }), (size) => {
        const { shifts, bakedAt } = plan({ Type: 'LINEAR', LinearStepSize: percent(size) });
        expect(shifts.at(-1)!.share).toBe(1);
        expect(shifts).toHaveLength(Math.ceil(100 / size));
        shifts.forEach(({ at, share }, index) => {
          expect(at).toBe(index * 300_000);
          expect(share).toBeGreaterThan(shifts[index - 1]?.share ?? 0);
        });
        expect(bakedAt).toBe(shifts.length * 300_000);
      }),
    );
  });

  const refusals: [string, object, object, RegExp][] = [
    ['a canary of more than half', { Type: 'CANARY', CanarySize: percent(51) }, {}, /51 % of the capacity/],
    ['a canary of the only machine', { Type: 'CANARY', CanarySize: instances(1) }, {}, /100 % of the capacity/],
    ['too small a step', { Type: 'LINEAR', LinearStepSize: percent(9) }, {}, /9 % of the capacity/],
    ['a canary without its size', { Type: 'CANARY' }, {}, /CanarySize/],
    ['a size for another type', { Type: 'ALL_AT_ONCE', CanarySize: percent(10) }, {}, /CanarySize/],
    [
      'less time than it waits',
      { Type: 'CANARY', CanarySize: percent(10) },
      { TerminationWaitInSeconds: 60, MaximumExecutionTimeoutInSeconds: 660 },
      /larger than all waiting times together, 660 s/,
    ],
  ];
  it.each(refusals)('refuses %s', (_, routing, policy, message) => {
    expect(() => plan(routing, 1, policy)).toThrow(message);
  });
});
