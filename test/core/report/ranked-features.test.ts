import { describe, expect, it } from 'vitest';
import { describeMovement, rankFeatures } from '../../../lambdas/core/report/ranked-features.ts';
import { feature, shift } from './results.ts';

const namesOf = (features: Parameters<typeof rankFeatures>[0]) => rankFeatures(features).map(({ name }) => name);

describe('the order of features', () => {
  it('is drifted ones first, then those without values on one side, then the others', () => {
    const near = feature({ name: 'near its limit', distance: 0.09 });
    const empty = feature({ name: 'empty', distance: null, reason: 'no_window_values' });
    const drifted = feature({ name: 'drifted', distance: 0.01, drifted: true });
    expect(namesOf([near, empty, drifted])).toEqual(['drifted', 'empty', 'near its limit']);
  });

  it('is by distance against its limit, times importance', () => {
    // 0.5, 0.8 and 0.3 of the limit; the last counts three times.
    const features = [
      feature({ name: 'half', distance: 0.05 }),
      feature({ name: 'most', distance: 0.08 }),
      feature({ name: 'important', distance: 0.03, importance: 3 }),
    ];
    expect(namesOf(features)).toEqual(['important', 'most', 'half']);
  });

  it('is by shift against its limit where windows before are known', () => {
    const of = (name: string, effect: number, limit: number, importance = 1) =>
      feature({ name, importance, drifted: true, shift: shift({ effect, limit }) });
    expect(namesOf([of('a', 0.4, 0.1), of('b', -0.9, 0.1), of('c', 0.4, 0.4, 5)])).toEqual(['b', 'c', 'a']);
  });
});

describe('the movement of a feature', () => {
  it.each([
    [0.27, '+0.27 location'],
    [-0.3, '-0.3 location'],
    // What adding and subtracting thousands of doubles leaves of 0.
    [6.9e-17, '0 location'],
    [-3.3e-16, '0 location'],
  ])('of %d standard deviations is %j', (effect, text) => {
    expect(describeMovement(feature({ shift: shift({ effect, kind: 'location' }) })).moved).toBe(text);
  });
});
