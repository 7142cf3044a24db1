import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../lambdas/core/capture/lines.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { captureLine, captureSpec, csv, readAll } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

async function records(source: DataSource, maxLineBytes?: number) {
  const log = new RejectionLog();
  const found: [number, string][] = [];
  for await (const { numbers, texts } of readLines(source, { log, records: true, maxLineBytes })) {
    texts.forEach((text, i) => {
      found.push([numbers[i], text]);
    });
  }
  return { found, rejected: log.summarize().rejected };
}

describe('JSON objects that follow each other in a line', () => {
  it.each<[string, string, [number, string][]]>([
    [
      'nothing between them',
      '{"a":1}{"a":2}',
      [
        [1, '{"a":1}'],
        [1, '{"a":2}'],
      ],
    ],
    [
      'a space between them',
      '{"a":1} {"a":2}\n{"a":3}',
      [
        [1, '{"a":1} '],
        [1, '{"a":2}'],
        [2, '{"a":3}'],
      ],
    ],
    [
      'spaces and tabs between them',
      '{"a":1}  {"a":2}\t {"a":3}',
      [
        [1, '{"a":1}  '],
        [1, '{"a":2}\t '],
        [1, '{"a":3}'],
      ],
    ],
    [
      'objects inside them',
      '{"a":{"b":{}}}{"c":[{},{}]}{}',
      [
        [1, '{"a":{"b":{}}}'],
        [1, '{"c":[{},{}]}'],
        [1, '{}'],
      ],
    ],
    ['a boundary in a text', '{"a":"}{"}', [[1, '{"a":"}{"}']]],
    [
      'a boundary behind a text with an escaped quote',
      '{"a":"\\"}{"}{"b":"\\\\"}{}',
      [
        [1, '{"a":"\\"}{"}'],
        [1, '{"b":"\\\\"}'],
        [1, '{}'],
      ],
    ],
    ['another character between them', '{"a":1},{"a":2}', [[1, '{"a":1},{"a":2}']]],
    ['a boundary in a line that is no object', 'x,{a}{b}', [[1, 'x,{a}{b}']]],
    ['a boundary in an array', '[{"a":1}{"b":2}]', [[1, '[{"a":1}{"b":2}]']]],
    ['a first object that never ends', '{"a":1{"b":2}{"c":3}', [[1, '{"a":1{"b":2}{"c":3}']]],
    [
      'a byte order mark, and what an open text left behind in the line before',
      '\ufeff{}{}\n{"a\n{}{}',
      [
        [1, '{}'],
        [1, '{}'],
        [2, '{"a'],
        [3, '{}'],
        [3, '{}'],
      ],
    ],
  ])('%s', async (_, text, expected) => {
    for (const piece of [1, 2, 3, 5, 1000]) expect((await records(sourceOf(text, { piece }))).found).toEqual(expected);
  });

  it('are the same whatever the pieces', async () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '}{',
      '} {',
      '[',
      ']',
      '"',
      '\\',
      '\n',
      ' ',
      'a',
      ':',
      ',',
      '{"a":"x"}',
      'ü',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), async (tokens, piece) => {
        const text = tokens.join('');
        const whole = await records(sourceOf(text));
        expect(await records(sourceOf(text, { piece }))).toEqual(whole);
        expect(whole.found.map(([, found]) => found.replaceAll(/[ \r]/g, '')).join('')).toBe(
          text.replaceAll(/[ \r\n]/g, ''),
        );
      }),
    );
  });

  it('of any kind are read one by one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), async (objects) => {
        const { found } = await records(
          sourceOf(objects.map((object) => JSON.stringify(object)).join(''), { piece: 7 }),
        );
        expect(found.map(([line, text]) => [line, JSON.parse(text)])).toEqual(
          objects.map((object) => [1, JSON.parse(JSON.stringify(object))]),
        );
      }),
    );
  });

  it('have a size limit each, and one that is too large does not affect the others', async () => {
    const { found, rejected } = await records(sourceOf('{"a":1}{"a":1234567890}{"b":2}', { piece: 4 }), 10);
    expect(found).toEqual([
      [1, '{"a":1}'],
      [1, '{"b":2}'],
    ]);
    expect(rejected.places).toEqual([{ uri: 'memory:file', count: 1, lines: '1' }]);
  });

  it.each([
    ['in pieces', 64 * 1024],
    ['at once', Number.POSITIVE_INFINITY],
  ])('are handed over before the line is there, which arrives %s', async (_, piece) => {
    const record = JSON.stringify({ a: 'x'.repeat(1000) });
    const bytes = Buffer.from(record.repeat(20_000));
    let read = 0;
    const source: DataSource = {
      ...sourceOf(''),
      async *stream() {
        for (; read < bytes.length; read += piece) yield bytes.subarray(read, Math.min(bytes.length, read + piece));
      },
    };
    let largest = 0;
    let count = 0;
    for await (const { texts } of readLines(source, { log: new RejectionLog(), records: true })) {
      if (Number.isFinite(piece)) expect(read - count * record.length).toBeLessThan(2 * 1024 * 1024);
      count += texts.length;
      largest = Math.max(largest, texts.length * record.length);
    }
    expect(count).toBe(20_000);
    expect(largest).toBeLessThan(2 * 1024 * 1024);
  });

  it('are captures, each with its place', async () => {
    const good = captureLine(csv('1'), csv('0.5'));
    const { rows, summary } = await readAll(
      [sourceOf(`${good}{"captureData":1}${good}\n${good}${good}`, { piece: 100 })],
      captureSpec({ prediction: { value: 0, threshold: 0.5 } }),
    );
    expect(rows).toBe(4);
    expect(summary.rejected.places).toEqual([{ uri: 'memory:file', count: 1, lines: '1' }]);
  });
});
