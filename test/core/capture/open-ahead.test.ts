import { describe, expect, it } from 'vitest';
import { openAhead, openFiles } from '../../../lambdas/core/capture/open-ahead.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { sourceOf } from './memory-source.ts';

/** Sources that note when they are opened, and how many are open. */
function noted(count: number, failing = -1) {
  const opened: number[] = [];
  const open = new Set<number>();
  const sources = Array.from({ length: count }, (_, i): DataSource => {
    const source = sourceOf(`file ${i}`, { uri: `memory:${i}`, piece: 3 });
    return {
      ...source,
      async *stream() {
        opened.push(i);
        open.add(i);
        try {
          if (i === failing) throw new Error(`file ${i} is gone`);
          yield* source.stream();
        } finally {
          open.delete(i);
        }
      },
    };
  });
  return { opened, open, sources };
}

async function textOf(source: DataSource): Promise<string> {
  return Buffer.concat(await Array.fromAsync(source.stream())).toString();
}

describe('openAhead', () => {
  it.each([0, 1, 4, 20])('passes on the same files, with %i opened ahead, and opens each once', async (ahead) => {
    const { opened, open, sources } = noted(9);
    const texts: string[] = [];
    for await (const source of openAhead(sources, ahead)) texts.push(`${source.uri} ${await textOf(source)}`);
    expect(texts).toEqual(sources.map(({ uri }, i) => `${uri} file ${i}`));
    expect(opened).toEqual(sources.map((_, i) => i));
    expect(open.size).toBe(0);
  });

  it('has so many files open and no more', async () => {
    const { open, sources } = noted(9);
    for await (const source of openAhead(sources, 2)) {
      expect(open.size).toBeLessThanOrEqual(3);
      expect(open).toContain(Number(source.uri.slice('memory:'.length)));
    }
    expect(open.size).toBe(0);
  });

  it('throws when the file that cannot be opened is read, and closes the others', async () => {
    const { open, sources } = noted(9, 3);
    const texts: string[] = [];
    const read = async () => {
      for await (const source of openAhead(sources)) texts.push(await textOf(source));
    };
    await expect(read()).rejects.toThrow('file 3 is gone');
    expect(texts).toEqual(['file 0', 'file 1', 'file 2']);
    expect(open.size).toBe(0);
  });

  it('closes all files when the reader stops, and reads a file again that is asked for twice', async () => {
    const { open, sources } = noted(9);
    for await (const source of openAhead(sources)) {
      expect([await textOf(source), await textOf(source)]).toEqual(['file 0', 'file 0']);
      break;
    }
    expect(open.size).toBe(0);
  });
});

describe('openFiles', () => {
  it('has four files open besides the one that is read', async () => {
    const { opened, sources } = noted(9);
    for await (const _ of openFiles({ format: 'csv' }, sources)) break;
    expect(opened).toEqual([0, 1, 2, 3, 4]);
  });

  it('opens none ahead that is read by ranges of bytes', () => {
    const { sources } = noted(9);
    expect(openFiles({ format: 'parquet' }, sources)).toBe(sources);
  });
});
