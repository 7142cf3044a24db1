import * as z from 'zod';
import type { RetrainingRun } from '../../decision/state.ts';
import type { ObjectStore } from '../../ports.ts';
import type { ShownRetraining } from '../../report/retraining-row.ts';
import { RetrainingKeys } from '../../retraining/keys.ts';
import { getJson } from './stored.ts';

const value = z.object({ value: z.number().nullable() });
const comparedSchema = z.object({ deciding: z.object({ metric: z.string(), candidate: value, live: value }) });

/** Runs with what the judge measured, for people. */
export function readShownRetrainings(
  store: ObjectStore,
  monitor: string,
  runs: readonly RetrainingRun[],
): Promise<ShownRetraining[]> {
  return Promise.all(
    runs.map(async (run) => {
      const key = new RetrainingKeys(monitor, run.id).comparison;
      if ((await store.get(key)) === null) return { ...run, compared: null };
      const { deciding } = await getJson(store, key, comparedSchema);
      const { metric, candidate, live } = deciding;
      return { ...run, compared: { metric, candidate: candidate.value, live: live.value } };
    }),
  );
}
