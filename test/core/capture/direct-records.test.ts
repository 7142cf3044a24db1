import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenRecords } from '../../../lambdas/core/capture/seen-records.ts';
import { captureLine, csv, NOON, readAll } from './capturing.ts';
import { checkEndpoint, checkExchange, expectSame, SPEC } from './direct-reading.ts';
import { sourceOf } from './memory-source.ts';

describe('a record that is read directly', () => {
  it('gives the same as the general reader, whatever is unusual and wherever the bytes are cut', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), checkEndpoint), { numRuns: 100 });
  });

  it('gives the same for any capture that the fuzzer makes, twice in a row', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), checkExchange), { numRuns: 100 });
  });

  it('is the usual case: it reads no other record from text', async () => {
    const lines = Array.from({ length: 50 }, (_, i) =>
      captureLine(csv(`${i},Bern,6.431284430902451\n`), csv('0.5\n'), { eventId: `e${i}`, inferenceTime: NOON }),
    );
    const bytes = Buffer.from(lines.join('\n'));
    const spy = globalThis.JSON.parse;
    let parsed = 0;
    globalThis.JSON.parse = (...args) => {
      parsed++;
      return spy(...args);
    };
    try {
      const { rows } = await readAll([sourceOf(bytes)], SPEC, { seen: new SeenRecords() });
      expect(rows).toBe(50);
    } finally {
      globalThis.JSON.parse = spy;
    }
    // The first record, by the general reader and to learn its form.
    expect(parsed).toBe(2);
  });

  it('is recognised as a repeat of one that the general reader has read, beyond ASCII too', async () => {
    const lines = ['Zürich', 'Bern', '東京'].map((city, i) =>
      captureLine(csv(`1,${city},5`), csv('0.5'), { eventId: `é${i}`, inferenceTime: NOON }),
    );
    const { rows, summary } = await expectSame(
      [...lines, ...lines].map((line) => Buffer.from(line)),
      SPEC,
    );
    expect([rows, summary.repeats]).toEqual([3, 3]);
  });

  it('is found again after the form of the records has changed', async () => {
    const line = (i: number, version: string) =>
      captureLine(csv(`${i},Bern,5`), csv('0.5'), { eventId: `e${i}`, version, inferenceTime: NOON });
    const lines = Array.from({ length: 5000 }, (_, i) => line(i, i < 2500 ? String(i) : 'same'));
    const { rows } = await expectSame([Buffer.from(lines.join('\n'))], SPEC, { window: null });
    expect(rows).toBe(5000);
  });
});
