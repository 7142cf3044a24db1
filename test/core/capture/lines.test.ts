import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../lambdas/core/capture/lines.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { failingSource, sourceOf } from './memory-source.ts';

async function lines(source: DataSource, options: { maxLineBytes?: number; verbatim?: boolean } = {}) {
  const log = new RejectionLog();
  const found: [number, string][] = [];
  for await (const { numbers, texts } of readLines(source, { log, ...options })) {
    texts.forEach((text, i) => {
      found.push([numbers[i], text]);
    });
  }
  return { found, rejected: log.summarize().rejected };
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes of buffers that are still in use. The second collection waits until the first has released its buffers. */
function heldBytes(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

describe('readLines', () => {
  it.each<[string, string, [number, string][]]>([
    ['nothing', '', []],
    ['only newlines', '\n\r\n\n', []],
    [
      'LF',
      'a\nb\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'CRLF',
      'a\r\nb\r\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'both',
      'a\r\nb\nc',
      [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ],
    ],
    [
      'no end of the last line',
      'a\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'blank lines',
      'a\n\n \t\r\nb',
      [
        [1, 'a'],
        [4, 'b'],
      ],
    ],
    [
      'a byte order mark',
      '\ufeffa\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    ['only a byte order mark', '\ufeff', []],
    ['a carriage return inside', 'a\rb\n', [[1, 'a\rb']]],
    [
      'text beyond ASCII',
      'Zürich\n東京 🛫\n',
      [
        [1, 'Zürich'],
        [2, '東京 🛫'],
      ],
    ],
  ])('%s', async (_, text, expected) => {
    for (const piece of [1, 2, 3, 1000]) expect((await lines(sourceOf(text, { piece }))).found).toEqual(expected);
  });

  it('keeps blank lines and carriage returns with verbatim', async () => {
    const { found } = await lines(sourceOf('a\r\n\n b\n'), { verbatim: true });
    expect(found).toEqual([
      [1, 'a\r'],
      [2, ''],
      [3, ' b'],
    ]);
  });

  it('replaces bytes that are not UTF-8', async () => {
    const { found } = await lines(sourceOf(Uint8Array.of(0x61, 0xff, 0x62, 0x0a, 0xc3)));
    expect(found).toEqual([
      [1, 'a\ufffdb'],
      [2, '\ufffd'],
    ]);
  });

  it('finds the same lines in pieces of any size', async () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', '🛫', '\r', ' ', '"') }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (parts, piece, zipped) => {
        const content = parts.join('\n');
        const bytes = zipped ? gzipSync(content) : Buffer.from(content);
        const expected = parts
          .map((part, i): [number, string] => [
            i + 1,
            i < parts.length - 1 || !part.endsWith('\r') ? part.replace(/\r$/, '') : part.slice(0, -1),
          ])
          .filter(([, part]) => part.replaceAll(/[ \r]/g, '') !== '');
        expect((await lines(sourceOf(bytes, { piece }))).found).toEqual(expected);
      }),
    );
  });

  describe('lines beyond the limit', () => {
    it.each([1, 4, 1000])('rejects them with their place and goes on, pieces of %d bytes', async (piece) => {
      const { found, rejected } = await lines(sourceOf('ok\n12345678901\n1234567890\n12345678901', { piece }), {
        maxLineBytes: 10,
      });
      expect(found).toEqual([
        [1, 'ok'],
        [3, '1234567890'],
      ]);
      expect(rejected.byReason).toEqual([{ reason: 'line-too-long', count: 2 }]);
      expect(rejected.places).toEqual([{ uri: 'memory:file', count: 2, lines: '2, 4' }]);
      expect(rejected.samples[0].excerpt).toBe('12345678901');
    });

    it('holds no more than the limit of a line without end', async () => {
      const pieces = 400;
      const endless: DataSource = {
        ...sourceOf(''),
        async *stream() {
          for (let i = 0; i < pieces; i++) yield Buffer.alloc(1024 * 1024, 'x');
        },
      };
      const before = heldBytes();
      let peak = 0;
      const log = new RejectionLog();
      const watched: DataSource = {
        ...endless,
        async *stream() {
          let read = 0;
          for await (const piece of endless.stream()) {
            if (++read % 50 === 0) peak = Math.max(peak, heldBytes() - before);
            yield piece;
          }
        },
      };
      for await (const _ of readLines(watched, { log, maxLineBytes: 1024 * 1024 }));
      expect(log.summarize().rejected.samples[0]).toMatchObject({ reason: 'line-too-long', line: 1 });
      expect(log.summarize().rejected.samples[0].detail).toContain(String(pieces * 1024 * 1024));
      expect(peak).toBeLessThan(10 * 1024 * 1024);
    });

    it('reads a line of 50 MB', async () => {
      const long = 'x'.repeat(50 * 1024 * 1024);
      const { found, rejected } = await lines(sourceOf(`a\n${long}\nb`));
      expect(found.map(([number, text]) => [number, text.length])).toEqual([
        [1, 1],
        [2, long.length],
        [3, 1],
      ]);
      expect(rejected.records).toBe(0);
    });
  });

  describe('gzip', () => {
    it.each([
      ['by its first bytes', 'memory:file'],
      ['by its name', 'memory:file.jsonl.gz'],
    ])('is recognised %s', async (_, uri) => {
      const { found } = await lines(sourceOf(gzipSync('a\nb\n'), { uri, piece: 1 }));
      expect(found).toEqual([
        [1, 'a'],
        [2, 'b'],
      ]);
    });

    it('may have several members', async () => {
      const bytes = Buffer.concat([gzipSync('a\nb'), gzipSync('c\nd\n')]);
      expect((await lines(sourceOf(bytes))).found).toEqual([
        [1, 'a'],
        [2, 'bc'],
        [3, 'd'],
      ]);
    });

    it('that is truncated gives the lines before the end and one rejection in place of the last line', async () => {
      const text = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${Math.sin(i)}`).join('\n');
      const bytes = gzipSync(text);
      const { found, rejected } = await lines(sourceOf(bytes.subarray(0, bytes.length / 2)));
      expect(found.length).toBeGreaterThan(5_000);
      expect(found.map(([, line]) => line)).toEqual(text.split('\n').slice(0, found.length));
      expect(rejected.byReason).toEqual([{ reason: 'truncated-file', count: 1 }]);
      expect(rejected.samples[0].line).toBe(found.length + 1);
    });

    it.each([
      ['damaged', Buffer.concat([gzipSync('a\n').subarray(0, 12), Buffer.from('garbage garbage')])],
      ['no gzip at all', Buffer.from('{"a":1}\n')],
    ])('that is %s is rejected', async (_, bytes) => {
      const { rejected } = await lines(sourceOf(bytes, { uri: 'memory:file.gz' }));
      expect(rejected.byReason).toEqual([{ reason: 'unreadable-file', count: 1 }]);
    });

    it('that is truncated, damaged or followed by other bytes reads the same in pieces of any size', async () => {
      const content = Array.from({ length: 3000 }, (_, i) => `line ${i} ${Math.sin(i)}\n`).join('');
      const whole = gzipSync(content);
      const place = fc.integer({ min: 2, max: whole.length - 1 });
      const broken = fc.oneof(
        place.map((at) => whole.subarray(0, at)),
        fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
          const bytes = Buffer.from(whole);
          bytes[at] = byte;
          return bytes;
        }),
        fc.uint8Array({ maxLength: 20 }).map((tail) => Buffer.concat([whole, tail])),
        fc.integer({ min: 0, max: 20 }).map((zeros) => Buffer.concat([whole, Buffer.alloc(zeros), whole])),
        place.map((at) => Buffer.concat([whole, whole.subarray(0, at)])),
      );
      await fc.assert(
        fc.asyncProperty(broken, fc.integer({ min: 1, max: 40_000 }), async (bytes, piece) => {
          expect(await lines(sourceOf(bytes, { piece }))).toEqual(
            await lines(sourceOf(bytes, { piece: bytes.length })),
          );
        }),
      );
    });

    it('that is empty has no lines', async () => {
      expect(await lines(sourceOf('', { uri: 'memory:file.gz' }))).toMatchObject({
        found: [],
        rejected: { records: 0 },
      });
    });
  });

  it.each([
    ['plain', Buffer.from('a\nb')],
    ['gzip', gzipSync('a\nb').subarray(0, 15)],
  ])('throws what the source throws, %s', async (_, bytes) => {
    const error = new Error('connection reset');
    await expect(lines(failingSource(bytes, error))).rejects.toBe(error);
  });

  it('closes the source when the reader stops early', async () => {
    let closed = false;
    const source: DataSource = {
      ...sourceOf(''),
      async *stream() {
        try {
          for (;;) yield Buffer.from('a\n');
        } finally {
          closed = true;
        }
      },
    };
    for await (const _ of readLines(source, { log: new RejectionLog() })) break;
    expect(closed).toBe(true);
  });
});
