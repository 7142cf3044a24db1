import type { Alert } from '../../lambdas/core/alerts.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { DayRecorder } from './outcome.ts';

/** Whether an alert pages the on-call: a recovery does not. */
export const isPage = ({ state }: Alert) => state === 'open' || state === 'still open';

/** Names of the rows that the product has in the table. */
export const PRODUCT = 'Driftwarden';
export const DRIFT = `${PRODUCT}: drift`;
export const DRIFT_OPENED = `${DRIFT}, first messages`;
export const DATA_QUALITY = `${PRODUCT}: data quality`;
export const OTHER = `${PRODUCT}: other messages`;
export const ANY = `${PRODUCT}: any message`;

/** The messages that the product sent on a day, and whether its result names a changed feature. */
export function recordProductDay(
  recorder: DayRecorder,
  day: number,
  { result, alerts, changed }: { result: CheckResult; alerts: readonly Alert[]; changed: ReadonlySet<string> },
): void {
  const pages = alerts.filter(isPage);
  const drifted = [result.drift, result.predictionDrift].flatMap((drift) =>
    (drift?.features ?? []).filter((feature) => feature.drifted),
  );
  const broken = result.quality.filter((finding) => finding.breached);
  const drift = { flagged: drifted.length > 0, found: drifted.some(({ name }) => changed.has(name)) };
  const quality = { flagged: broken.length > 0, found: broken.some(({ feature }) => changed.has(feature ?? '')) };
  const hasPage = (kind: Alert['kind']) => pages.some((alert) => alert.kind === kind);
  const opened = pages.some(({ kind, state }) => kind === 'drift' && state === 'open');
  const others = pages.some(({ kind }) => kind !== 'drift' && kind !== 'data-quality');
  recorder.record(DRIFT, day, { page: hasPage('drift'), ...drift });
  recorder.record(DRIFT_OPENED, day, { page: opened, ...drift });
  recorder.record(DATA_QUALITY, day, { page: hasPage('data-quality'), ...quality });
  recorder.record(OTHER, day, { page: others, flagged: others, found: false });
  recorder.record(ANY, day, {
    page: pages.length > 0,
    flagged: drift.flagged || quality.flagged || others,
    found: drift.found || quality.found,
  });
}
