import { expect, it } from 'vitest';
import { READING_MACHINE_VARIABLE } from '../../../lambdas/runtime/settings.ts';
import type { Template } from '../../account/template/assembly.ts';
import { deployed, synthesizeStack } from './deployment.ts';
import {
  children,
  largeDay,
  OBJECTS,
  openLargeDay,
  PARTS,
  readings,
  storedResult,
  uploadCaptures,
} from './large-window.ts';
import { dueTime, PARCELS, parcelDefinition } from './parcels.ts';

const MINUTE = 60_000;
const DUE = dueTime('drift', 0);
const synthesized = synthesizeStack([parcelDefinition()], { readingConcurrency: 5 });

/** The drift check reads all itself. */
function withoutMachine({ Resources }: Template): void {
  for (const { Properties } of Object.values(Resources)) {
    const { Environment } = (Properties ?? {}) as { Environment?: { Variables: Record<string, unknown> } };
    delete Environment?.Variables[READING_MACHINE_VARIABLE];
  }
}

it('a window of 500 objects is read in 32 parts, with the result of a single run', async () => {
  const day = largeDay();
  const single = await deployed(synthesized, { now: DUE, change: withoutMachine }, async (deployment) => {
    await openLargeDay(deployment, day);
    uploadCaptures(deployment, day);
    await deployment.fire(PARCELS, 'drift', DUE);
    expect(readings(deployment)).toEqual([]);
    return storedResult(deployment)!;
  });
  expect(single.result).toMatchObject({
    data: { objects: OBJECTS, rows: 9980, repeats: 20 },
    verdict: { dataMatches: 'no' },
  });

  await deployed(synthesized, { now: DUE }, async (deployment) => {
    const { account } = deployment;
    await openLargeDay(deployment, day);
    uploadCaptures(deployment, day);
    await deployment.fire(PARCELS, 'drift', DUE);
    await account.advanceTo(DUE + MINUTE);
    expect(readings(deployment)).toMatchObject([{ status: 'SUCCEEDED', output: { outcome: 'done', rows: 9980 } }]);
    expect(storedResult(deployment)).toEqual(single);

    const steps = children(deployment).map(({ input }) => (input as { step: string }).step);
    const count = (step: string) => steps.filter((each) => each === step).length;
    // The last part has the records of the first object again.
    expect([count('read-part'), count('find-repeats'), count('read-again')]).toEqual([PARTS, PARTS, 1]);
    expect(account.denied()).toEqual([]);
    expect(deployment.alarmMails()).toEqual([]);
    expect(deployment.alerts().map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^\[OPEN warning\] parcels: weight drifted/),
    ]);
  });
});
