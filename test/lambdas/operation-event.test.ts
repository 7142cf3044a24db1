import { describe, expect, it } from 'vitest';
import { EventError } from '../../lambdas/runtime/event.ts';
import { isOperation } from '../../lambdas/runtime/incident-event.ts';
import { parseOperation } from '../../lambdas/runtime/operation-event.ts';

describe('an operation', () => {
  it.each([
    [{ operation: 'retrain' }, { operation: 'retrain', dryRun: false }],
    [
      { operation: 'rollback', dryRun: true },
      { operation: 'rollback', dryRun: true },
    ],
    [{ operation: 'list-retrainings' }, { operation: 'list-retrainings' }],
    [
      { operation: 'approve', id: 'retraining-1' },
      { operation: 'approve', id: 'retraining-1', note: '' },
    ],
    [
      { operation: 'reject', id: 'retraining-1', note: 'holidays' },
      { operation: 'reject', id: 'retraining-1', note: 'holidays' },
    ],
    // The names of version 0.1, which sent another name with those that only read.
    [{ operation: 'retrainings' }, { operation: 'retrainings' }],
    [
      { operation: 'list-retrainings', by: 'ada' },
      { operation: 'list-retrainings', by: 'ada' },
    ],
    [
      { operation: 'refuse', id: 'retraining-1' },
      { operation: 'refuse', id: 'retraining-1', note: '' },
    ],
  ])('%j is read with its defaults', (given, read) => {
    expect(parseOperation({ ...given, monitor: 'm' })).toEqual({ ...read, monitor: 'm' });
    expect(isOperation({ ...given, monitor: 'm' })).toBe(true);
  });

  it.each([
    [{ operation: 'retrain' }, 'monitor: '],
    // A name is what STS says, and never what the event says.
    [{ operation: 'retrain', monitor: 'm', by: 'ada' }, 'Unrecognized key: "by"'],
    [{ operation: 'resolve', monitor: 'm', incident: 'i', by: 'ada' }, 'Unrecognized key: "by"'],
    [{ operation: 'approve', monitor: 'm' }, 'id: '],
    [{ operation: 'list-retrainings', monitor: 'm', dryRun: true }, 'dryRun'],
    [{ operation: 'promote', monitor: 'm' }, 'Accepted operations: retrain, list-retrainings, approve, reject, '],
    ['retrain', 'this is not an operation'],
    // A step of the machine has another function, which people may not invoke.
    [{ step: 'deploy', monitor: 'm', id: 'i', execution: 'e' }, 'this is not an operation'],
  ])('%j is refused', (event, why) => {
    expect(() => parseOperation(event)).toThrow(EventError);
    expect(() => parseOperation(event)).toThrow(why);
  });

  it.each([{ step: 'permit', monitor: 'm' }, null, 'operation', []])('is not %j', (event) => {
    expect(isOperation(event)).toBe(false);
  });
});
