import { type Baseline, BaselineError, loadBaseline } from '../../baseline/document.ts';
import { capturePrefixes } from '../../capture/prefixes.ts';
import type { ReadingSummary } from '../../capture/reading-summary.ts';
import type { RejectionLog } from '../../capture/rejections.ts';
import type { World } from '../../context.ts';
import { baselineOfWindow } from '../../decision/baseline-of-window.ts';
import { loadState } from '../../decision/state-store.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { DataSource } from '../../ports.ts';
import type { CheckResult, DataRead } from '../../result/schema.ts';
import { listSources, SourceCounter } from '../../sources.ts';
import type { Window } from '../../window.ts';

/** The baseline that the window is compared with: that of the model which answered in it; null when none was built. */
export async function baselineIfAny(monitor: Monitor, window: Window, world: World): Promise<Baseline | null> {
  const { state } = await loadState(world.results, monitor.name);
  const id = baselineOfWindow(state, window.start);
  return id === null ? null : loadBaseline(world.results, monitor.name, id);
}

/** The same, where nothing can be done without it. Throws BaselineError. */
export async function baselineOf(monitor: Monitor, window: Window, world: World): Promise<Baseline> {
  const baseline = await baselineIfAny(monitor, window, world);
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
  const { rejected, repeatSamples, ...counts } = log.summarize();
  return { objects, bytes, ...counts, repeatSamples: [...repeatSamples], rejected: copyRejected(rejected) };
}

/** The same of labels: they belong to no window, so what is rejected is a share of all that were read. */
export function labelsRead(
  { objects, bytes }: SourceCounter,
  log: RejectionLog,
): NonNullable<CheckResult['labels']>['reading'] {
  const { records, used, recordsOutsideWindow: others, rejected } = log.summarize();
  const { inWindow: _, outsideWindow, outsideByReason, ...rest } = copyRejected(rejected);
  return {
    objects,
    bytes,
    records,
    used,
    others,
    rejected: { ...rest, share: records === 0 ? 0 : rejected.records / records },
  };
}

function copyRejected(rejected: ReadingSummary['rejected']): DataRead['rejected'] {
  return {
    ...rejected,
    byReason: [...rejected.byReason],
    outsideByReason: [...rejected.outsideByReason],
    samples: [...rejected.samples],
    places: [...rejected.places],
  };
}
