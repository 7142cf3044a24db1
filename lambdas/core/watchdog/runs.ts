import * as z from 'zod';
import { DocumentSession } from '../decision/document-session.ts';
import { DocumentError, jsonDocument } from '../decision/json-document.ts';
import type { ScheduledCheck } from '../monitor/scheduled-checks.ts';
import type { ObjectStore } from '../ports.ts';
import { isoTime } from '../text/times.ts';

/** The latest successful runs of a check, `{monitor}/runs/{kind}.json`: what the watchdog holds against the schedule. */

/** As many as a check every five minutes makes in a night. */
export const KEPT_RUNS = 100;

const runsSchema = z.object({
  schema: z.literal('driftwarden/runs'),
  version: z.literal(1),
  /** The function of the last run, its log group, and the monitor's dashboard; null: not known. */
  function: z.string().nullable(),
  logGroup: z.string().nullable(),
  dashboard: z.string().nullable(),
  /** The times that the schedule gave, ascending; for runs by hand, when they began. */
  succeeded: z.array(z.iso.datetime()),
  /** The latest run that had no time for all of its work and has started another: its due time, and when it ended. */
  continued: z.object({ due: z.iso.datetime(), at: z.iso.datetime() }).nullable().default(null),
});
type Runs = z.infer<typeof runsSchema>;

const NONE: Runs = {
  schema: 'driftwarden/runs',
  version: 1,
  function: null,
  logGroup: null,
  dashboard: null,
  succeeded: [],
  continued: null,
};

/** Where a check runs, for messages about it. */
export type RunPlace = Pick<Runs, 'function' | 'logGroup' | 'dashboard'>;

/** The successful runs on record. */
export interface RunRecord extends RunPlace {
  /** Milliseconds since the epoch, ascending. */
  readonly succeeded: readonly number[];
  /** See {@link runsSchema}; milliseconds since the epoch. */
  readonly continued: { readonly due: number; readonly at: number } | null;
}

export const NO_RUNS: RunRecord = { function: null, logGroup: null, dashboard: null, succeeded: [], continued: null };

/** A run that has succeeded. */
export interface SucceededRun {
  /** Whether another run goes on with its work: then only that counts. */
  readonly isContinued?: boolean;
  readonly monitor: string;
  readonly kind: CheckKind;
  /** The time that the schedule gave, milliseconds since the epoch. */
  readonly due: number;
  readonly place: RunPlace;
}

type CheckKind = ScheduledCheck['kind'];

export function runsKey(monitor: string, kind: CheckKind): string {
  return `${monitor}/runs/${kind}.json`;
}

/** The runs of a check on record; none before the first one. @throws DocumentError */
export async function readRuns(store: ObjectStore, monitor: string, kind: CheckKind): Promise<RunRecord> {
  const { state } = await jsonDocument(store, runsKey(monitor, kind), runsSchema, NONE).load();
  const { succeeded, continued, function: name, logGroup, dashboard } = state;
  return {
    ...{ function: name, logGroup, dashboard },
    succeeded: succeeded.map((time) => Date.parse(time)),
    continued: continued && { due: Date.parse(continued.due), at: Date.parse(continued.at) },
  };
}

/**
 * Records a successful run. A record that cannot be read is replaced.
 *
 * @param now When it ended. A run that claims to be due later counts as due now: otherwise it would hide all that fail until then.
 */
export async function recordRun(
  store: ObjectStore,
  { monitor, kind, due, place, isContinued = false }: SucceededRun,
  now: number,
): Promise<void> {
  const key = runsKey(monitor, kind);
  const { load, save } = jsonDocument(store, key, runsSchema, NONE);
  const session = new DocumentSession<Runs>({
    load: async () => {
      try {
        return await load();
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        return { state: NONE, etag: (await store.get(key))?.etag ?? null };
      }
    },
    save,
  });
  // Whole seconds, so that texts sort as times do.
  const seconds = (instant: number) => isoTime(Math.floor(instant / 1000) * 1000);
  const time = seconds(Math.min(due, now));
  await session.update((runs) => {
    if (isContinued) return { state: { ...runs, continued: { due: time, at: seconds(now) } } };
    const succeeded = [...new Set([...runs.succeeded, time])].sort().slice(-KEPT_RUNS);
    // A run by hand does not know the dashboard.
    const dashboard = place.dashboard ?? runs.dashboard;
    return { state: { ...runs, ...place, dashboard, succeeded } };
  });
}
