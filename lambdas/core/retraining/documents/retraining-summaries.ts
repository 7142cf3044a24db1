import * as z from 'zod';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import type { RetrainingRun } from '../../decision/retraining/state.ts';
import { findJson } from '../../decision/retraining/stored-json.ts';
import type { ObjectStore } from '../../ports.ts';
import type { RetrainingSummary } from '../../report/retraining-row.ts';

const value = z.object({ value: z.number().nullable() });
const comparedSchema = z.object({ deciding: z.object({ metric: z.string(), candidate: value, live: value }) });

/** Runs with the judge's measurements, for reports. */
export function readRetrainingSummaries(
  store: ObjectStore,
  monitor: string,
  runs: readonly RetrainingRun[],
): Promise<RetrainingSummary[]> {
  return Promise.all(
    runs.map(async (run) => {
      const key = new RetrainingKeys(monitor, run.id).comparison;
      const stored = await findJson(store, key, comparedSchema);
      if (stored === null) return { ...run, compared: null };
      const { metric, candidate, live } = stored.deciding;
      return { ...run, compared: { metric, candidate: candidate.value, live: live.value } };
    }),
  );
}
