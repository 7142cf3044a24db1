import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confirmCapture } from '../../../lambdas/core/retraining/confirm-capture.ts';
import type { Traffic } from '../../../lambdas/core/retraining/traffic.ts';

const MINUTE = 60_000;
const DEPLOYED = Date.UTC(2026, 0, 10, 12);

/** Requests by minute since the deployment. */
function byMinute(requests: readonly number[], failures: readonly number[] = []): Traffic {
  const times = requests.map((_, minute) => new Date(DEPLOYED + minute * MINUTE).toISOString());
  const failed = requests.map((_, minute) => failures[minute] ?? 0);
  return [
    { Id: 'requests', Timestamps: times, Values: [...requests] },
    { Id: 'failures', Timestamps: times, Values: failed },
  ];
}

const byHour = (requests: readonly number[]): Traffic => [
  { Id: 'requests', Timestamps: requests.map(() => ''), Values: [...requests] },
];
const BUSY = byHour(Array(24).fill(10));

interface Given {
  readonly minutes: number;
  readonly traffic?: Traffic;
  readonly answers?: number;
  readonly readable?: number;
  readonly sampling?: number;
  readonly before?: Traffic;
}

const confirm = ({ minutes, traffic = byMinute([]), answers = 0, readable = answers, ...more }: Given) =>
  confirmCapture({
    deployedAt: DEPLOYED,
    now: DEPLOYED + minutes * MINUTE,
    sampling: 100,
    before: byHour([]),
    ...more,
    traffic,
    captured: { answers, readable },
  });

describe('a new model', () => {
  it('is confirmed by one captured answer that can be read', () => {
    expect(confirm({ minutes: 1, answers: 1 })).toEqual({ decision: 'keep', message: '' });
    expect(confirm({ minutes: 1, answers: 100, readable: 50 })).toEqual({ decision: 'keep', message: '' });
  });

  it.each<[string, Given]>([
    ['nothing has come yet', { minutes: 59 }],
    ['a request may still be captured', { minutes: 31, traffic: byMinute([0, 0, 1]) }],
    ['few answers cannot be read', { minutes: 59, answers: 19, readable: 9, traffic: byMinute([19]) }],
    ['all requests failed', { minutes: 59, traffic: byMinute([3, 4], [3, 4]) }],
    ['few of its requests are captured', { minutes: 59, sampling: 10, traffic: byMinute([50]) }],
  ])('is waited for as long as %s', (_, given) => {
    expect(confirm(given)).toEqual({ decision: 'wait', message: '' });
  });

  it.each<[string, Given, RegExp]>([
    [
      'a request of half an hour ago was not captured',
      { minutes: 31, traffic: byMinute([1, 0, 2]) },
      /^3 requests since the deployment, and none was captured$/,
    ],
    [
      'a tenth is captured and of ninety none was',
      { minutes: 31, sampling: 10, traffic: byMinute([90]) },
      /^90 requests .* none was captured$/,
    ],
    [
      'most of twenty answers cannot be read',
      { minutes: 1, answers: 20, readable: 9 },
      /^11 of 20 answers captured since the deployment cannot be read/,
    ],
    ['its only answer cannot be read', { minutes: 60, answers: 1, readable: 0 }, /^1 of 1 answer captured/],
    [
      'no request reaches it, and the model before had ten in every hour',
      { minutes: 60, before: BUSY },
      /^no request came in 1 hour, though the model before had some all the time$/,
    ],
  ])('is rolled back where %s', (_, given, message) => {
    expect(confirm(given)).toEqual({ decision: 'roll-back', message: expect.stringMatching(message) });
  });

  it.each<[string, Given, string]>([
    ['no requests', { minutes: 60 }, 'no request came in 1 hour'],
    [
      'no requests, after quiet hours',
      { minutes: 60, before: byHour([...Array(22).fill(10), 9, 9]) },
      'no request came in 1 hour',
    ],
    [
      'too few requests for the share that is captured',
      { minutes: 60, sampling: 10, traffic: byMinute([80]) },
      '80 requests in 1 hour, of which 10 % are captured',
    ],
  ])('stays, and is not confirmed, with %s', (_, given, message) => {
    expect(confirm(given)).toEqual({ decision: 'keep', message: `data capture not confirmed: ${message}` });
  });

  it('is not waited for after an hour, whatever has happened', () => {
    const counts = fc.array(fc.nat(50), { maxLength: 60 });
    const since = fc.record({
      minutes: fc.integer({ min: 60, max: 300 }),
      traffic: fc.tuple(counts, counts).map(([requests, failures]) => byMinute(requests, failures)),
      answers: fc.nat(100),
      readable: fc.nat(100),
      sampling: fc.integer({ min: 1, max: 100 }),
      before: counts.map(byHour),
    });
    fc.assert(
      fc.property(since, ({ readable, ...given }) => {
        const { decision } = confirm({ ...given, readable: Math.min(readable, given.answers) });
        expect(decision).not.toBe('wait');
        // What is captured and can be read is never rolled back.
        if (given.answers > 0 && readable >= given.answers) expect(decision).toBe('keep');
      }),
    );
  });
});
