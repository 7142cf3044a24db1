import { hash } from 'node:crypto';
import type { RunContext } from '../../../context.ts';
import type { Monitor } from '../../../monitor/monitor.ts';
import type { DataSource, ReadingMachine } from '../../../ports.ts';
import type { Window } from '../../../window.ts';
import { ReadingChangedError, storePlan } from './plan.ts';

/** A window that the reading machine has read for a check. */
export interface HandedOver {
  /** Prefix of the keys of its last reading. */
  readonly run: string;
  /** How often it was handed over. */
  readonly times: number;
}

/** How often a window is handed over at most: again when files came or changed meanwhile. */
const MAX_TIMES = 3;

/**
 * Has the reading machine read a window and then check it. Repetitions of a run start one execution. A later run, such as one by hand
 * after a failure, starts another one, which reads only what is missing.
 *
 * @param check The event of the check that follows, without `handedOver`.
 * @param before How the window was handed over before; null: it was not.
 * @throws ReadingChangedError if it was handed over too often
 */
export async function handOver(
  monitor: Monitor,
  window: Window,
  baseline: string,
  parts: readonly (readonly DataSource[])[],
  { check, before }: { readonly check: object; readonly before: HandedOver | null },
  machine: ReadingMachine,
  { results, runId }: Pick<RunContext, 'results' | 'runId'>,
): Promise<HandedOver> {
  const times = (before?.times ?? 0) + 1;
  if (times > MAX_TIMES) {
    throw new ReadingChangedError(
      `files of the window ${window.name} of ${monitor.name} came or changed each time while it was read, ${MAX_TIMES} times: check it when no more come`,
    );
  }
  const run = await storePlan(results, monitor, window, baseline, parts);
  const name = `${window.name}-${hash('sha256', JSON.stringify([run, runId])).slice(0, 32)}`;
  const handedOver = { run, times };
  await machine.start(name, {
    monitor: monitor.name,
    window: window.name,
    run,
    check: { ...check, handedOver },
  });
  return handedOver;
}
