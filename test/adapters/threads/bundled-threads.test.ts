import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { readerThreads } from '../../../lambdas/adapters/threads/reader-threads.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { bundleLambda } from '../../../lib/bundle-lambda.ts';
import { bundlePrograms } from '../../../package/build/programs.ts';
import { endpointFile, SPEC } from '../../core/capture/direct-reading.ts';
import { sourceOf } from '../../core/capture/memory-source.ts';
import { planOf, readFound } from '../../core/check/reading/dividing.ts';

const folder = mkdtempSync(join(tmpdir(), 'threads-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bundles in which threads are started, and what they run. */
const BUNDLES: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ['the function of drift checks', 'reader-thread.mjs', async () => bundleLambda('check-drift', folder)],
  ['the package', 'reader-thread.js', () => bundlePrograms(folder, '1.0.0')],
];

it.each(BUNDLES)('threads of %s find the same to the bit', async (_, name, bundle) => {
  await bundle();
  const random = new SeededRandom(15);
  const files = Array.from({ length: 6 }, (_, i) => endpointFile(random, `file-${i}-`));
  const sources = files.map((bytes, i) => sourceOf(bytes, { uri: `memory:2026/11/23/00/${i}` }));
  const plan = await planOf(random, SPEC, files.slice(0, 2));
  const options = { shardBytes: 4000, threadsFromBytes: 0 };
  const alone = await readFound(plan, sources, options);
  const readers = readerThreads(3, pathToFileURL(join(folder, name)));
  expect(await readFound(plan, sources, { ...options, readers })).toStrictEqual(alone);
  // It is found by its name beside the modules that start it, which are in this folder.
  const extension = name.slice(name.lastIndexOf('.'));
  const starting = readdirSync(folder).filter(
    (each) => each.endsWith(extension) && readFileSync(join(folder, each), 'utf8').includes('./reader-thread'),
  );
  expect(starting.length).toBeGreaterThan(0);
  expect(existsSync(join(folder, name))).toBe(true);
});

it('what threads of a function run is less than a third of the function', () => {
  bundleLambda('check-drift', folder);
  const size = (name: string) => statSync(join(folder, name)).size;
  expect(size('reader-thread.mjs')).toBeLessThan(size('index.mjs') / 3);
});
