import { describe, expect, it } from 'vitest';
import { shownDrift } from '../../../lambdas/core/result/redact-drift.ts';
import type { DriftResult } from '../../../lambdas/core/result/schema.ts';
import { Redactor } from '../../../lambdas/core/text/redactor.ts';
import { driftOf, feature } from './results.ts';

type Change = NonNullable<DriftResult['features'][number]['change']>;

const LOCATION: Change = { kind: 'location', effect: 0.4, measure: 'mean', baseline: 10.5, window: 12.25 };

function shown(change: Change, rows: { readonly baselineRows?: number; readonly windowRows?: number } = {}) {
  const drift = driftOf([feature({ name: 'x', baselineRows: 500, windowRows: 500, ...rows, change })]);
  return shownDrift(drift, Redactor.HIDE).features[0].change;
}

describe('what has moved, where values are hidden', () => {
  it('has the means and standard deviations of at least ten rows', () => {
    expect(shown(LOCATION)).toEqual(LOCATION);
    expect(shown(LOCATION, { windowRows: 10 })).toEqual(LOCATION);
    expect(shown(LOCATION, { windowRows: 9 })).toEqual({ kind: 'location', effect: 0.4, measure: 'mean' });
    expect(shown(LOCATION, { baselineRows: 9 })).toEqual({ kind: 'location', effect: 0.4, measure: 'mean' });
    const spread: Change = { kind: 'spread', ratio: 2, measure: 'standard deviation', baseline: 1, window: 2 };
    expect(shown(spread)).toEqual(spread);
  });

  it('has no median, number, range or category, which are single values', () => {
    expect(shown({ ...LOCATION, measure: 'median' })).toEqual({ kind: 'location', effect: 0.4, measure: 'median' });
    const shares: [number, number] = [0.2, 0.6];
    expect(shown({ kind: 'value', value: 77, shares })).toEqual({ kind: 'value', shares });
    expect(shown({ kind: 'shape', effect: 0.3, range: [3, 7], shares })).toEqual({
      kind: 'shape',
      effect: 0.3,
      shares,
    });
    expect(shown({ kind: 'share', category: 'Ada', shares })).toEqual({ kind: 'share', category: '(hidden)', shares });
  });
});
