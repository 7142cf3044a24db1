import type { Template } from '../../account/template/assembly.ts';
import { HOUR } from '../../core/stories/story-fixture.ts';
import { type Synthesized, synthesizeStack } from './deployment.ts';
import { dueTime, openParcels, PARCELS, parcelDefinition, parcelFiles } from './parcels.ts';
import { TARGETS, Targeted } from './targets.ts';

export const QUIET = { wrong: 20 };
export const HEAVIER = { ...QUIET, heavier: true };
export const DRIFT = 'drift-2001-02-03';
export const PROBLEM = `${PARCELS}/${DRIFT}`;

export const synthesizeTargeted = (): Synthesized => synthesizeStack([parcelDefinition()], TARGETS);

/** After the checks of a day, and long enough for what follows from them. */
export const checked = ({ deployment }: Targeted, day: number) =>
  deployment.account.advanceTo(dueTime('accuracy', day) + HOUR / 2);

/** The first day whose checks their schedules run. */
const WATCHED = 2;

/**
 * Deployed in the morning before the checks of the third day. Those of the first two are run at once: over their days, the
 * deliveries that are looked for every few minutes would find nothing, hundreds of times.
 */
export async function openTargeted(
  synthesized: Synthesized,
  days: Parameters<typeof parcelFiles>[0],
  change?: (template: Template) => void,
): Promise<Targeted> {
  const now = dueTime('drift', WATCHED) - HOUR;
  const targeted = await Targeted.open(synthesized, { now, ...(change && { change }) });
  await openParcels(targeted.deployment, parcelFiles(days));
  for (let day = 0; day < Math.min(WATCHED, days.length); day++)
    for (const kind of ['drift', 'accuracy'] as const)
      await targeted.deployment.fire(PARCELS, kind, dueTime(kind, day));
  return targeted;
}
