import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSampled, seededUuid } from '../../demo/random.ts';

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const events = fc.integer({ min: 0, max: 3_000_000 });

describe('isSampled', () => {
  it('takes everything at 100 % and nothing at 0 %', () => {
    fc.assert(fc.property(seeds, events, (seed, event) => isSampled(seed, event, 100) && !isSampled(seed, event, 0)));
  });

  it('keeps every event of a smaller sample in a larger one', () => {
    const shares = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(seeds, events, shares, shares, (seed, event, a, b) => {
        return !isSampled(seed, event, Math.min(a, b)) || isSampled(seed, event, Math.max(a, b));
      }),
    );
  });

  it.each([1, 2, 3])('takes 20 %% of 100,000 events within five standard deviations (seed %i)', (seed) => {
    let taken = 0;
    for (let event = 0; event < 100_000; event++) if (isSampled(seed, event, 20)) taken++;

    // Binomial: sqrt(100,000 · 0.2 · 0.8) = 126.5
    expect(Math.abs(taken - 20_000)).toBeLessThan(5 * 126.5);
  });
});

describe('seededUuid', () => {
  it('is a UUID of version 4, the same for the same seed and number', () => {
    fc.assert(
      fc.property(seeds, events, (seed, event) => {
        const uuid = seededUuid(seed, event);
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(seededUuid(seed, event)).toBe(uuid);
      }),
    );
  });

  it('gives 200,000 events as many ids', () => {
    const ids = new Set<string>();
    for (let event = 0; event < 200_000; event++) ids.add(seededUuid(1, event));

    expect(ids.size).toBe(200_000);
  });
});
