import type { RetrainingOptions } from '../options.ts';
import type { Session } from '../session.ts';
import type { Deployed } from './deployed.ts';
import { createEndpoint } from './endpoint.ts';
import { checkAnotherRule, checkPromoted, retrain, rollBack } from './retraining.ts';
import type { Steps } from './runner.ts';
import { checkCaptures, sendTraffic } from './traffic.ts';

/** An endpoint gets requests that are captured, the data changes, a better model replaces its own, and is rolled back. */
export async function retrainingStory(
  session: Session,
  steps: Steps,
  deployed: Deployed,
  settings: RetrainingOptions,
): Promise<void> {
  await steps.run('endpoint', () => createEndpoint(session, deployed.bucket, settings));
  const { traffic } = await steps.run('traffic', () => sendTraffic(session));
  await steps.run('captures', () => checkCaptures(session, deployed, traffic));
  await steps.run('labels', () => checkAnotherRule(session, deployed, traffic));
  const { id } = await steps.run('retrain', () => retrain(session, deployed, settings));
  await steps.run('promoted', () => checkPromoted(session, deployed));
  await steps.run('rollback', () => rollBack(session, deployed, settings, id));
}
