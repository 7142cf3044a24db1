import type { GeneratedWindows } from '../data/generated.ts';
import type { Session } from '../session.ts';
import { setAlarmOff } from './alarm.ts';
import { buildBaselines, checkBroken, checkDrifted, checkQuiet, checkWithoutBaseline } from './checks.ts';
import { sendFailingEvent } from './dead-letter.ts';
import type { Deployed } from './deployed.ts';
import type { Steps } from './runner.ts';
import { acknowledgeDrift } from './signed.ts';

/** Checks of the generated captures, alarms, and a run that fails. Needs no SageMaker. */
export async function checkStory(
  session: Session,
  steps: Steps,
  deployed: Deployed,
  windows: GeneratedWindows,
): Promise<void> {
  await steps.run('no-baseline', () => checkWithoutBaseline(session, deployed, windows.quiet));
  await steps.run('baseline', () => buildBaselines(session, deployed));
  await steps.run('quiet', () => checkQuiet(session, deployed, windows.quiet));
  await steps.run('drift', () => checkDrifted(session, deployed, windows.drifted));
  await steps.run('signed', () => acknowledgeDrift(session, deployed, windows.drifted));
  await steps.run('race', () => checkBroken(session, deployed, windows));
  await steps.run('alarm', () => setAlarmOff(session, deployed));
  await steps.run('dead-letter', () => sendFailingEvent(session, deployed));
}
