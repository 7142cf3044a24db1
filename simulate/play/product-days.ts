import type { Alert } from '../../lambdas/core/alerts.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import type { DayRecorder } from './outcome.ts';

/** Whether an alert is the first about its incident. */
export const isFirstAlert = ({ state, newFindings }: Alert) => state === 'open' && newFindings === undefined;

/** Whether an alert says that something is wrong: that of a recovery does not. */
export const isOpenAlert = ({ state }: Alert) => state === 'open' || state === 'still open';

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
  const openAlerts = alerts.filter(isOpenAlert);
  const drifted = [result.drift, result.predictionDrift].flatMap((drift) =>
    (drift?.features ?? []).filter((feature) => feature.drifted),
  );
  const broken = result.quality.filter((finding) => finding.breached);
  const drift = { flagged: drifted.length > 0, found: drifted.some(({ name }) => changed.has(name)) };
  const quality = { flagged: broken.length > 0, found: broken.some(({ feature }) => changed.has(feature ?? '')) };
  const hasAlert = (kind: Alert['kind']) => openAlerts.some((alert) => alert.kind === kind);
  const opened = openAlerts.some((alert) => alert.kind === 'drift' && isFirstAlert(alert));
  const others = openAlerts.some(({ kind }) => kind !== 'drift' && kind !== 'data-quality');
  recorder.record(DRIFT, day, { alert: hasAlert('drift'), ...drift });
  recorder.record(DRIFT_OPENED, day, { alert: opened, ...drift });
  recorder.record(DATA_QUALITY, day, { alert: hasAlert('data-quality'), ...quality });
  recorder.record(OTHER, day, { alert: others, flagged: others, found: false });
  recorder.record(ANY, day, {
    alert: openAlerts.length > 0,
    flagged: drift.flagged || quality.flagged || others,
    found: drift.found || quality.found,
  });
}
