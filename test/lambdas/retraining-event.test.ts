import { describe, expect, it } from 'vitest';
import { CONTROL_STEP_NAMES, DATA_STEP_NAMES, type StepName } from '../../lambdas/core/retraining/contract.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import { parseControlEvent, parseDataEvent } from '../../lambdas/runtime/retraining-event.ts';

const CALL = { monitor: 'm', id: 'retraining-1', execution: 'execution-1' };
const LIVE = { endpoint: { EndpointConfigName: 'old' }, config: { ProductionVariants: [] } };

/** What the machine tells each step besides. */
const TOLD: Readonly<Record<StepName, object>> = {
  permit: { action: 'retrain', reason: 'accuracy < 0.8' },
  plan: {},
  prepareDataset: { window: '2001-02-03', part: 'training', maximumRows: 10 },
  manifest: { live: { ...LIVE, model: { ModelName: 'old' } } },
  judge: {},
  register: { artifacts: 's3://model', model: 'new' },
  requestApproval: { token: 'token', modelPackage: 'arn:package' },
  deploy: { action: 'retrain', live: LIVE, model: 'new' },
  activateBaseline: { action: 'rollback', previousConfig: 'new', endpointConfig: 'old' },
  end: { outcome: { end: 'failed', at: 'Train', error: 'States.TaskFailed', cause: '' } },
};

describe('an event of the function that moves the state', () => {
  it.each(CONTROL_STEP_NAMES)('is the step %s, with all that the machine says', (step) => {
    const event = { ...CALL, step, ...TOLD[step] };
    expect(parseControlEvent(event)).toEqual(event);
  });

  it.each(CONTROL_STEP_NAMES.flatMap((step) => Object.keys(TOLD[step]).map((key) => [step, key] as const)))(
    'is no step %s without %s: a state that was moved by half a step could not be read again',
    (step, key) => {
      const event = { ...CALL, step, ...TOLD[step], [key]: undefined };
      expect(() => parseControlEvent(event)).toThrow(EventError);
    },
  );

  it.each([
    { operation: 'retrain', monitor: 'm', by: 'Ann' },
    { operation: 'approve', monitor: 'm', id: 'retraining-1', by: 'Ann' },
    { operation: 'rollback', monitor: 'm', by: 'Ann' },
  ])('is no operation: those have a function of their own: %j', (event) => {
    expect(() => parseControlEvent(event)).toThrow(EventError);
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'the event:'],
    ['a text', '{"operation":"retrain"}', 'the event:'],
    ['an empty event', {}, 'step:'],
    ['a step of the other function', { ...CALL, step: 'prepareDataset' }, 'step:'],
    [
      'a step that says not of which retraining',
      { ...TOLD.permit, step: 'permit', monitor: 'm', execution: 'e' },
      'id:',
    ],
    [
      'a step that says not for which execution',
      { ...TOLD.permit, step: 'permit', monitor: 'm', id: 'i' },
      'execution:',
    ],
    ['a step of a monitor that is no text', { ...CALL, ...TOLD.end, monitor: 7, step: 'end' }, 'monitor:'],
    ['more than a step is told', { ...CALL, ...TOLD.permit, step: 'permit', force: true }, 'force'],
  ])('is refused: %s', (_, event, place) => {
    expect(() => parseControlEvent(event)).toThrow(EventError);
    expect(() => parseControlEvent(event)).toThrow(place);
    expect(() => parseControlEvent(event)).toThrow(/Accepted/);
  });
});

describe('an event of the function that reads data', () => {
  it.each(DATA_STEP_NAMES)('is the step %s, with all that the machine says', (step) => {
    const event = { ...CALL, step, ...TOLD[step] };
    expect(parseDataEvent(event)).toEqual(event);
  });

  it.each<[string, unknown, string]>([
    ['an operation', { operation: 'retrain', monitor: 'm' }, 'step:'],
    ['a step of the other function', { ...CALL, step: 'activateBaseline' }, 'step:'],
    ['nothing', null, 'the event:'],
  ])('is refused: %s', (_, event, place) => {
    expect(() => parseDataEvent(event)).toThrow(EventError);
    expect(() => parseDataEvent(event)).toThrow(place);
    expect(() => parseDataEvent(event)).toThrow(/Accepted: a step of the retraining machine: plan, prepareDataset/);
  });
});
