import type { FeatureToAssess } from './measure-feature.ts';
import type { Observation } from './movement/series.ts';
import type { NewNormal } from './new-normal.ts';

/** What is known of one column from earlier windows. */
export interface ColumnHistory {
  /** Its shifts by key, oldest first, from every window that had them. */
  readonly shifts: ReadonlyMap<string, readonly Observation[]>;
  /**
   * The shift that was flagged in the window before, and the window since which it has been flagged; null where none
   * was.
   */
  readonly flagged: { readonly key: string; readonly since: string; readonly windows: number } | null;
  /** The new normal from which shifts are measured; null: the baseline. */
  readonly normal: NewNormal | null;
}

/** The place of the assessed window in the stream of windows. */
export interface Stream {
  readonly window: string;
  /** Its group in every cycle, such as the weekday: see {@link Observation}. */
  readonly groups: readonly number[];
  /** The windows that have to be known before they say what to expect of the next: a whole cycle. */
  readonly cycle: number;
  /** The most windows that can be known. Where that is less than `cycle`, earlier windows never say what to expect. */
  readonly mostKnown: number;
  /** Whether columns may move between windows without a fault; if not, only chance is allowed for. */
  readonly moves: boolean;
  historyOf(name: string, method: string): ColumnHistory;
}

/** A feature to assess in a stream of windows. */
export interface StreamedFeature extends FeatureToAssess {
  /** Whether the monitor file sets the limit: then the distance has to exceed it as well. */
  readonly hasOwnLimit: boolean;
}
