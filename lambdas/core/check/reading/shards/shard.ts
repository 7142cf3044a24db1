import type { KnownFile } from '../../../capture/known-file.ts';
import type { MisplacedAnswer } from '../../../capture/misplaced-answers.ts';
import type { ReadingPart } from '../../../capture/reading-part.ts';
import type { SeenPart } from '../../../capture/seen-records.ts';
import type { CaptureSpec } from '../../../capture/spec.ts';
import type { ProfilerOptions } from '../../../profile/profiler.ts';
import type { Profile } from '../../../profile/types.ts';
import type { Window } from '../../../window.ts';

/** How to read a window's captures into profiles, as plain data. */
export interface ReadingPlan {
  readonly capture: CaptureSpec;
  readonly window: Window;
  readonly features: ProfilerOptions;
  readonly answers: ProfilerOptions;
}

/** What some of a window's files hold, as plain data whose size does not depend on their rows. */
export interface CapturePart {
  /** Parts, see `Profiler.part`. */
  readonly features: Profile;
  readonly answers: Profile;
  readonly reading: ReadingPart;
  readonly misplaced: readonly (readonly [role: string, MisplacedAnswer])[];
  /** Columns that occur together. */
  readonly columns: readonly (readonly string[])[];
}

/** The same with the records that are used, by hash: 12 bytes each. */
export interface CaptureShard extends CapturePart {
  /** What is known of the files, by `fileKey`. */
  readonly learned: readonly (readonly [key: string, file: KnownFile])[];
  readonly seen: SeenPart;
}
