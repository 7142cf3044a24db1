import type { Template } from '../../account/template/assembly.ts';
import { HOUR } from '../../core/stories/story-fixture.ts';
import { type Synthesized, synthesizeStack } from './deployment.ts';
import { DEPLOYED_AT, dueTime, openParcels, PARCELS, parcelDefinition, parcelFiles } from './parcels.ts';
import { TARGETS, Targeted } from './targets.ts';

export const QUIET = { wrong: 20 };
export const HEAVIER = { ...QUIET, heavier: true };
export const DRIFT = 'drift-2001-02-03';
export const PROBLEM = `${PARCELS}/${DRIFT}`;

export const synthesizeTargeted = (): Synthesized => synthesizeStack([parcelDefinition()], TARGETS);

/** After the checks of a day, and long enough for what follows from them. */
export const checked = ({ deployment }: Targeted, day: number) =>
  deployment.account.advanceTo(dueTime('accuracy', day) + HOUR / 2);

export async function openTargeted(
  synthesized: Synthesized,
  days: Parameters<typeof parcelFiles>[0],
  change?: (template: Template) => void,
): Promise<Targeted> {
  const targeted = await Targeted.open(synthesized, { now: DEPLOYED_AT, ...(change && { change }) });
  await openParcels(targeted.deployment, parcelFiles(days));
  return targeted;
}
