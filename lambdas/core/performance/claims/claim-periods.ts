import { ClaimDetector } from './detector.ts';
import type { LimitEvidence } from './evidence.ts';

/** What one window says about a limit. */
export interface ClaimWindow {
  readonly window: string;
  /** Labelled rows. */
  readonly rows: number;
  /** null: nothing. */
  readonly evidence: LimitEvidence | null;
  /** Whether conditions other than evidence let the claim open with this window: `for` windows in a row. */
  readonly mayOpen: boolean;
}

/** State of a claim after the last of some windows. */
export interface ClaimStanding {
  /** Whether the metric is beyond its limit, beyond chance, and its recovery is not proved. */
  readonly open: boolean;
  /** The latest window that proved the claim; null where none has. */
  readonly openedBy: string | null;
  /** The window that proved the recovery of an open claim; null where none has. */
  readonly closedBy: string | null;
  /**
   * The window since which the metric has most likely been beyond the limit, whether that is proved (open) or not; null where
   * none is, or where the claim was open before the first window.
   */
  readonly since: string | null;
  /**
   * The evidence that the metric is beyond the limit (open: that it has recovered), as a share of the evidence needed,
   * logarithmic; up to 1.
   */
  readonly strength: number;
}

/**
 * Windows between two closings of a claim by chance, on average, at least, while the metric stays exactly at its limit.
 * While it is beyond its limit, such closings are far rarer.
 */
const WINDOWS_TO_FALSE_END = 100;

/** The conditions that open a claim. */
export interface ClaimRule {
  /** Windows between two false openings, on average, at least. */
  readonly threshold: number;
  /** Labelled rows in the windows that open it together, at least. */
  readonly minimumRows: number;
}

/**
 * Plays a claim over the windows. It opens when the evidence that the metric is beyond its limit passes the threshold,
 * and closes when the evidence since then that it is within the limit passes {@link WINDOWS_TO_FALSE_END}. Each time
 * the evidence starts from nothing.
 *
 * @param windows oldest first
 * @param isOpen whether the claim is open before the first of the windows
 */
export function playClaim(
  windows: readonly ClaimWindow[],
  { threshold, minimumRows }: ClaimRule,
  isOpen = false,
): ClaimStanding {
  let open = isOpen;
  let openedBy: string | null = null;
  let closedBy: string | null = null;
  let since: string | null = null;
  let detector = new ClaimDetector(open ? 'within' : 'beyond');
  for (const { window, rows, evidence, mayOpen } of windows) {
    if (evidence === null) continue;
    detector.add(window, rows, evidence);
    const { run } = detector;
    const isProved = detector.logCapital >= Math.log(open ? WINDOWS_TO_FALSE_END : threshold);
    if (!isProved || (!open && (!mayOpen || run === null || run.rows < minimumRows))) continue;
    open = !open;
    if (open) {
      openedBy = window;
      closedBy = null;
      since = run!.window;
    } else closedBy = window;
    detector = new ClaimDetector(open ? 'within' : 'beyond');
  }
  const needed = Math.log(open ? WINDOWS_TO_FALSE_END : threshold);
  return {
    open,
    openedBy,
    closedBy,
    since: open ? since : (detector.run?.window ?? null),
    strength: Math.min(1, Math.max(0, detector.logCapital / needed)),
  };
}
