import { describe, expect, it } from 'vitest';
import type { StepName } from '../../lambdas/core/retraining/contract.ts';
import { CONTROL_STEP_NAMES, DATA_STEP_NAMES } from '../../lambdas/core/retraining/step-requests.ts';
import { EventError } from '../../lambdas/runtime/event.ts';
import { parseControlEvent, parseDataEvent } from '../../lambdas/runtime/retraining-event.ts';

const CALL = { monitor: 'm', id: 'retraining-1', execution: 'execution-1' };
const LIVE = { endpoint: { EndpointConfigName: 'old' }, config: { ProductionVariants: [] } };

/** The fields that the machine sends to each step besides those of every call. */
const FIELDS: Readonly<Record<StepName, object>> = {
  permit: { action: 'retrain', reason: 'accuracy < 0.8' },
  renew: { before: 'step' },
  plan: {},
  prepareDataset: { window: '2001-02-03', part: 'training', maximumRows: 10 },
  manifest: { live: { ...LIVE, model: { ModelName: 'old' } } },
  judge: {},
  register: { artifacts: 's3://model', model: 'new' },
  requestApproval: { token: 'token', modelPackage: 'arn:package' },
  confirmCapture: { deployedAt: '2026-01-10T00:00:00Z', sampling: 20, traffic: [], before: [] },
  deploy: {
    action: 'retrain',
    live: LIVE,
    model: 'new',
    traffic: [{ Id: 'requests', Timestamps: ['2026-01-10'], Values: [1] }],
  },
  activateBaseline: { action: 'rollback', previousConfig: 'new', endpointConfig: 'old', unconfirmed: '' },
  end: { outcome: { end: 'failed', at: 'Train', error: 'States.TaskFailed', cause: '' } },
};

describe('an event of the function that moves the state', () => {
  it.each(CONTROL_STEP_NAMES)('is the step %s, with all fields that the machine sends', (step) => {
    const event = { ...CALL, step, ...FIELDS[step] };
    expect(parseControlEvent(event)).toEqual(event);
  });

  it.each(CONTROL_STEP_NAMES.flatMap((step) => Object.keys(FIELDS[step]).map((key) => [step, key] as const)))(
    'is refused as the step %s without %s',
    (step, key) => {
      const event = { ...CALL, step, ...FIELDS[step], [key]: undefined };
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
      { ...FIELDS.permit, step: 'permit', monitor: 'm', execution: 'e' },
      'id:',
    ],
    [
      'a step that says not for which execution',
      { ...FIELDS.permit, step: 'permit', monitor: 'm', id: 'i' },
      'execution:',
    ],
    ['a step of a monitor that is no text', { ...CALL, ...FIELDS.end, monitor: 7, step: 'end' }, 'monitor:'],
    ['a field that the step does not have', { ...CALL, ...FIELDS.permit, step: 'permit', force: true }, 'force'],
  ])('is refused: %s', (_, event, place) => {
    expect(() => parseControlEvent(event)).toThrow(EventError);
    expect(() => parseControlEvent(event)).toThrow(place);
    expect(() => parseControlEvent(event)).toThrow(/Accepted/);
  });
});

describe('an event of the function that reads data', () => {
  it.each(DATA_STEP_NAMES)('is the step %s, with all fields that the machine sends', (step) => {
    const event = { ...CALL, step, ...FIELDS[step] };
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
