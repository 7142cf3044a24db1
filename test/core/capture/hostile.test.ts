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
