import { describe, expect, it } from 'vitest';
import type { RetrainingContext } from '../../lambdas/core/retraining/steps/context.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import { UnknownMonitorError } from '../../lambdas/runtime/monitor-definitions.ts';
import { parseControlEvent } from '../../lambdas/runtime/retraining-event.ts';
import { makeRetrainingHandler } from '../../lambdas/runtime/retraining-handler.ts';
import { dependenciesOf, MONITOR } from './frame.ts';

const NOW = Date.UTC(2001, 1, 4, 7, 3);
const CONTEXT = { awsRequestId: 'request-1' };
const STEP = {
  step: 'permit',
  monitor: 'm',
  id: 'retraining-1',
  execution: 'execution-1',
  action: 'retrain',
  reason: 'accuracy < 0.8',
} as const;

function frame(work: () => Promise<unknown> = async () => 'answer') {
  const contexts: object[] = [];
  const { definitions, log, clock } = dependenciesOf(MONITOR, NOW, () => {
    throw new Error('not used');
  });
  const context = (run: object) => {
    contexts.push(run);
    return run as RetrainingContext;
  };
  const handler = makeRetrainingHandler(parseControlEvent, work, { definitions, log, clock, context });
  return { handler, lines: log.lines, contexts };
}

describe('a handler of retraining', () => {
  it('answers what the step answers', async () => {
    expect(await frame().handler(STEP, CONTEXT)).toBe('answer');
  });

  it('names a run by the execution of its step, which repetitions share', async () => {
    const { handler, contexts } = frame();
    await handler(STEP, CONTEXT);
    await handler(STEP, { awsRequestId: 'request-2' });
    const run = { runId: 'execution-1/permit', now: NOW, monitor: 'm' };
    expect(contexts).toEqual([run, run]);
  });

  it('logs which step of which retraining', async () => {
    const { handler, lines } = frame();
    await handler(STEP, CONTEXT);
    const keys = {
      level: 'info',
      kind: 'retraining',
      runId: 'execution-1/permit',
      monitor: 'm',
      step: 'permit',
      id: 'retraining-1',
    };
    expect(lines).toEqual([
      { ...keys, message: 'started' },
      { ...keys, message: 'done', milliseconds: 0 },
    ]);
  });

  it.each([
    ['a step that fails', new Error('no labels')],
    ['what is thrown that is no error', 'no labels'],
  ])('throws and logs: %s', async (_, thrown) => {
    const { handler, lines } = frame(() => Promise.reject(thrown));
    await expect(handler(STEP, CONTEXT)).rejects.toBe(thrown);
    expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'failed', step: 'permit' });
    expect((lines.at(-1)!.error as Error).message).toBe('no labels');
  });

  it.each([
    ['an event it cannot read', { operation: 7 }, EventError, 'request-2'],
    ['a monitor it does not know', { ...STEP, monitor: 'other', execution: 'e' }, UnknownMonitorError, 'e/permit'],
  ])('refuses %s before any work, and keeps nothing of the previous run', async (_, event, refusal, runId) => {
    const { handler, lines, contexts } = frame();
    await handler(STEP, CONTEXT);
    await expect(handler(event, { awsRequestId: 'request-2' })).rejects.toThrow(refusal);
    expect(contexts).toHaveLength(1);
    expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'failed', runId });
    expect(lines).toHaveLength(3);
  });
});
