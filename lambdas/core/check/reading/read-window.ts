import {
  type Baseline,
  BaselineError,
  loadBaseline,
  loadModelBaseline,
  type ModelBaseline,
} from '../../baseline/document.ts';
import type { CapturedFile, KnownFile } from '../../capture/known-file.ts';
import { openFiles } from '../../capture/open-ahead.ts';
import { capturePrefixes, isInHours } from '../../capture/prefixes.ts';
import type { ReadingSummary } from '../../capture/reading-summary.ts';
import type { RejectionLog } from '../../capture/rejections.ts';
import type { RunContext } from '../../context.ts';
import { baselineOfWindow } from '../../decision/baseline-of-window.ts';
import type { CheckKind, MonitorState } from '../../decision/state.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { PLAIN_COMMANDS } from '../../report/commands.ts';
import { shownRejected } from '../../result/redact-reading.ts';
import type { CheckResult, DataRead } from '../../result/schema.ts';
import { listSources, SourceCounter } from '../../sources.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { Window } from '../../window.ts';
import { SkippingReader } from './skipping-reader.ts';

/**
 * The baseline that the window is compared with: that of the model which answered in it.
 *
 * @throws BaselineError when none was built, or when it cannot be read
 */
export async function readBaseline(
  { name }: Monitor,
  window: Window,
  state: MonitorState,
  context: RunContext,
): Promise<Baseline> {
  const id = baselineOfWindow(state, window.start);
  if (id === null) throw new BaselineError(`${name} has no baseline yet: ${howToBuild(name, context)}`);
  return withAdvice(name, context, () => loadBaseline(context.results, name, id));
}

/** A baseline that cannot be read has to be built again, and the message says how. */
async function withAdvice<T>(monitor: string, context: RunContext, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error;
    throw new BaselineError(`${error.message}: ${howToBuild(monitor, context)}`, { cause: error });
  }
}

function howToBuild(monitor: string, { commands = PLAIN_COMMANDS }: RunContext): string {
  const command = commands.buildBaseline(monitor);
  return command === null ? "invoke the stack's BuildBaselineFunction" : `run ${command}`;
}

/** What it says about the model, and its features where performance is measured by segment; null when none was built. */
export async function readModelBaseline(
  { name, performance: { segments } }: Monitor,
  window: Window,
  state: MonitorState,
  context: RunContext,
): Promise<ModelBaseline | null> {
  const id = baselineOfWindow(state, window.start);
  if (id === null) return null;
  return withAdvice(name, context, () => loadModelBaseline(context.results, name, id, segments.length > 0));
}

export function baselineReference({ id, createdAt, rows }: ModelBaseline): NonNullable<CheckResult['baseline']> {
  return { id, createdAt, rows };
}

/** The captured files of a window. */
export interface WindowCaptures {
  readonly sources: AsyncIterable<CapturedFile>;
  /** The same, not opened ahead and not counted. */
  readonly files: AsyncIterable<CapturedFile> | Iterable<CapturedFile>;
  /** All of them, if they were listed before the first is read; null if they are listed while they are read. */
  readonly listed: readonly CapturedFile[] | null;
  /** Counts `sources` as they are read. */
  readonly counter: SourceCounter;
  /** The share of the window's bytes in files that are read, 0 to 1; null where the files are those of other windows too. */
  share(): number | null;
  /** Keeps what was found in the files, for later windows. */
  learn(files: Iterable<readonly [key: string, file: KnownFile]>): Promise<void>;
}

/**
 * The captured files of a window. Where memory is limited, all are listed before the first is read. Files that do not lie in folders of
 * hours are those of all windows: the ones that are known to have no record of this window need not be opened.
 *
 * @param reader The check that reads them; null: all are opened.
 * @param areListed Whether they are listed first in any case.
 */
export async function windowCaptures(
  monitor: Monitor,
  window: Window,
  context: RunContext,
  reader: CheckKind | null,
  areListed = false,
): Promise<WindowCaptures> {
  const { capture } = monitor;
  const counter = new SourceCounter();
  const found = listSources(context.open(capture.uri), capturePrefixes(capture, window));
  const skipping = reader === null || isInHours(capture) ? null : new SkippingReader(monitor, window, reader, context);
  const hasShare = context.memory !== undefined && isInHours(capture);
  const captures = (all: WindowCaptures['files']) => {
    const files = skipping?.mark(all) ?? all;
    const learn: WindowCaptures['learn'] = async (learned) => skipping?.learn(learned);
    return { sources: counter.count(openFiles(capture, files)), files, counter, learn };
  };
  if (!hasShare && !areListed) return { ...captures(found), listed: null, share: () => null };
  const listed = await Array.fromAsync(found);
  const bytes = listed.reduce((sum, { size }) => sum + size, 0);
  const share = () => (hasShare ? counter.bytes / bytes : null);
  return { ...captures(listed), listed, share };
}

/** What reading found, in the result's terms and with all that it quotes. */
export function dataRead({ objects, bytes }: SourceCounter, log: RejectionLog): DataRead {
  const { rejected, repeatSamples, ...counts } = log.summarize();
  return { objects, bytes, ...counts, repeatSamples: [...repeatSamples], rejected: copyRejected(rejected) };
}

/** The same of labels, as results show it: they belong to no window, so what is rejected is a share of all that were read. */
export function labelsRead(
  { objects, bytes }: SourceCounter,
  log: RejectionLog,
  redactor: Redactor,
): NonNullable<CheckResult['labels']>['reading'] {
  const { records, used, recordsOutsideWindow: others, rejected } = log.summarize();
  const { inWindow: _, outsideWindow, outsideByReason, ...rest } = shownRejected(rejected, redactor);
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
