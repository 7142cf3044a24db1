import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHUNK_CELLS } from '../../../lambdas/core/columns/chunk-builder.ts';
import { captureLine, captureSpec, csv, json, readAll, rejections } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

const NAMES = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '',
  ' ',
  'a.b',
  '"',
  "'",
  '`',
  '\n',
  '\r\n',
  '\u0000',
  '\ud800',
  'ü',
  '0',
  'length',
];

/** JSON text of an object with any names, `__proto__` and repeated shapes included. */
function objectText(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

describe('hostile names', () => {
  const entries = NAMES.map((name, i) => [name, i] as const);
  const expected = NAMES.map((name, i) => [name, [i]]).toSorted();

  it.each([
    ['all', captureSpec()],
    ['listed', captureSpec({ features: NAMES })],
  ])('are read as ordinary names, %s', async (_, spec) => {
    const { columns, summary } = await readAll(
      [sourceOf(captureLine(json(`{"instances":[${objectText(entries)}]}`), undefined))],
      spec,
    );
    expect(rejections(summary)).toEqual([]);
    expect([...columns].toSorted()).toEqual(expected);
  });

  it('listed for CSV are read as ordinary names', async () => {
    const { columns } = await readAll(
      [sourceOf(captureLine(csv(NAMES.map((_, i) => i).join(',')), undefined))],
      captureSpec({ features: NAMES }),
    );
    expect([...columns].toSorted()).toEqual(expected);
  });

  it('that are not in the row are not found in its prototype', async () => {
    const spec = captureSpec({
      features: ['x', 'toString', '__proto__', 'constructor.name'],
      prediction: { score: 'valueOf', label: '__proto__', threshold: 0.5 },
    });
    const { columns, score, label } = await readAll([sourceOf(captureLine(json({ x: 1 }), json({ y: 1 })))], spec);
    expect([...columns]).toEqual([['x', [1]]]);
    expect([score, label]).toEqual([[null], [null]]);
  });

  it('of any kind come back as columns with their values', async () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom(...NAMES));
    const row = fc.uniqueArray(fc.tuple(name, fc.double({ noNaN: true, noDefaultInfinity: true })), {
      selector: ([key]) => key,
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(row, async (cells) => {
        const { columns } = await readAll(
          [sourceOf(captureLine(json(`[${objectText(cells)}]`), undefined))],
          captureSpec(),
        );
        expect([...columns].toSorted()).toEqual(cells.map(([key, value]) => [key, [value + 0]]).toSorted());
      }),
    );
  });
});

describe('hostile values', () => {
  it('in CSV become numbers and texts as written', async () => {
    const { columns } = await readAll(
      [sourceOf(captureLine(csv('NaN,Infinity,-inf,1e400,-0,007,"a\nb",\ud800,__proto__'), undefined))],
      captureSpec(),
    );
    const values = [...columns.values()].map(([value]) => value);
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    expect(values).toEqual([nan, infinity, -infinity, infinity, 0, '007', 'a\nb', '\ud800', '__proto__']);
  });

  it('in JSON become numbers and texts as written', async () => {
    const { columns } = await readAll(
      [
        sourceOf(
          captureLine(json('[[NaN, Infinity, -Infinity, 1e400, -0, "007", "\\ud800", "__proto__", true]]'), undefined),
        ),
      ],
      captureSpec(),
    );
    const values = [...columns.values()].map(([value]) => value);
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    expect(values).toEqual([nan, infinity, -infinity, infinity, 0, '007', '\ud800', '__proto__', true]);
  });
});

