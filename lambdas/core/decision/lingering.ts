import type { QualityResult } from '../result/schema.ts';
import type { CheckedWindow, Signal } from './checked-window.ts';
import type { MonitorState } from './state.ts';

/** These have no share that could be halfway back. */
const NOT_SHARES: ReadonlySet<QualityResult['check']> = new Set(['scale_change', 'extra_column', 'missing_column']);

/**
 * Whether a finding that is within its limit is still more than halfway from the baseline to it. A share that lies at its
 * limit is beyond it on every second day by chance; its incident has to stay open meanwhile, or it would open anew each time.
 */
export function isLingering({ check, breached, value, baseline, limit }: QualityResult): boolean {
  if (value === null || limit === null) return false;
  const usual = baseline ?? 0;
  return !breached && !NOT_SHARES.has(check) && value - usual > (limit - usual) / 2;
}

/** What a window says that opens no incident but keeps one open. */
export function lingeringSignal(lines: readonly string[]): Signal {
  const more = lines.length < 2 ? '' : ` (and ${lines.length - 1} more)`;
  return {
    kind: 'data-quality',
    status: 'unknown',
    headline: `not back to normal: ${lines[0]}${more}`,
    details: lines.length > 1 ? lines.slice(0, 10) : [],
    notBack: true,
  };
}

/**
 * Whether drift in this window is what is left of broken data: then it opens no incident, and an open one is not repeated,
 * because the messages about the broken data stand for it.
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
    incidents.some((incident) => incident.kind === 'data-quality' && incident.state === 'open')
  );
}
