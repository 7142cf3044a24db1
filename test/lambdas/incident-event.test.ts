import { describe, expect, it } from 'vitest';
import { updateState } from '../../lambdas/core/decision/state-session.ts';
import { loadState } from '../../lambdas/core/decision/state-store.ts';
import { transition } from '../../lambdas/core/decision/transition.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import { withIncidents } from '../../lambdas/runtime/incident-handler.ts';
import { checkedWindowOf, signalOf } from '../core/decision/checked-windows.ts';
import { MemoryStore } from '../core/stories/memory-store.ts';
import { dependenciesOf, MONITOR } from './frame.ts';

const NOW = Date.parse('2001-02-05T08:00:00Z');
const ID = 'drift-2001-02-01';
const CONTEXT = {
  awsRequestId: 'request-1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:check',
};
/** Who has signed, to STS. test/lambdas/operation-handler.test.ts has how that is found out. */
const ANN = 'arn:aws:sts::123456789012:assumed-role/OnCall/Ann';
const identity = 'signed by Ann';

async function openFunction(onList: () => void = () => {}) {
  const results = new MemoryStore();
  const list = results.list.bind(results);
  results.list = (prefix) => {
    onList();
    return list(prefix);
  };
  await updateState(results, 'm', (state) =>
    transition(state, 'drift', checkedWindowOf(0, { signals: [signalOf('drift', 'breach')] }), NOW, { repeatEvery: 1 }),
  );
  const dependencies = dependenciesOf(MONITOR, NOW, () => ({ results, now: NOW }) as never);
  const checked: unknown[] = [];
  let signatures = 0;
  const identify = async () => ({ arn: ANN, signature: `signature ${signatures++}` });
  const handler = withIncidents(async (event) => checked.push(event), { ...dependencies, identify });
  return {
    handler,
    checked,
    log: dependencies.log,
    incident: async () => (await loadState(results, 'm')).state.incidents[0],
  };
}

describe('a function that checks', () => {
  it('acknowledges an incident', async () => {
    const { handler, checked, log, incident } = await openFunction();
    const event = {
      operation: 'acknowledge',
      monitor: 'm',
      incident: ID,
      identity,
      note: 'known',
      until: '2001-02-09T00:00:00Z',
    };
    expect(await handler(event, CONTEXT)).toMatchObject({
      message: `${ID}: acknowledged by ${ANN} on 2001-02-05T08:00Z, muted until 2001-02-09T00:00Z: known`,
    });
    expect((await incident()).acknowledged).toEqual({ by: ANN, note: 'known', at: NOW, until: Date.UTC(2001, 1, 9) });
    expect(checked).toEqual([]);
    expect(log.lines.at(-1)).toMatchObject({ message: 'done', operation: 'acknowledge', incident: ID, by: ANN });
  });

  it('resolves an incident', async () => {
    const { handler, incident } = await openFunction();
    await handler({ operation: 'resolve', monitor: 'm', incident: ID, identity }, CONTEXT);
    expect(await incident()).toMatchObject({ state: 'resolved', resolved: { by: ANN, note: '', at: NOW } });
  });

  it('is a check without another operation', async () => {
    const { handler, checked } = await openFunction();
    await handler({ monitor: 'm' }, CONTEXT);
    expect(checked).toEqual([{ monitor: 'm' }]);
  });

  it.each([
    [{ operation: 'resolve', monitor: 'm', identity }, 'incident: '],
    [{ operation: 'resolve', monitor: 'm', incident: ID, by: 'Ann', identity }, 'Unrecognized key: "by"'],
    [{ operation: 'resolve', monitor: 'm', incident: ID, identity, until: '2001-02-09T00:00:00Z' }, 'until'],
    [
      {
        operation: 'acknowledge',
        monitor: 'm',
        incident: ID,
        identity,
        newNormal: true,
        until: '2001-02-09T00:00:00Z',
      },
      'newNormal resolves the incident',
    ],
    [{ operation: 'retrain', monitor: 'm', identity }, 'Accepted operations: acknowledge, resolve'],
  ])('refuses %j', async (event, message) => {
    const { handler, log } = await openFunction();
    const answer = handler(event, CONTEXT);
    await expect(answer).rejects.toThrow(EventError);
    await expect(answer).rejects.toThrow(message);
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', message: 'failed' });
  });

  it('needs the history for a new normal', async () => {
    const { handler, incident } = await openFunction();
    const event = { operation: 'acknowledge', monitor: 'm', incident: ID, identity, newNormal: true };
    await expect(handler(event, CONTEXT)).rejects.toThrow(
      `${ID}: window 2001-02-01 has no history row; check the window again`,
    );
    expect(await incident()).toMatchObject({ state: 'open' });
  });

  it('names the function to use where the history may not be read', async () => {
    const { handler } = await openFunction(() => {
      throw Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    });
    const event = { operation: 'acknowledge', monitor: 'm', incident: ID, identity, newNormal: true };
    await expect(handler(event, CONTEXT)).rejects.toThrow(
      `${ID}: this function must not read the history of drift checks; invoke the one for drift checks`,
    );
  });

  it('names the open incidents when there is none of that id', async () => {
    const { handler } = await openFunction();
    const event = { operation: 'resolve', monitor: 'm', incident: 'drift-1999', identity };
    await expect(handler(event, CONTEXT)).rejects.toThrow(`m has no incident "drift-1999"; open: ${ID}`);
  });
});
