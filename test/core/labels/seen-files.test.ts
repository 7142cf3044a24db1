import { expect, it } from 'vitest';
import { SeenFiles } from '../../../lambdas/core/labels/seen-files.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';

/** A file of so many bytes, all of them the same. */
function fileOf(size: number): DataSource {
  const stream = async function* () {
    yield new Uint8Array(size).fill(7);
  };
  return { uri: `${size}.csv`, size, stream } as unknown as DataSource;
}

it('forgets files beyond a hundred thousand, and takes their repeats for new ones', async () => {
  const seen = new SeenFiles();
  for (let size = 1; size <= 100_001; size++) expect(await seen.isRepeat(fileOf(size))).toBe(false);
  expect(await seen.isRepeat(fileOf(1))).toBe(true);
  expect(await seen.isRepeat(fileOf(100_000))).toBe(true);
  expect(await seen.isRepeat(fileOf(100_001))).toBe(false);
});
