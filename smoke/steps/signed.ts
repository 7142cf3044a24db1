import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { signOperationFor } from '../../lambdas/adapters/aws/sign-operation.ts';
import { BINDING, operationDigest } from '../../lambdas/adapters/aws/signed-operation.ts';
import { incidentOutcomeSchema } from '../../lambdas/core/operate/incidents.ts';
import { FunctionError, invoke, operate } from '../aws/functions.ts';
import { expect, type Session } from '../session.ts';
import type { Deployed } from './deployed.ts';
import type { Done } from './runner.ts';

/** Acknowledges the incident of the drifted window: the signer's ARN is recorded, and a signature is valid only for what was signed. */
export async function acknowledgeDrift(session: Session, { outputs }: Deployed, window: string): Promise<Done> {
  const { clients, evidence, names } = session;
  const name = outputs.CheckDriftFunction;
  const incident = `drift-${window}`;
  const operation = { operation: 'acknowledge', monitor: names.monitors.generated, incident, note: 'a test' } as const;

  // Only STS can detect this: the headers are those that the function computes.
  const changed = { ...operation, note: 'not signed' };
  const { identity } = await signOperationFor(name, operation, clients.sts);
  const headers = { ...identity.headers, [BINDING.operation]: operationDigest(changed) };
  const refusal = await refusalOf(invoke(session, name, { ...changed, identity: { headers } }, incidentOutcomeSchema));
  const isRefused = evidence.decide('signed-headers', refusal.includes('SignatureDoesNotMatch'), refusal);
  expect(isRefused, `an operation that was changed after it was signed: ${refusal}`);

  const { incident: answered } = await operate(session, name, operation, incidentOutcomeSchema);
  const by = answered.acknowledged?.by ?? 'no caller';
  const { Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  expect(evidence.decide('caller-identity', by === Arn, by), `acknowledged by ${by}, and not by ${Arn}`);
  return { note: `acknowledged by ${by}; a changed signature is refused` };
}

async function refusalOf(invocation: Promise<unknown>): Promise<string> {
  try {
    await invocation;
    return 'it was accepted';
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    return error.message;
  }
}
