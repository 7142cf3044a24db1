import { signOperation } from '../../../lambdas/adapters/aws/sign-operation.ts';
import type { OperationRequest } from '../../../lambdas/runtime/operation-event.ts';
import { Sha256 } from '../../../lambdas/runtime/replaced/hashes.ts';
import type { TestAccount } from '../../account/account.ts';
import { trust } from '../../account/fixture/sagemaker.ts';
import type { Credentials } from '../../account/iam/access.ts';
import type { Run } from '../../account/services/lambda/lambda.ts';

const ROLE = 'arn:aws:iam::123456789012:role/OnCall';
const people = new WeakMap<TestAccount, Map<string, Credentials>>();
let asked = 0;

/** ARN of the on-call, as STS gives it. */
export function arnOf(person: string): string {
  return `arn:aws:sts::123456789012:assumed-role/OnCall/${person}`;
}

/** Keys of the on-call, who has signed in. The role may invoke functions. */
export function keysOf(account: TestAccount, person: string): Credentials {
  const known = people.get(account) ?? new Map<string, Credentials>();
  people.set(account, known);
  if (known.size === 0) {
    const allow = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' };
    account.access.addRole('OnCall', { trust: trust('sso.amazonaws.com'), identity: [{ Statement: [allow] }] });
  }
  const keys = known.get(person) ?? account.access.assumeRole(ROLE, 'sso.amazonaws.com', new Map(), person);
  known.set(person, keys);
  return keys;
}

/** An operation as the command line signs it. @param at Milliseconds since the epoch. */
export function signAs<T extends object>(
  keys: Credentials,
  functionArn: string,
  operation: T,
  at: number,
): ReturnType<typeof signOperation<T>> {
  return signOperation(operation, { settings: { credentials: keys, sha256: Sha256 }, functionArn, now: at });
}

/**
 * Invokes a function with an operation that a person has signed within the last two minutes: not in the same second as the one before,
 * because the signatures would be the same.
 *
 * @param name Logical id, name or ARN
 */
export async function askAs(
  account: TestAccount,
  person: string,
  name: string,
  operation: OperationRequest,
): Promise<Run> {
  const physical = account.nameOf(name);
  const { arn } = account.lambda.functions.find((each) => each.name === physical || each.arn === physical)!;
  const at = account.now - 1000 * (asked++ % 120);
  return account.invoke(arn, await signAs(keysOf(account, person), arn, operation, at));
}
