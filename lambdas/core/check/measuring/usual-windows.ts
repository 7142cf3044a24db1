import type { Baseline } from '../../baseline/document.ts';
import { type BaselineMovement, sizeOfFinding, type UsualFinding } from '../../baseline/movement.ts';
import { keyOf } from '../../drift/shifts/shift.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { ColumnProfile, Profile } from '../../profile/types.ts';
import type { QualityFinding } from '../../quality/types.ts';
import { deviationByMedian } from '../../statistics/median.ts';
import { formatCount } from '../../text/numbers.ts';
import { isSameSchedule } from './earlier-windows.ts';

/** A finding is usual where at least this share of the baseline's windows have it, … */
const USUAL_SHARE = 0.05;
/** … and at least so many: one day of the training data may be broken. */
const USUAL_WINDOWS = 2;
/** A column with one value in at least this share of the windows does not vary within any. */
const CONSTANT_SHARE = 0.9;

/** What the baseline's own windows show of a usual window. They show nothing if the schedule has other windows. */
export class UsualWindows {
  /**
   * Features that have one value in nearly every window, such as holidays or the day of the week. However many rows a window
   * has, it shows one value of them, so it says nothing about their drift.
   */
  readonly constant: ReadonlySet<string>;
  /**
   * By feature of numbers, the standard deviation of how far its location moves between windows, in standard deviations of the
   * baseline. By the median, because one window may be broken.
   */
  readonly movement: ReadonlyMap<string, number>;
  readonly #columns: ReadonlyMap<string, ColumnProfile>;
  readonly #windows: number;
  readonly #findings: readonly UsualFinding[];

  constructor({ schedule }: Pick<Monitor, 'schedule'>, { profile, movement }: Pick<Baseline, 'profile' | 'movement'>) {
    const known = movement !== null && isSameSchedule(movement, schedule) ? movement : null;
    this.#columns = new Map(profile.columns.map((column) => [column.name, column]));
    this.#windows = known?.windows.length ?? 0;
    this.#findings = known?.findings ?? [];
    this.movement = usualMovement(known);
    const isConstant = ({ check, windows }: UsualFinding) =>
      check === 'constant_column' && windows >= CONSTANT_SHARE * this.#windows;
    this.constant = new Set(this.#findings.filter(isConstant).map(({ feature }) => feature));
  }

  /** Why a breach of a feature shows no broken data, to be added to its message; empty if it shows some. */
  explain(finding: QualityFinding, window: Profile): string {
    const { check, feature, subject } = finding;
    if (feature === null || subject !== undefined) return '';
    if (this.constant.has(feature) && this.#mayBeNext(check, feature, window)) {
      return '; in the windows of the baseline it has one value each, so another one is expected';
    }
    const usual = this.#findings.find((one) => one.check === check && one.feature === feature);
    if (usual === undefined || usual.windows < Math.max(USUAL_WINDOWS, USUAL_SHARE * this.#windows)) return '';
    // What is usual to some extent may still be broken beyond it.
    if (sizeOfFinding(finding) > usual.largest) return '';
    const unjudged = check === 'constant_column' && this.constant.has(feature) ? ', and its drift is not judged' : '';
    return `; so it is in ${formatCount(usual.windows)} of ${formatCount(this.#windows)} windows of the baseline${unjudged}`;
  }

  /**
   * Whether a new value of a feature with one value a window is to be expected: a category, such as the id of a batch, or a number
   * no farther from the baseline's range than the range is wide.
   */
  #mayBeNext(check: QualityFinding['check'], feature: string, { columns }: Profile): boolean {
    if (check === 'unseen_categories') return true;
    const [before, now] = [this.#columns.get(feature)?.moments, columns.find(({ name }) => name === feature)?.moments];
    if (check !== 'out_of_range' || !before || !now) return false;
    const width = before.max - before.min;
    return now.min >= before.min - width && now.max <= before.max + width;
  }
}

function usualMovement(movement: BaselineMovement | null): ReadonlyMap<string, number> {
  const usual = new Map<string, number>();
  for (const { name, shifts } of movement?.features ?? []) {
    const effects = shifts.find(({ key }) => key === keyOf({ kind: 'location' }))?.effects ?? [];
    const known = effects.filter((effect) => effect !== null);
    if (known.length > 0) usual.set(name, deviationByMedian(known.map(Math.abs)));
  }
  return usual;
}
