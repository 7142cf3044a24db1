import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import { UnknownMonitorError } from '../../lambdas/runtime/monitor-definitions.ts';
import { makeReadingHandler } from '../../lambdas/runtime/reading-handler.ts';
import { placeOf, planFirstDay } from '../core/check/reading/fan-out/reading-in-parts.ts';
import { captureLine } from '../core/stories/fixtures.ts';
import { drawParcels, openDepot, requestsOf } from '../core/stories/parcels.ts';
import { FIRST_DAY } from '../core/stories/story-fixture.ts';
import { dependenciesOf } from './frame.ts';

const CONTEXT = { awsRequestId: 'request-1' };

/** The handler, for a window of two files that are a part each and have one record in common. */
async function frame() {
  const fixture = await openDepot();
  const [first, second, third] = requestsOf(0, drawParcels(new SeededRandom(3), 3)).map(captureLine);
  const files = [
    [first, second],
    [second, third],
  ].map((lines) => ({ lines, size: 1100 }));
  const planned = await planFirstDay(fixture, placeOf(files));
  const { definitions, log, clock } = dependenciesOf(fixture.monitor, FIRST_DAY, () => planned.context);
  const handler = makeReadingHandler({ definitions, log, clock, context: planned.context });
  return { handler, planned, lines: log.lines };
}

describe('the handler of the reading machine', () => {
  it('does every step of the machine, and answers which parts are to be read again', async () => {
    const { handler, planned } = await frame();
    const answers: unknown[] = [];
    await planned.doSteps(async (request) => {
      const answer = await handler(request, CONTEXT);
      answers.push(answer);
      return answer;
    });
    expect(answers.filter((answer) => answer !== null)).toEqual([{ repeated: [{ part: 1 }] }]);
    expect((await planned.merged()).data).toMatchObject({ objects: 2, rows: 3, repeats: 1 });
  });

  it('logs which step of which reading', async () => {
    const { handler, planned, lines } = await frame();
    await handler({ step: 'read-part', ...planned.frame, part: 1 }, CONTEXT);
    const keys = { level: 'info', kind: 'reading', runId: 'request-1', step: 'read-part', part: 1, ...planned.frame };
    expect(lines).toEqual([
      { ...keys, message: 'started' },
      { ...keys, message: 'done', milliseconds: 0 },
    ]);
  });

  it.each<[string, unknown, new (...given: never[]) => Error, string]>([
    ['no step', {}, EventError, 'Accepted: a step of the reading machine: read-part, find-repeats, list-repeats'],
    ['a step without its part', { step: 'read-part', part: undefined }, EventError, 'part:'],
    ['a part that is none', { part: -1 }, EventError, 'part:'],
    ['the field of another step', { step: 'list-repeats' }, EventError, 'part'],
    ['an unknown monitor', { monitor: 'other' }, UnknownMonitorError, 'other'],
  ])('throws and logs what it cannot do: %s', async (name, changed, kind, message) => {
    const { handler, planned, lines } = await frame();
    const request = { step: 'read-part', ...planned.frame, part: 0, ...(changed as object) };
    const failed = handler(name === 'no step' ? changed : request, CONTEXT);
    await expect(failed).rejects.toThrow(kind);
    await expect(failed).rejects.toThrow(message);
    expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'failed', error: expect.any(kind) });
  });
});
