import { AwsError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Tag } from './input.ts';

export const SAGEMAKER_SERVICE = 'sagemaker.amazonaws.com';

/** What a request needs besides its action. */
export interface Needs {
  /** Role that the request hands to SageMaker. */
  readonly role?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
}

/** IAM in front of SageMaker's actions. */
export class Permissions {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  /**
   * Checks the action on each resource; `iam:PassRole` on a role that is handed over; `sagemaker:AddTags` on the first
   * resource when there are tags.
   *
   * @throws AwsError AccessDeniedException
   */
  check(principal: Principal, action: string, resources: readonly string[], { role, tags = [] }: Needs = {}): void {
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
  }

  #authorize(principal: Principal, action: string, resource: string, context: Map<string, string[]>): void {
    try {
      this.#access.authorize(principal, action, resource, context);
    } catch (error) {
      throw error instanceof AwsError ? new AwsError('AccessDeniedException', error.message) : error;
    }
  }
}
