import { previousConfigName } from '../../lambdas/core/decision/retraining/names.ts';
import { putFiles } from '../aws/bucket.ts';
import { accuracyAnswer, invoke } from '../aws/functions.ts';
import { labelFile } from '../data/files.ts';
import { agreement, type Rule } from '../data/rows.ts';
import type { RetrainingOptions } from '../options.ts';
import { expect, type Session } from '../session.ts';
import type { Deployed } from './deployed.ts';
import { describeEndpoint } from './endpoint.ts';
import { checkEvidence } from './retraining-evidence.ts';
import { approve, operated, request, waitForEnd } from './run-of-machine.ts';
import type { Done } from './runner.ts';
import { sendRequest, sendRequests, type Traffic, waitForCaptures } from './traffic.ts';

/** A model that has learned a rule agrees with it more often than this, and one that has not, less. */
const LEARNED = 0.8;
/** Requests that show which model answers. */
const PROBES = 60;

/** Labels of a rule that the live model does not know, and the accuracy of its answers. */
export async function checkAnotherRule(
  session: Session,
  { bucket, outputs }: Deployed,
  traffic: readonly Traffic[],
): Promise<Done> {
  const { names, time } = session;
  const files = traffic.map(({ requests }) => labelFile(names.endpoint, requests, 'far', time.now()));
  await putFiles(session, bucket, files);
  const labelled: string[] = [];
  for (const { window } of traffic) {
    const event = { monitor: names.monitors.live, window };
    const { checks } = await invoke(session, outputs.CheckAccuracyFunction, event, accuracyAnswer);
    const [check] = checks;
    expect(check.labelled === check.rows, `${check.labelled} of ${check.rows} rows of ${window} have a label`);
    labelled.push(`${check.labelled} in ${window}`);
  }
  return { note: `labelled rows: ${labelled.join(', ')}` };
}

/**
 * Retrains, approves when the alert says that a candidate waits, and waits until it is promoted. Sends requests from then on, because a
 * candidate is confirmed by its captures.
 *
 * @returns the id of the retraining
 */
export async function retrain(
  session: Session,
  deployed: Deployed,
  settings: RetrainingOptions,
): Promise<Done & { readonly id: string }> {
  const { evidence, say } = session;
  const { inbox } = deployed;
  const target = operated(session, deployed);
  const id = await request(session, target, 'retrain');
  let approved = false;
  let requests = 0;
  const answer = async () => {
    if (approved) {
      requests += 1;
      await sendRequest(session, requests);
      return;
    }
    await inbox.receive();
    const waiting = inbox.alerts(({ monitor, state }) => monitor === target.monitor && state === 'waiting');
    if (waiting.length === 0) return;
    say(`  approving: ${waiting[0].title}`);
    await approve(session, target, id);
    approved = true;
  };
  const run = await waitForEnd(session, target, id, settings.instanceType, answer);
  expect(run.end === 'promoted', `${id} ended as ${run.end}: ${run.message}`);
  evidence.confirm('task-answers', `a function with a permission on the machine approved ${id}`);
  evidence.confirm(
    'update-endpoint',
    `${run.execution} deployed with permissions on both; whether both are needed was not tried`,
  );
  await checkEvidence(session, deployed, target, run);
  return { id, note: `${id}: ${run.message}` };
}

/** The promoted model answers, and its answers are captured. */
export async function checkPromoted(session: Session, { bucket }: Deployed): Promise<Done> {
  const { config } = await describeEndpoint(session);
  expect(config !== session.names.first, `the endpoint still has the configuration ${config}`);
  const traffic = await probe(session, 21, 'far');
  await waitForCaptures(session, bucket, [traffic]);
  return { note: `${config} serves and is captured` };
}

/** Restores the first model, whose configuration the retraining has copied. @param retraining Its id. */
export async function rollBack(
  session: Session,
  deployed: Deployed,
  settings: RetrainingOptions,
  retraining: string,
): Promise<Done> {
  const target = operated(session, deployed);
  const id = await request(session, target, 'rollback');
  const run = await waitForEnd(session, target, id, settings.instanceType);
  expect(run.end === 'restored', `${id} ended as ${run.end}: ${run.message}`);
  const { config } = await describeEndpoint(session);
  const copy = previousConfigName(target.monitor, retraining);
  expect(config === copy, `the endpoint has the configuration ${config}, not ${copy}`);
  const traffic = await probe(session, 22, 'heavy');
  await waitForCaptures(session, deployed.bucket, [traffic]);
  return { note: `${config} serves again and is captured` };
}

/** Asks the endpoint. @throws SmokeError when the answers do not follow the rule */
async function probe(session: Session, seed: number, rule: Rule): Promise<Traffic> {
  const traffic = await sendRequests(session, seed, PROBES);
  const rows = traffic.requests.map(({ row }) => row);
  const share = agreement(rows, traffic.answers, rule);
  expect(share > LEARNED, `${Math.round(100 * share)} % of the answers follow the rule "${rule}"`);
  return traffic;
}