describe('hostile documents', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const metadata = { eventId: 'e', inferenceTime: '2024-05-01T12:00:00Z' };

  it.each<[string, string, string]>([
    ['a deep request', captureLine(json(deep), undefined), 'nested-values'],
    ['a deep request with a NaN', captureLine(json(`[NaN,${deep}]`), undefined), 'invalid-json'],
    ['a deep time', captureLine(csv('1'), undefined, metadata).replace('"2024-05-01T12:00:00Z"', deep), 'invalid-time'],
    ['a deep encoding', captureLine(csv('1'), undefined, metadata).replace('"CSV"', deep), 'unsupported-encoding'],
    [
      'a long time',
      captureLine(csv('1'), undefined, { ...metadata, inferenceTime: `2024-05-01T12:00${' '.repeat(1_000_000)}x` }),
      'invalid-time',
    ],
  ])('%s is rejected', async (_, line, reason) => {
    const { summary } = await readAll([sourceOf(line)], captureSpec());
    expect(rejections(summary)).toEqual([[reason, 1]]);
  });

  it('many documents in a text in a text are rows', async () => {
    const lines = '{"a":1}\n'.repeat(300_000);
    const { rows } = await readAll(
      [sourceOf(captureLine(json(`${JSON.stringify(lines)}\n${JSON.stringify(lines)}`), undefined))],
      captureSpec(),
      { ids: false },
    );
    expect(rows).toBe(600_000);
  });
});

describe('sizes', () => {
  it('10,000 columns by position and by key, chunks bounded by cells', async () => {
    const width = 10_000;
    const row = Array.from({ length: width }, (_, i) => i);
    const object = Object.fromEntries(row.map((i) => [`feature ${i}`, i]));
    const rows = 430;
    for (const line of [
      captureLine(csv(row.join(',')), undefined),
      captureLine(json({ instances: [object] }), undefined),
    ]) {
      const text = `${line}\n`;
      const { chunks, summary } = await readAllRows(text, rows);
      expect(summary.rows).toBe(rows);
      for (const chunk of chunks) {
        expect(chunk.columns).toBe(width);
        expect(chunk.rows * chunk.columns).toBeLessThanOrEqual(MAX_CHUNK_CELLS);
      }
      expect(chunks.length).toBeGreaterThan(1);
    }
  });

  it('a line of 50 MB', async () => {
    const rows = 1_300_000;
    const line = captureLine(csv('12.5,category,1234567,c,0.123456\n'.repeat(rows)), undefined);
    expect(line.length).toBeGreaterThan(42_000_000);
    const { chunks, summary } = await readAllRows(`${line}${' '.repeat(50 * 1024 * 1024 - line.length)}\n`, 1);
    expect(summary).toMatchObject({ records: 1, rows, rejected: { records: 0 } });
    expect(chunks.every((chunk) => chunk.columns === 5)).toBe(true);
  });

  it('names that change from row to row do not pile up in one chunk', async () => {
    const lines = Array.from({ length: 300 }, (_, i) =>
      captureLine(json(Object.fromEntries(Array.from({ length: 300 }, (_, j) => [`${i}-${j}`, j]))), undefined),
    );
    const { chunks } = await readAll([sourceOf(lines.join('\n'))], captureSpec());
    for (const chunk of chunks) expect(chunk.rows * chunk.columns.size).toBeLessThanOrEqual(MAX_CHUNK_CELLS);
    expect(chunks.reduce((sum, chunk) => sum + chunk.columns.size, 0)).toBe(300 * 300);
  });

  it('a row of more columns than accepted is rejected', async () => {
    const { summary } = await readAll([sourceOf(captureLine(csv(','.repeat(100_000)), undefined))], captureSpec());
    expect(rejections(summary)).toEqual([['too-many-columns', 1]]);
  });
});

/** Reads a line many times over without keeping the cells. */
async function readAllRows(line: string, times: number) {
  const { readCapture } = await import('../../../lambdas/core/capture/read-capture.ts');
  const { RejectionLog } = await import('../../../lambdas/core/capture/rejections.ts');
  const log = new RejectionLog();
  const bytes = Buffer.from(line);
  const source = {
    ...sourceOf(''),
    async *stream() {
      for (let i = 0; i < times; i++) yield bytes;
    },
  };
  const chunks: { rows: number; columns: number }[] = [];
  for await (const chunk of readCapture([source], captureSpec(), { window: null, ids: false, log })) {
    chunks.push({ rows: chunk.rows, columns: chunk.columns.size });
  }
  return { chunks, summary: log.summarize() };
}
