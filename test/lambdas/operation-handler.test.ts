import { describe, expect, it } from 'vitest';
import { type Claim, IdentityError } from '../../lambdas/adapters/aws/check-signed-operation.ts';
import { UsedSignatureError } from '../../lambdas/core/operate/used-signatures.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import { UnknownMonitorError } from '../../lambdas/runtime/monitor-definitions.ts';
import { parseOperation } from '../../lambdas/runtime/operation-event.ts';
import { makeOperationHandler } from '../../lambdas/runtime/operation-handler.ts';
import { MemoryStore } from '../core/stories/memory-store.ts';
import { dependenciesOf, MONITOR } from './frame.ts';

const NOW = Date.UTC(2026, 2, 2);
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:operations';
const ANN = 'arn:aws:sts::123456789012:assumed-role/OnCall/Ann';
const RETRAIN = { operation: 'retrain', monitor: 'm' };
const identity = 'a signature';

/** A handler of the function for retrainings to which every caller is Ann. */
function open() {
  const { definitions, log, clock } = dependenciesOf(MONITOR, NOW, () => {
    throw new Error('not used');
  });
  const claims: Claim[] = [];
  const worked: object[] = [];
  const results = new MemoryStore();
  const handler = makeOperationHandler(
    {
      kind: 'retraining',
      parse: parseOperation,
      work: async (event) => {
        worked.push(event);
        return 'answer';
      },
    },
    {
      definitions,
      log,
      clock,
      context: (run) => ({ ...run, results }),
      identify: async (claim) => {
        claims.push(claim);
        return { arn: ANN, signature: String(claim.identity) };
      },
    },
  );
  const ask = (event: unknown, awsRequestId = 'request-1') => handler(event, { awsRequestId, invokedFunctionArn: ARN });
  return { ask, claims, worked, results, lines: log.lines };
}

describe('a handler of operations', () => {
  it('records the caller that the signature names', async () => {
    const { ask, claims, worked, lines } = open();
    expect(await ask({ ...RETRAIN, identity })).toBe('answer');
    expect(worked).toEqual([{ ...RETRAIN, dryRun: false, by: ANN }]);
    // The operation as it came, without defaults: what was signed.
    expect(claims).toEqual([{ operation: RETRAIN, identity, functionArn: ARN, now: NOW }]);
    const keys = { level: 'info', kind: 'retraining', runId: 'request-1', monitor: 'm', operation: 'retrain', by: ANN };
    expect(lines).toMatchObject([
      { ...keys, message: 'started' },
      { ...keys, message: 'done', milliseconds: 0 },
    ]);
    expect(JSON.stringify(lines)).not.toContain(identity);
  });

  it('takes an operation once', async () => {
    const { ask, worked } = open();
    await ask({ ...RETRAIN, identity });
    await expect(ask({ ...RETRAIN, identity }, 'request-2')).rejects.toThrow(UsedSignatureError);
    expect(worked).toHaveLength(1);
  });

  it('needs no signature to read', async () => {
    const { ask, claims, worked, results } = open();
    await ask({ operation: 'list-retrainings', monitor: 'm' });
    await ask({ operation: 'retrainings', monitor: 'm', by: 'ada' });
    expect(worked).toHaveLength(2);
    expect([claims, await Array.fromAsync(results.list(''))]).toEqual([[], []]);
  });

  it('asks who tries, and stores nothing', async () => {
    const { ask, claims, results } = open();
    await ask({ ...RETRAIN, dryRun: true, identity });
    await ask({ ...RETRAIN, dryRun: true, identity }, 'request-2');
    expect(claims).toHaveLength(2);
    expect(await Array.fromAsync(results.list(''))).toEqual([]);
  });

  it.each([
    ['an operation that is not signed', { ...RETRAIN, by: 'Ann' }, IdentityError],
    ['a signed operation with a name', { ...RETRAIN, by: 'Ann', identity }, EventError],
    ['a signed event that it cannot read', { operation: 'promote', identity }, EventError],
    ['what is no event', 'retrain', EventError],
    ['nothing', null, EventError],
    ['a monitor that it does not know', { operation: 'retrain', monitor: 'n', identity }, UnknownMonitorError],
  ])('refuses %s before it asks STS', async (_, event, refusal) => {
    const { ask, claims, worked, lines } = open();
    await expect(ask(event)).rejects.toThrow(refusal);
    expect([claims, worked]).toEqual([[], []]);
    expect(lines).toMatchObject([{ level: 'error', message: 'failed', runId: 'request-1' }]);
  });
});
