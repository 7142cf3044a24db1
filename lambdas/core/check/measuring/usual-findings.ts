import type { Baseline } from '../../baseline/document.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { QualityFinding } from '../../quality/types.ts';
import { formatCount } from '../../text/numbers.ts';
import { isSameSchedule } from './earlier-windows.ts';

/** A finding is usual where at least this share of the baseline's windows have it, … */
const USUAL_SHARE = 0.05;
/** … and at least so many: one day of the training data may be broken. */
const USUAL_WINDOWS = 2;
/** A column with one value in at least this share of the windows does not vary within any. */
const CONSTANT_SHARE = 0.9;

/** Checks that a column with another value in each window breaks, such as the id of a batch. */
const OF_VALUES: ReadonlySet<QualityFinding['check']> = new Set(['unseen_categories', 'out_of_range', 'scale_change']);

/** What the baseline's own windows break, so that it shows nothing in a window: such as a column that has one value a day. */
export class UsualFindings {
  /** By check and column. */
  readonly #windows = new Map<string, number>();
  readonly #all: number = 0;
  /**
   * Features that have one value in nearly every window, such as holidays or the day of the week. However many rows a window
   * has, it shows one value of them, so it says nothing about their drift.
   */
  readonly constant: ReadonlySet<string> = new Set();

  constructor({ schedule }: Pick<Monitor, 'schedule'>, { movement }: Pick<Baseline, 'movement'>) {
    if (movement === null || !isSameSchedule(movement, schedule)) return;
    this.#all = movement.windows.length;
    const findings = movement.findings ?? [];
    for (const { check, feature, windows } of findings) {
      if (windows >= Math.max(USUAL_WINDOWS, USUAL_SHARE * this.#all))
        this.#windows.set(keyOf(check, feature), windows);
    }
    this.constant = new Set(
      findings
        .filter(({ check, windows }) => check === 'constant_column' && windows >= CONSTANT_SHARE * this.#all)
        .map(({ feature }) => feature),
    );
  }

  /** `; so it is in 63 of 90 windows of the baseline`; empty where the finding is not usual. */
  describe({ check, feature, subject }: Pick<QualityFinding, 'check' | 'feature' | 'subject'>): string {
    if (feature !== null && subject === undefined && this.constant.has(feature) && OF_VALUES.has(check)) {
      return '; in the windows of the baseline it has one value each, so others are expected';
    }
    const windows = feature === null || subject !== undefined ? undefined : this.#windows.get(keyOf(check, feature));
    if (windows === undefined) return '';
    const unjudged = check === 'constant_column' && this.constant.has(feature!) ? ', and no drift of it is judged' : '';
    return `; so it is in ${formatCount(windows)} of ${formatCount(this.#all)} windows of the baseline${unjudged}`;
  }
}

function keyOf(check: string, feature: string): string {
  return `${check}:${feature}`;
}
