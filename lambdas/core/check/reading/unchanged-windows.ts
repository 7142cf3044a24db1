import { hash } from 'node:crypto';
import { capturePrefixes } from '../../capture/prefixes.ts';
import type { RunContext } from '../../context.ts';
import { baselineOfWindow } from '../../decision/baseline-of-window.ts';
import { findCheckedWindow } from '../../decision/checked-windows.ts';
import type { MonitorState } from '../../decision/state.ts';
import { isPastMaxAge, labelPrefixes } from '../../labels/label-timing.ts';
import { ListingDigest } from '../../listing-digest.ts';
import type { LabelSettings, Monitor } from '../../monitor/monitor.ts';
import { isData, type Location, sourceOf } from '../../sources.ts';
import type { Window } from '../../window.ts';
import { READING } from './reading-version.ts';

/**
 * A digest of all that decides what a check finds in the files that it reads.
 *
 * @param baseline Id of the baseline of the window, if it has one.
 */
export function settingsDigest(monitor: Monitor, baseline: string | null): string {
  const { problem, positive, capture, labels, schedule, performance, quality, drift, alerts, privacy } = monitor;
  const settings = [
    READING,
    problem,
    positive,
    capture,
    labels && { ...labels, keepAnswers: undefined },
    schedule,
    performance,
    quality,
    drift,
    alerts,
    baseline,
    // A window that waits for labels is checked again where its result may quote less or more than before.
    ...(privacy.values === 'show' ? [] : [privacy]),
  ];
  return hash('sha256', JSON.stringify(settings, withEntries)).slice(0, 16);
}

/** JSON has no maps and sets: they would all be `{}`. */
function withEntries(_key: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value;
}

/** What a check has read and how, as the state of the checked window keeps it. */
export function inputDigest(reading: string, captures: ListingDigest, labels: ListingDigest | ''): string {
  return `${reading}/${captures}/${labels}`;
}

/** Finds the windows that wait for labels and need no check in this run. It lists files, each day once, and reads none. */
export class UnchangedWindows {
  readonly #monitor: Monitor;
  readonly #settings: LabelSettings;
  readonly #state: MonitorState;
  readonly #now: number;
  readonly #listings = new Map<string, Listings>();
  readonly #open: RunContext['open'];

  constructor(monitor: Monitor, settings: LabelSettings, state: MonitorState, { open, now }: RunContext) {
    this.#monitor = monitor;
    this.#settings = settings;
    this.#state = state;
    this.#now = now;
    this.#open = open;
  }

  /**
   * Whether a check would find the same as the last one: every prediction has a label, or no file has changed since. After
   * `labels.maxAge` a last check is due all the same, which finds corrections, and labels that came too late.
   *
   * @throws LocationError without the captured data's or the labels' place
   */
  async isIdle(window: Window): Promise<boolean> {
    const known = findCheckedWindow(this.#state, window)?.labels;
    if (!known || isPastMaxAge(window, this.#now, this.#settings)) return false;
    const { coverage, predictions, seen, settled } = known;
    const reading = settingsDigest(this.#monitor, baselineOfWindow(this.#state, window.start));
    if (coverage >= 1 && (seen ?? reading).startsWith(reading)) return true;
    if (!seen?.startsWith(reading)) return false;
    const { capture } = this.#monitor;
    const captures = await this.#digest(capture.uri, capturePrefixes(capture, window));
    // Without predictions to label, or ids of them, labels change nothing.
    if (settled || predictions === 0) return seen.startsWith(inputDigest(reading, captures, ''));
    const labels = await this.#digest(this.#settings.uri, labelPrefixes(window, this.#now, this.#settings));
    return seen === inputDigest(reading, captures, labels);
  }

  #digest(uri: string, prefixes: readonly string[]): Promise<ListingDigest> {
    const listings = this.#listings.get(uri) ?? new Listings(this.#open(uri));
    this.#listings.set(uri, listings);
    return listings.digest(prefixes);
  }
}

/** Digests of what stands below prefixes `yyyy/mm/dd/hh/`, `yyyy/mm/dd/` or none, for many windows. */
class Listings {
  readonly #place: Location;
  readonly #digests = new Map<string, ListingDigest>();

  constructor(place: Location) {
    this.#place = place;
  }

  async digest(prefixes: readonly string[]): Promise<ListingDigest> {
    const sum = new ListingDigest();
    for (const prefix of prefixes) {
      const day = prefix.slice(0, 'yyyy/mm/dd/'.length);
      if (!this.#digests.has(day)) await this.#list(day);
      sum.addAll(this.#of(prefix));
    }
    return sum;
  }

  async #list(day: string): Promise<void> {
    const { store, prefix } = this.#place;
    const whole = this.#of(day);
    for await (const object of store.list(prefix + day)) {
      if (!isData(object, prefix)) continue;
      const source = sourceOf(this.#place, object);
      whole.add(source);
      if (day !== '') this.#of(object.key.slice(prefix.length).slice(0, 'yyyy/mm/dd/hh/'.length)).add(source);
    }
  }

  #of(prefix: string): ListingDigest {
    const digest = this.#digests.get(prefix) ?? new ListingDigest();
    this.#digests.set(prefix, digest);
    return digest;
  }
}
