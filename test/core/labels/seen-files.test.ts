import { describe, expect, it } from 'vitest';
import { SeenFiles } from '../../../lambdas/core/labels/seen-files.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';
import { memorySource } from './sources.ts';

/** A file that says its size, and counts how often it is read. */
function counted(source: DataSource) {
  const counts = { reads: 0 };
  const stream = () => {
    counts.reads++;
    return source.stream();
  };
  return { source: { ...source, size: source.size, uri: source.uri, stream }, counts };
}

describe('SeenFiles', () => {
  it('recognises the same bytes under another name, and reads only files of equal size', async () => {
    const seen = new SeenFiles();
    const [first, other, longer] = ['a,1\n', 'a,0\n', 'a,10\n'].map((text, i) =>
      counted(memorySource(`file-${i}`, text)),
    );
    expect(await seen.isRepeat(longer.source)).toBe(false);
    expect(await seen.isRepeat(first.source)).toBe(false);
    expect(first.counts.reads).toBe(0);
    expect(await seen.isRepeat(other.source)).toBe(false);
    expect(await seen.isRepeat(memorySource('again', 'a,1\n'))).toBe(true);
    expect(await seen.isRepeat(memorySource('again', 'a,0\n'))).toBe(true);
    expect([first, other, longer].map(({ counts }) => counts.reads)).toEqual([1, 1, 0]);
  });

  it('recognises repeats of the first 100,000 files, and none of later ones', async () => {
    const seen = new SeenFiles();
    const sized = (size: number): DataSource => ({ ...memorySource(`file-${size}`, ''), size, stream: bytesOf(size) });
    for (let size = 1; size <= 100_001; size++) expect(await seen.isRepeat(sized(size))).toBe(false);
    const again = [1, 100_000, 100_001].map((size) => seen.isRepeat(sized(size)));
    expect(await Promise.all(again)).toEqual([true, true, false]);
  });
});

/** The size in place of as many bytes. */
function bytesOf(size: number): DataSource['stream'] {
  return async function* () {
    yield Uint8Array.from(Buffer.from(String(size)));
  };
}
