import { RejectionLog } from '../../capture/rejections.ts';
import type { RunContext } from '../../context.ts';
import type { LabelSink } from '../../labels/formats/reader.ts';
import { type JoinedLabels, LabelJoin } from '../../labels/label-join.ts';
import { labelPrefixes, latePrefixes } from '../../labels/label-timing.ts';
import type { PredictionKeys } from '../../labels/prediction-keys.ts';
import { type LabelTarget, readLabels, readSharedLabels, type SharedSource } from '../../labels/read-labels.ts';
import type { LabelSettings } from '../../monitor/monitor.ts';
import { isData, type Location, listSources, SourceCounter, sourceOf } from '../../sources.ts';
import type { Window } from '../../window.ts';

/** A window's labels, and what reading them came across. */
export interface LabelsRead {
  readonly joined: JoinedLabels;
  readonly log: RejectionLog;
  readonly counter: SourceCounter;
}

/** A window, and what joins labels to its predictions. */
export interface KeyedWindow {
  readonly window: Window;
  readonly keys: PredictionKeys;
}

/**
 * Joins the labels of a window that have arrived by now, and before they are `labels.maxAge` old, to its predictions. Labels with a
 * time of their own (`labels.time`) count from that time on, so a run as of an earlier time finds what was known then.
 *
 * @param late Whether to look for those that came later as well, to count them.
 */
export async function joinLabels(
  settings: LabelSettings,
  window: Window,
  keys: PredictionKeys,
  context: Pick<RunContext, 'open' | 'now'>,
  late = false,
): Promise<LabelsRead> {
  const [read] = await joinSharedLabels(settings, [{ window, keys }], context, late);
  return read;
}

/**
 * Joins labels to the predictions of several windows, each as {@link joinLabels} does. A file that may have labels of several windows is
 * read once.
 *
 * @returns In the order of the windows.
 */
export async function joinSharedLabels(
  settings: LabelSettings,
  windows: readonly KeyedWindow[],
  context: Pick<RunContext, 'open' | 'now'>,
  late = false,
): Promise<LabelsRead[]> {
  const joins = windows.map(({ window, keys }) => new WindowJoin(window, keys, settings));
  await readInto(joins, settings, context);
  if (late) for (const join of joins) await join.readLate(context);
  return joins.map((join) => join.finish());
}

/**
 * Goes on with joins as time goes on: reads the label files that have arrived since. What was read before must not have changed.
 *
 * @param measured Those of the joins whose labels are asked for, those included that came too late.
 * @returns In the order of `measured`.
 */
export async function continueJoins(
  settings: LabelSettings,
  joins: readonly WindowJoin[],
  measured: readonly WindowJoin[],
  context: Pick<RunContext, 'open' | 'now'>,
): Promise<LabelsRead[]> {
  await readInto(joins, settings, context);
  for (const join of measured) await join.readLate(context);
  return measured.map((join) => join.soFar());
}

async function readInto(
  joins: readonly WindowJoin[],
  settings: LabelSettings,
  { open, now }: Pick<RunContext, 'open' | 'now'>,
): Promise<void> {
  for (const join of joins) join.until(now);
  await readSharedLabels(sharedFiles(open(settings.uri), joins), settings);
}

/** The label files of some windows in the order of their keys, each once, with the windows that it is for. */
async function* sharedFiles(place: Location, joins: readonly WindowJoin[]): AsyncGenerator<SharedSource> {
  const { store, prefix } = place;
  for (const below of unionOf(joins.map(({ prefixes }) => prefixes))) {
    for await (const object of store.list(prefix + below)) {
      if (!isData(object, prefix)) continue;
      const source = sourceOf(place, object);
      const path = object.key.slice(prefix.length);
      const targets = joins.filter((join) => join.takes(path));
      if (targets.length === 0) continue;
      for (const { counter } of targets) counter.add(source);
      yield { source, targets };
    }
  }
}

/** The prefixes that are not below another one, in ascending order. */
function unionOf(lists: readonly ReadonlySet<string>[]): string[] {
  const all = new Set(lists.flatMap((list) => [...list]));
  return [...all]
    .filter((prefix) => !lengthsOf(prefix).some((length) => length < prefix.length && all.has(prefix.slice(0, length))))
    .sort();
}

/** Lengths of the prefixes that a key can be below: none, `yyyy/mm/dd/` and `yyyy/mm/dd/hh/`. */
function lengthsOf({ length }: string): number[] {
  return [0, 'yyyy/mm/dd/'.length, 'yyyy/mm/dd/hh/'.length].filter((each) => each <= length);
}

/** The labels of one window, while they are read. */
export class WindowJoin implements LabelTarget {
  readonly log = new RejectionLog();
  readonly counter = new SourceCounter();
  readonly labels: LabelJoin;
  readonly late: { readonly from: number };
  /** The time of the last {@link until}. */
  knownBy = Number.NEGATIVE_INFINITY;
  readonly #window: Window;
  readonly #keys: PredictionKeys;
  readonly #settings: LabelSettings;
  #prefixes: ReadonlySet<string> = new Set();
  /** Of the last file that was read; null before. Files are read in the order of their keys, which is that of arrival. */
  #lastPath: string | null = null;

  constructor(window: Window, keys: PredictionKeys, settings: LabelSettings) {
    this.#window = window;
    this.#keys = keys;
    this.#settings = settings;
    this.labels = new LabelJoin(keys);
    this.late = { from: window.end + settings.maxAge };
  }

  /** Prefixes of the labels that have arrived by the time of the last {@link until}. */
  get prefixes(): ReadonlySet<string> {
    return this.#prefixes;
  }

  /** Labels count that have arrived by now. */
  until(now: number): void {
    this.knownBy = now;
    this.#prefixes = new Set(labelPrefixes(this.#window, now, this.#settings));
  }

  /**
   * Whether to read a file, which then counts as read: it may have labels of the window, and was not read before.
   *
   * @param path Key below the labels' location.
   */
  takes(path: string): boolean {
    const isNew = this.#lastPath === null || path > this.#lastPath;
    if (!isNew || !lengthsOf(path).some((length) => this.#prefixes.has(path.slice(0, length)))) return false;
    this.#lastPath = path;
    return true;
  }

  /** Reads the labels that came too late, to count them. */
  async readLate({ open, now }: Pick<RunContext, 'open' | 'now'>): Promise<void> {
    const sources = listSources(open(this.#settings.uri), latePrefixes(this.#window, now, this.#settings));
    // A message that shows ids of labels that came shows none of those that came too late.
    const labels: LabelSink = {
      wants: (id) => this.#keys.find(id) !== undefined,
      add: (...label) => this.labels.add(...label),
    };
    await readLabels(sources, this.#settings, { log: new RejectionLog(), labels, late: { all: true }, knownBy: now });
  }

  finish(): LabelsRead {
    return { joined: this.labels.finish(), log: this.log, counter: this.counter };
  }

  /** What was read so far; `log` and `counter` go on counting. */
  soFar(): LabelsRead {
    return { joined: this.labels.soFar(), log: this.log, counter: this.counter };
  }
}
