import { expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../../lambdas/core/profile/baseline.ts';
import { columnDistributions } from '../../../../lambdas/core/report/distributions/column-distributions.ts';
import { driftPage } from '../../../../lambdas/core/report/html/drift-page.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { Redactor } from '../../../../lambdas/core/text/redactor.ts';
import { profileWindow } from '../../drift/many-valued.ts';
import { makeChunk, reading } from '../../profile/make-columns.ts';
import { driftOf, driftResult, feature, shift } from '../results.ts';
import { readPage } from './page-structure.ts';

/** The page of a check of as many features, a half of them numbers with many values, the others with a hundred categories. */
async function pageOf(features: number) {
  const random = new SeededRandom(1);
  const number = () => 1000 * Math.exp(random.normal());
  const category = () => `category number ${Math.floor(100 * random.uniform() ** 2)}`;
  const sample = (rows: number) =>
    makeChunk(
      Array.from({ length: features }, (_, i) => [
        `a feature with a name ${i}`,
        Array.from({ length: rows }, () => (i % 2 === 0 ? number() : category())),
      ]),
    );
  const baseline = await buildBaselineProfile(reading([sample(2000)]));
  const window = profileWindow(sample(1000), baseline);
  const drift = driftOf(
    baseline.columns.map(({ name, type }, i) => feature({ name, type, drifted: i % 5 === 0, shift: shift() })),
  );
  const distributions = {
    features: columnDistributions(baseline, window, drift, { redactor: Redactor.SHOW }),
    answers: [],
  };
  return driftPage(driftResult({ drift }), { resultKey: 'k', checkedWindows: [] }, distributions);
}

it.each([
  [50, 500_000],
  [200, 1_500_000],
])('a page with charts of %d features is smaller than %d bytes', async (features, most) => {
  const page = await pageOf(features);
  const { tags } = readPage(page);
  expect(tags.filter((tag) => tag.startsWith('article'))).toHaveLength(features);
  expect(tags.filter((tag) => tag.startsWith('svg class viewBox role'))).toHaveLength(features / 2);
  expect(tags.filter((tag) => tag === 'script')).toEqual([]);
  expect(Buffer.byteLength(page)).toBeLessThan(most);
});
