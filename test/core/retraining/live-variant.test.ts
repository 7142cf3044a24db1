import { describe, expect, it } from 'vitest';
import { RetrainingError } from '../../../lambdas/core/decision/retraining/errors.ts';
import { liveVariant, modelOf } from '../../../lambdas/core/retraining/live-variant.ts';

const variants = (...names: string[]) => ({
  config: { ProductionVariants: names.map((VariantName) => ({ VariantName, ModelName: `model-${VariantName}` })) },
});

describe('liveVariant', () => {
  it.each([
    ['the only one, whatever the captures are called', variants('blue'), 's3://captures/x/green', 'model-blue'],
    ['the one that the captures name', variants('blue', 'green'), 's3://captures/x/green', 'model-green'],
    ['the same with a slash', variants('blue', 'green'), 's3://captures/x/green//', 'model-green'],
  ])('is %s', (_, live, uri, model) => {
    expect(modelOf(liveVariant(live, uri))).toBe(model);
  });

  it.each([
    [variants('blue', 'green'), /the variants blue, green: capture\.uri s3:\/\/captures\/greenish has to end/],
    [variants(), /no production variants/],
    [{ config: {} }, /no production variants/],
    [{ config: { ProductionVariants: [{ ModelName: 'm' }] } }, /no production variants/],
  ])('is refused where it is not known: %#', (live, message) => {
    const act = () => liveVariant(live, 's3://captures/greenish');
    expect(act).toThrow(RetrainingError);
    expect(act).toThrow(message);
  });

  it('has to be one model', () => {
    expect(() => modelOf({ VariantName: 'blue' })).toThrow(/variant blue of the endpoint has no model/);
  });
});
