import { expect } from 'vitest';
import { declareNormal } from '../../../lambdas/core/operate/incidents.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { openFive, serveDays } from './moved-columns.ts';
import { dayName, morningAfter, type StoryFixture } from './story-fixture.ts';

export const SAID = { by: 'Ann', note: 'the new supplier' };

/** Says in the morning after a day that its open drift is the new normal. */
export function declare(fixture: StoryFixture, day: number, id: string, said = SAID) {
  return declareNormal(fixture.monitor, id, said, fixture.at(morningAfter(day)));
}

export const matches = (results: CheckResult[]) => results.map(({ verdict }) => verdict.dataMatches);
export const shiftOf = ({ drift }: CheckResult, name: string) =>
  drift!.features.find((feature) => feature.name === name)!;

/** Ten quiet days, then five days in which two columns have moved. */
export async function openMoved(more?: Parameters<typeof openFive>[0]): Promise<StoryFixture> {
  const fixture = await openFive(more);
  await serveDays(fixture, 0, 10);
  await serveDays(fixture, 10, 5, { amount: 0.5, price: 0.4 });
  expect(fixture.alertsSent()).toEqual([`drift open ${dayName(10)}`]);
  return fixture;
}

export const ID = `drift-${dayName(10)}`;
