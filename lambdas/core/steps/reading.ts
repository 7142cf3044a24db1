import { type Baseline, BaselineError, loadBaseline } from '../baseline/document.ts';
import { capturePrefixes } from '../capture/prefixes.ts';
import type { RejectionLog } from '../capture/rejections.ts';
import { baselineIdOf } from '../decision/limits.ts';
import { loadState } from '../decision/state-store.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { DataSource } from '../ports.ts';
import type { CheckResult, DataRead } from '../result/schema.ts';
import { listSources, SourceCounter } from '../sources.ts';
import type { Window } from '../window.ts';
import type { World } from '../world.ts';

/** The baseline that a window is compared with; null when none was built. */
export async function baselineOfIfAny(monitor: Monitor, window: Window, world: World): Promise<Baseline | null> {
  const { state } = await loadState(world.results, monitor.name);
  const id = baselineIdOf(state, window);
  return id === null ? null : loadBaseline(world.results, monitor.name, id);
}

/** The same, where nothing can be done without it. Throws BaselineError. */
export async function baselineOf(monitor: Monitor, window: Window, world: World): Promise<Baseline> {
  const baseline = await baselineOfIfAny(monitor, window, world);
  if (baseline === null) {
    throw new BaselineError(`${monitor.name} has no baseline yet: run driftwarden baseline ${monitor.name}`);
  }
  return baseline;
}

export function baselineReference({ id, createdAt, profile }: Baseline): NonNullable<CheckResult['baseline']> {
  return { id, createdAt, rows: profile.rows };
}

/** The captured files of a window, counted as they are read. */
export function windowCaptures(
  { capture }: Monitor,
  window: Window,
  world: World,
): { sources: AsyncIterable<DataSource>; counter: SourceCounter } {
  const counter = new SourceCounter();
  return { sources: counter.count(listSources(world.open(capture.uri), capturePrefixes(capture, window))), counter };
}

/** What reading found, in the result's terms. */
export function dataRead({ objects, bytes }: SourceCounter, log: RejectionLog): DataRead {
  const { rejected, ...counts } = log.summarize();
  const copy = {
    ...rejected,
    byReason: [...rejected.byReason],
    samples: [...rejected.samples],
    places: [...rejected.places],
  };
  return { objects, bytes, ...counts, rejected: copy };
}
