import * as z from 'zod';
import type { Alert } from '../../lambdas/core/alerts.ts';
import { countOf } from '../../lambdas/core/text/numbers.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { accuracyAnswer, driftAnswer, FunctionError, invoke } from '../aws/functions.ts';
import { type GeneratedWindows, HOUR_ROWS } from '../data/generated.ts';
import { expect, type Session, SmokeError } from '../session.ts';
import type { Deployed } from './deployed.ts';
import type { Done } from './runner.ts';

/** How long alerts are waited for that must not come. */
const SILENCE = 30_000;

/** S3 answers 404 for the missing baseline, so the check can say what is missing. */
export async function checkWithoutBaseline(session: Session, { outputs }: Deployed, window: string): Promise<Done> {
  const event = { monitor: session.names.monitors.generated, window };
  try {
    await invoke(session, outputs.CheckDriftFunction, event, z.unknown());
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const holds = session.evidence.decide('missing-key', error.type === 'BaselineError', error.message);
    expect(holds, error.message);
    return { note: error.message };
  }
  throw new SmokeError('the check succeeded without a baseline');
}

export async function buildBaselines(session: Session, { outputs }: Deployed): Promise<Done> {
  const { generated, live } = session.names.monitors;
  const monitors = session.options.retraining === null ? [generated] : [generated, live];
  for (const monitor of monitors) await invoke(session, outputs.BuildBaselineFunction, { monitor }, z.unknown());
  return { note: monitors.join(', ') };
}

/** Both checks of the quiet window. */
export async function checkQuiet(session: Session, { outputs, inbox }: Deployed, window: string): Promise<Done> {
  const monitor = session.names.monitors.generated;
  const data = await invoke(session, outputs.CheckDriftFunction, { monitor, window }, driftAnswer);
  expect(data.rows === HOUR_ROWS, `${data.rows} of ${HOUR_ROWS} rows were read`);
  expect(data.dataMatches === 'yes', `data matches: ${data.dataMatches}`);
  const accuracy = await invoke(session, outputs.CheckAccuracyFunction, { monitor, window }, accuracyAnswer);
  const [{ labelled, nextStep }] = accuracy.checks;
  expect(labelled === HOUR_ROWS, `${labelled} of ${HOUR_ROWS} rows have a label`);
  expect(nextStep === 'continue', `next step: ${nextStep}`);
  await inbox.listen(SILENCE);
  const alerts = inbox.alerts((alert) => isAbout(alert, monitor));
  expect(alerts.length === 0, `there was an alert: ${titles(alerts)}`);
  return { note: `${data.rows} rows and labels read, data matches, no alert` };
}

export async function checkDrifted(session: Session, { outputs, inbox }: Deployed, window: string): Promise<Done> {
  const monitor = session.names.monitors.generated;
  const data = await invoke(session, outputs.CheckDriftFunction, { monitor, window }, driftAnswer);
  expect(data.dataMatches === 'no', `data matches: ${data.dataMatches}`);
  const isExpected = ({ kind, state, ...alert }: Alert) =>
    alert.monitor === monitor && alert.window === window && kind === 'drift' && state === 'open';
  await inbox.wait('the alert', (message) => message.kind === 'alert' && isExpected(message.alert));
  const alerts = inbox.alerts((alert) => isAbout(alert, monitor));
  expect(alerts.length === 1, `there were ${alerts.length} alerts: ${titles(alerts)}`);
  return { note: `the queue got ${titles(alerts)}` };
}

/**
 * Two checks of one window at once. Each writes the state only if it has not changed since it was read, so one of them reads it
 * again and finds the incident already open. Two checks before that leave two warm functions, so that these run together.
 */
export async function checkBroken(
  session: Session,
  { outputs, inbox }: Deployed,
  { quiet, broken }: GeneratedWindows,
): Promise<Done> {
  const monitor = session.names.monitors.generated;
  const check = (window: string) => invoke(session, outputs.CheckDriftFunction, { monitor, window }, driftAnswer);
  await Promise.all([check(quiet), check(quiet)]);
  const both = await Promise.all([check(broken), check(broken)]);
  expect(
    both.every(({ nextStep }) => nextStep === 'fix-data'),
    `next steps: ${both.map(({ nextStep }) => nextStep).join(', ')}`,
  );
  const isBroken = (alert: Alert) => alert.monitor === monitor && alert.kind === 'data-quality';
  await inbox.wait('the alert', (message) => message.kind === 'alert' && isBroken(message.alert));
  await inbox.listen(SILENCE);
  const alerts = inbox.alerts(isBroken);
  const note = `two checks at once, ${countOf(alerts.length, 'alert')}`;
  expect(session.evidence.decide('conditional-writes', alerts.length === 1, note), `${note}: ${titles(alerts)}`);
  return { note };
}

/** An alert about the model. Those of the watchdog are about the monitor itself, and come when they come. */
function isAbout(alert: Alert, monitor: string): boolean {
  return alert.monitor === monitor && alert.kind !== 'watchdog';
}

function titles(alerts: readonly Alert[]): string {
  return alerts.map(({ title }) => JSON.stringify(printable(title, 100))).join(', ');
}
