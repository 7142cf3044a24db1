import type { FeatureToAssess } from './measure-feature.ts';
import type { Observation } from './movement/series.ts';
import type { NewNormal } from './new-normal.ts';

/** What earlier windows say about one column. */
export interface ColumnHistory {
  /** Its shifts by their key, oldest first, in every window that had them. */
  readonly shifts: ReadonlyMap<string, readonly Observation[]>;
  /** The shift that was flagged in the window before, and since which window it has been; null where none was. */
  readonly flagged: { readonly key: string; readonly since: string; readonly windows: number } | null;
  /** What a person declared normal: shifts are measured from there. null: from the baseline. */
  readonly normal: NewNormal | null;
}

/** How the judged window stands in the stream of windows. */
export interface Stream {
  readonly window: string;
  /** Its group in every cycle, such as the weekday: see {@link Observation}. */
  readonly groups: readonly number[];
  /** How many windows have to be known before they say what to expect of the next: a whole cycle. */
  readonly cycle: number;
  /** How many can be known at most. Where that is less than `cycle`, earlier windows never say what to expect. */
  readonly mostKnown: number;
  /** Whether columns may move between windows without anything being wrong; if not, only chance is allowed for. */
  readonly moves: boolean;
  historyOf(name: string, method: string): ColumnHistory;
}

/** A feature to assess in a stream of windows. */
export interface StreamedFeature extends FeatureToAssess {
  /** Whether a person gave the limit: then the distance has to be above it as well. */
  readonly hasOwnLimit: boolean;
}
