import type { MisplacedAnswer } from '../../capture/misplaced-answers.ts';
import type { SeenColumns } from '../../capture/seen-columns.ts';
import type { Profile } from '../../profile/types.ts';
import type { DataRead } from '../../result/schema.ts';

/** A window's captured data in a size that does not depend on its rows. */
export interface CapturedWindow {
  readonly features: Profile;
  /** The model's answers by role. */
  readonly answers: Profile;
  readonly data: DataRead;
  /** By role, what stands where answers do not. */
  readonly misplaced: ReadonlyMap<string, MisplacedAnswer>;
  /** Which columns occur together. */
  readonly columns: SeenColumns;
}
