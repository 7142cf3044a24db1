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
 * Joins the labels of a window that have arrived by now, and before they are `labels.maxAge` old, to its predictions.
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
  const place = context.open(settings.uri);
  const joins = windows.map(({ window, keys }) => new WindowJoin(window, keys, settings, context.now));
  await readSharedLabels(sharedFiles(place, joins), settings);
  if (late) for (const join of joins) await join.readLate(place, settings, context.now);
  return joins.map((join) => join.finish());
}

/** The label files of some windows in the order of their keys, each once, with the windows that it is for. */
async function* sharedFiles(place: Location, joins: readonly WindowJoin[]): AsyncGenerator<SharedSource> {
  const { store, prefix } = place;
  for (const below of unionOf(joins.map(({ prefixes }) => prefixes))) {
    for await (const object of store.list(prefix + below)) {
      if (!isData(object, prefix)) continue;
      const source = sourceOf(place, object);
      const path = object.key.slice(prefix.length);
      const targets = joins.filter((join) => join.covers(path));
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
class WindowJoin implements LabelTarget {
  readonly log = new RejectionLog();
  readonly counter = new SourceCounter();
  readonly labels: LabelJoin;
  readonly late: { readonly from: number };
  readonly prefixes: ReadonlySet<string>;
  readonly #window: Window;
  readonly #keys: PredictionKeys;

  constructor(window: Window, keys: PredictionKeys, settings: LabelSettings, now: number) {
    this.#window = window;
    this.#keys = keys;
    this.labels = new LabelJoin(keys);
    this.late = { from: window.end + settings.maxAge };
    this.prefixes = new Set(labelPrefixes(window, now, settings));
  }

  /** @param path Key below the labels' location. */
  covers(path: string): boolean {
    return lengthsOf(path).some((length) => this.prefixes.has(path.slice(0, length)));
  }

  /** Reads the labels that came too late, to count them. */
  async readLate(place: Location, settings: LabelSettings, now: number): Promise<void> {
    const sources = listSources(place, latePrefixes(this.#window, now, settings));
    // A message that shows ids of labels that came shows none of those that came too late.
    const labels: LabelSink = {
      wants: (id) => this.#keys.find(id) !== undefined,
      add: (...label) => this.labels.add(...label),
    };
    await readLabels(sources, settings, { log: new RejectionLog(), labels, late: { all: true } });
  }

  finish(): LabelsRead {
    return { joined: this.labels.finish(), log: this.log, counter: this.counter };
  }
}
