import { describe, expect, it } from 'vitest';
import { readerThreads } from '../../../../lambdas/adapters/threads/reader-threads.ts';
import { MemoryLimit, type Reading, WindowTooLargeError } from '../../../../lambdas/core/check/reading/memory-limit.ts';
import type { Readers } from '../../../../lambdas/core/ports.ts';
import { labelDay, openDepot, serveDay } from '../../stories/parcels.ts';
import { dayName } from '../../stories/story-fixture.ts';

const MEGABYTE = 2 ** 20;
const WINDOW = { name: '2026-01-01', start: 0, end: 1 };

const fits = (megabytes: number, share: number | null, readers?: Readers): string => {
  const reading: Reading = { rows: 1000, bytes: megabytes * MEGABYTE, share };
  try {
    new MemoryLimit(WINDOW, { memory: 2048, readers }).check(reading);
    return 'fits';
  } catch (error) {
    if (!(error instanceof WindowTooLargeError)) throw error;
    return error.message;
  }
};

describe('MemoryLimit', () => {
  it('lets a window pass that fits, with what a check takes itself', () => {
    expect(fits(2048 - 351, null)).toBe('fits');
    expect(fits(2048 - 349, null)).toMatch(/^2026-01-01 has more than 1,000 rows/);
  });

  it('reserves 120 MB for each thread besides this one', () => {
    const readers = readerThreads(3);
    expect(fits(2048 - 351 - 240, null, readers)).toBe('fits');
    expect(fits(2048 - 349 - 240, null, readers)).toMatch(/^2026-01-01 has more than 1,000 rows/);
  });

  it.each([
    ['a tenth of the files is read', 0.1, 203, 205],
    ['half of the files is read', 0.5, 1018, 1020],
  ])('projects from the listing, with a fifth to spare: %s', (_, share, passes, fails) => {
    expect(fits(passes, share)).toBe('fits');
    expect(fits(fails, share)).toMatch(
      /^2026-01-01 has about [\d,]+ rows, which need about 2,[34]\d\d MB of memory; there are 2,048 MB\./,
    );
  });

  it('does not project from the first few files', () => {
    expect(fits(1000, 0.09)).toBe('fits');
    expect(fits(0, 0)).toBe('fits');
  });

  it('limits nothing where memory is not limited', () => {
    new MemoryLimit(WINDOW, {}).check({ rows: 1e9, bytes: 1e12, share: 0.1 });
  });
});

describe('a check with too little memory', () => {
  it('ends with an error that says what to do', async () => {
    const fixture = await openDepot({ performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' });
    labelDay(fixture, 0, serveDay(fixture, 0), { wrong: 0 });
    const tooLarge = `${dayName(0)} has more than 400 rows`;
    await expect(fixture.checkDrift(0, { memory: 350 })).rejects.toThrow(tooLarge);
    await expect(fixture.checkDrift(0, { memory: 350 })).rejects.toThrow('-c readingConcurrency=');
    await expect(fixture.checkAccuracy(0, undefined, { memory: 350 })).rejects.toThrow(
      /-c memory=…, at most 10240 megabytes\), or use shorter windows/,
    );
    await fixture.checkDrift(0, { memory: 360 });
    await fixture.checkAccuracy(0, undefined, { memory: 360 });
    // Nothing is read of a window whose profile was kept.
    await fixture.checkDrift(0, { memory: 350 });
  });
});
