import { describe, expect, it } from 'vitest';
import { CONTROL_STEP_NAMES, DATA_STEP_NAMES } from '../../lambdas/core/retraining/contract.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import { parseControlEvent, parseDataEvent } from '../../lambdas/runtime/retraining-event.ts';

const CALL = { monitor: 'm', id: 'retraining-1', execution: 'execution-1' };

describe('an event of the function that moves the state', () => {
  it.each(CONTROL_STEP_NAMES)('is the step %s, with all that the machine says', (step) => {
    const event = { ...CALL, step, outcome: { end: 'failed', at: 'Train' } };
    expect(parseControlEvent(event)).toEqual(event);
  });

  it.each([
    [
      { operation: 'retrain', monitor: 'm' },
      { operation: 'retrain', monitor: 'm', note: '', by: 'somebody', dryRun: false },
    ],
    [
      { operation: 'refuse', monitor: 'm', id: 'retraining-1', note: 'too early', by: 'Ann', dryRun: true },
      { operation: 'refuse', monitor: 'm', id: 'retraining-1', note: 'too early', by: 'Ann', dryRun: true },
    ],
  ])('is what a person asks: %j', (event, operation) => {
    expect(parseControlEvent(event)).toEqual(operation);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'the event:'],
    ['a text', '{"operation":"retrain"}', 'the event:'],
    ['an empty event', {}, 'operation:'],
    ['an unknown operation', { operation: 'deploy', monitor: 'm' }, 'operation:'],
    ['no monitor', { operation: 'retrain' }, 'monitor:'],
    ['an unknown key', { operation: 'approve', monitor: 'm', ID: 'x' }, 'ID'],
    ['a step of the other function', { ...CALL, step: 'gather' }, 'step:'],
    ['a step that says not of which retraining', { step: 'permit', monitor: 'm', execution: 'e' }, 'id:'],
    ['a step that says not for which execution', { step: 'permit', monitor: 'm', id: 'i' }, 'execution:'],
    ['a step of a monitor that is no text', { ...CALL, monitor: 7, step: 'end' }, 'monitor:'],
  ])('is refused: %s', (_, event, place) => {
    expect(() => parseControlEvent(event)).toThrow(EventError);
    expect(() => parseControlEvent(event)).toThrow(place);
    expect(() => parseControlEvent(event)).toThrow(/Accepted: \{"operation": "retrainings", "monitor": "name"\}/);
  });
});

describe('an event of the function that reads data', () => {
  it.each(DATA_STEP_NAMES)('is the step %s, with all that the machine says', (step) => {
    const event = { ...CALL, step, window: '2001-02-03', part: 'training', maximumRows: 10 };
    expect(parseDataEvent(event)).toEqual(event);
  });

  it.each<[string, unknown, string]>([
    ['an operation', { operation: 'retrain', monitor: 'm' }, 'step:'],
    ['a step of the other function', { ...CALL, step: 'renew' }, 'step:'],
    ['nothing', null, 'the event:'],
  ])('is refused: %s', (_, event, place) => {
    expect(() => parseDataEvent(event)).toThrow(EventError);
    expect(() => parseDataEvent(event)).toThrow(place);
    expect(() => parseDataEvent(event)).toThrow(/Accepted: a step of the retraining machine: plan, gather/);
  });
});
