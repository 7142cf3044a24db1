import { describe, expect, it } from 'vitest';
import { enlarge, GrowableCodes, GrowableNumbers } from '../../../lambdas/core/columns/growable.ts';

describe('enlarge', () => {
  it('doubles the array, keeps its elements and type, and fills up with zeros', () => {
    expect(enlarge(Int32Array.of(1, 2, 3))).toEqual(Int32Array.of(1, 2, 3, 0, 0, 0));
    expect(enlarge(Uint8Array.of(7))).toEqual(Uint8Array.of(7, 0));
  });

  it('has at least the requested length, even from an empty array', () => {
    expect(enlarge(Float64Array.of(0.5), 5)).toEqual(Float64Array.of(0.5, 0, 0, 0, 0));
    expect(enlarge(new Float64Array(0))).toHaveLength(1);
  });
});

describe.each([
  ['numbers', () => new GrowableNumbers()],
  ['codes', () => new GrowableCodes()],
] as const)('growable %s', (_, create) => {
  it('keep everything across several enlargements', () => {
    const growable = create();
    for (let i = 0; i < 5000; i++) growable.push(i);
    expect(growable).toHaveLength(5000);
    expect(Array.from(growable.view())).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });

  it('do not extend a view by later appends', () => {
    const growable = create();
    growable.push(1);
    const view = growable.view();
    growable.push(2);
    expect(Array.from(view)).toEqual([1]);
  });
});
