import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenRecords } from '../../../lambdas/core/capture/seen-records.ts';
import type { CaptureSpec } from '../../../lambdas/core/capture/spec.ts';
import { base64, captureLine, csv, json, NOON, readAll } from './capturing.ts';
import { checkEndpoint, checkExchange, expectSame, SPEC } from './direct-reading.ts';
import { sourceOf } from './memory-source.ts';

const NAMED: CaptureSpec = { ...SPEC, prediction: { label: 'label', score: 'score', threshold: 0.5 } };

/** The lines that are read from text, by the general reader. */
async function parsedOf(lines: readonly string[], spec: CaptureSpec): Promise<string[]> {
  const parse = globalThis.JSON.parse;
  const parsed = new Set<string>();
  globalThis.JSON.parse = (text: string) => {
    parsed.add(text);
    return parse(text);
  };
  try {
    await readAll([sourceOf(Buffer.from(lines.join('\n')))], spec, { seen: new SeenRecords() });
  } finally {
    globalThis.JSON.parse = parse;
  }
  return lines.filter((line) => parsed.has(line));
}

describe('a record that is read directly', () => {
  it('gives the same as the general reader, whatever is unusual and wherever the bytes are cut', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), checkEndpoint), { numRuns: 100 });
  });

  it('gives the same for any capture that the fuzzer makes, twice in a row', async () => {
    await fc.assert(fc.asyncProperty(fc.integer(), checkExchange), { numRuns: 100 });
  });

  it.each([
    ['CSV', csv('1,Bern,6.431284430902451\n'), csv('0.5\n')],
    ['JSON', json({ instances: [[1, 'Bern', 6.431284430902451]] }), json({ predictions: [[0.5]] })],
    ['CSV in BASE64', base64('1,Bern,6.431284430902451\n', 'text/csv'), base64('0.5', 'text/csv; charset=utf-8')],
    ['JSON in BASE64', base64('{"instances": [[1, "Z\u00fcrich", 5.5]]}', 'application/json'), csv('0.5')],
    ['JSON objects', json({ instances: [{ city: 'Bern', age: 1, id: 'x', income: 6.4 }] }), json('[[0.5]]')],
    ['an object', json('{ "age": 1, "city" : "Bern", "income":6.4 }'), csv('0.5')],
    ['a list under a key', json({ features: [1, 'Bern', 6.4] }), csv('0.5')],
    [
      'JSON Lines',
      { ...json('{"features":[1,"Bern",6.4]}\n'), observedContentType: 'application/jsonlines' },
      csv('0.5'),
    ],
    ['JSON of Python', json('{"instances": [[1, "Bern", null], [2, "Zug", true]]}'), json('[0.5, 0.25]')],
    ['named answers', csv('1,Bern,6.4'), json({ predictions: [{ label: 1, score: 0.5, model: 'a' }] }), NAMED],
    ['a named answer', csv('1,Bern,6.4'), json('{"label": "yes", "score": 0.5}'), NAMED],
  ])('is the usual case: it reads no other record from text: %s', async (_, request, response, spec = SPEC) => {
    const lines = Array.from({ length: 50 }, (_, i) =>
      captureLine(request, response, { eventId: `e${i}`, inferenceTime: NOON }),
    );
    const { records } = (await expectSame([Buffer.from(lines.join('\n'))], spec)).summary;
    expect(records).toBe(50);
    expect(await parsedOf(lines, spec)).toEqual([lines[0]]);
  });

  it.each([
    ['CSV', csv('12.5,Bern,6.25\n7,Zug,1e-3'), csv('0.5\n0.25')],
    ['JSON', json({ instances: [[12.5, 'Bern', 6.25]] }), json({ predictions: [[0.5]] })],
    ['BASE64', base64('12.5,Bern,6.25\r\n7,Zug,1e-3\n', 'text/csv'), base64('[0.5, 0.25]', 'application/json')],
  ])('gives the same where a file breaks off in any of its bytes: %s', async (_, request, response) => {
    const lines = [0, 1, 2].map((i) => captureLine(request, response, { eventId: `e${i}`, inferenceTime: NOON }));
    const bytes = Buffer.from(lines.join('\n'));
    for (let end = bytes.length - lines[2].length; end < bytes.length; end++) {
      const { summary } = await expectSame([bytes.subarray(0, end)], SPEC);
      expect(summary.used).toBe(2);
    }
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
    // The longest pause is 1,024 records. One that is tried before it may be of the new form already.
    const again = (await parsedOf(lines, SPEC)).filter((each) => each.includes('same'));
    expect(again.length).toBeGreaterThan(0);
    expect(again.length).toBeLessThanOrEqual(1025);
  });

  it('gives the same where a column has more distinct texts than are kept, and is read directly all the same', async () => {
    const lines = Array.from({ length: 9000 }, (_, i) =>
      // The 4,097th text ends what is kept. From the 6,000th record on, the forgotten ones come again, the last one first.
      captureLine(csv(`1,city ${i < 6000 ? i : 10_096 - i},5`), csv('0.5'), { eventId: `e${i}`, inferenceTime: NOON }),
    );
    const { rows } = await expectSame([Buffer.from(lines.join('\n'))], SPEC, { chunkRows: 1000 });
    expect(rows).toBe(9000);
    expect(await parsedOf(lines, SPEC)).toEqual([lines[0]]);
  });
});
