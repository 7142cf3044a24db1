import { AwsError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { KeyRing } from '../kms.ts';
import type { Tag } from './input.ts';

export const SAGEMAKER_SERVICE = 'sagemaker.amazonaws.com';

/** What a request needs besides its action. */
export interface Needs {
  /** Role that the request hands to SageMaker. */
  readonly role?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
  /** KMS key of disks: id, alias or ARN. */
  readonly volumeKey?: string | undefined;
}

/** IAM in front of SageMaker's actions. */
export class Permissions {
  readonly #access: Access;
  readonly #keys: KeyRing;

  constructor(access: Access, keys: KeyRing) {
    this.#access = access;
    this.#keys = keys;
  }

  /**
   * Checks the action on each resource; `iam:PassRole` on a role that is handed over; `sagemaker:AddTags` on the first
   * resource when there are tags; the permission to have a grant made on the key of disks.
   *
   * @throws AwsError AccessDeniedException
   */
  check(
    principal: Principal,
    action: string,
    resources: readonly string[],
    { role, tags = [], volumeKey }: Needs = {},
  ): void {
    const context = new Map(tags.map(({ Key, Value }) => [`aws:requesttag/${Key.toLowerCase()}`, [Value]]));
    if (tags.length > 0)
      context.set(
        'aws:tagkeys',
        tags.map(({ Key }) => Key),
      );
    for (const resource of resources) this.#authorize(principal, `sagemaker:${action}`, resource, context);
    if (tags.length > 0 && action !== 'AddTags') this.#authorize(principal, 'sagemaker:AddTags', resources[0], context);
    if (role !== undefined)
      this.#authorize(principal, 'iam:PassRole', role, new Map([['iam:passedtoservice', [SAGEMAKER_SERVICE]]]));
    named(() => this.#keys.grant(principal, volumeKey, 'sagemaker'));
  }

  #authorize(principal: Principal, action: string, resource: string, context: Map<string, string[]>): void {
    named(() => this.#access.authorize(principal, action, resource, context));
  }
}

/** A refusal under SageMaker's name. */
function named(authorize: () => void): void {
  try {
    authorize();
  } catch (error) {
    throw error instanceof AwsError ? new AwsError('AccessDeniedException', error.message) : error;
  }
}
