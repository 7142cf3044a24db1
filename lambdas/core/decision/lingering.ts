import type { QualityResult } from '../result/schema.ts';
import type { CheckedWindow, Signal } from './checked-window.ts';
import { headlineOf } from './headline.ts';
import { openIncident } from './open-incident.ts';
import type { MonitorState } from './state.ts';

/** Checks whose value is not a share, so that it cannot be halfway back. */
const NOT_SHARES: ReadonlySet<QualityResult['check']> = new Set(['scale_change', 'extra_column', 'missing_column']);

/**
 * Whether a finding within its limit is still more than halfway from the baseline to the limit. A share near its limit exceeds
 * it by chance every other day; its incident stays open in between, so that it does not open again each time.
 */
export function isLingering({ check, breached, explained, value, baseline, limit }: QualityResult): boolean {
  if (value === null || limit === null || explained) return false;
  // Rows are back when they are twice as many as those of a breach.
  if (check === 'row_count') return !breached && value < 2 * limit;
  const usual = baseline ?? 0;
  return !breached && !NOT_SHARES.has(check) && value - usual > (limit - usual) / 2;
}

/** A signal that opens no incident but keeps an open one open. */
export function lingeringSignal(lines: readonly string[]): Signal {
  return {
    kind: 'data-quality',
    status: 'unknown',
    headline: `not back to normal: ${headlineOf(lines)}`,
    details: lines.length > 1 ? lines.slice(0, 10) : [],
    notBack: true,
  };
}

/**
 * Whether drift in this window comes from data that is still partly broken. Such drift opens no incident and repeats none,
 * because the messages about the broken data cover it.
 */
export function isExplained(
  { incidents }: MonitorState,
  { kind, status }: Signal,
  checkedWindow: CheckedWindow,
): boolean {
  return (
    kind === 'drift' &&
    status === 'breach' &&
    checkedWindow.signals.some((signal) => signal.notBack) &&
    openIncident(incidents, 'data-quality') !== undefined
  );
}
