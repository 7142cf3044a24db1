import { AwsError } from '../aws-error.ts';
import type { Access } from '../iam/access.ts';
import type { Principal } from '../iam/evaluate.ts';
import type { Stack } from '../template/stack.ts';

/** Services whose AWS managed key (`alias/aws/…`) anybody of the account may use through them, but no other service. */
const MANAGED_ALIAS = /^(arn:aws:kms:[^:]*:[^:]*:)?alias\/aws\//;

/** The permissions on the keys that encrypt buckets, topics, queues and disks. Nothing is really encrypted. */
export class KeyRing {
  readonly #access: Access;
  readonly #via: string;
  readonly #account: string;
  /** ARN by key id, alias and ARN. */
  readonly #arns = new Map<string, string>();

  constructor(stack: Stack, access: Access) {
    this.#access = access;
    this.#via = stack.place.region;
    this.#account = stack.place.account;
    for (const { ref, arn } of stack.resources('AWS::KMS::Key')) this.#arns.set(ref, arn).set(arn, arn);
    for (const { ref, properties } of stack.resources('AWS::KMS::Alias')) {
      const arn = this.#arns.get(properties.TargetKeyId);
      if (arn !== undefined) this.#arns.set(ref, arn);
    }
  }

  /**
   * A key that the template does not make.
   *
   * @param policy Its policy. @default - the one that AWS gives by default: the account's own policies decide
   */
  createKey(arn: string, policy: unknown = this.#defaultPolicy): void {
    this.#arns.set(arn, arn);
    this.#access.addResourcePolicy(arn, policy);
  }

  get #defaultPolicy() {
    const Principal = { AWS: `arn:aws:iam::${this.#account}:root` };
    return { Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }] };
  }

  /** Checks that `principal` may encrypt with a key by itself. @throws AwsError KMS.AccessDeniedException */
  encrypt(principal: Principal, keyId: string | undefined): void {
    if (keyId !== undefined) this.#access.authorize(principal, 'kms:Encrypt', this.#arns.get(keyId) ?? keyId);
  }

  /**
   * Checks that `principal` may let a service make a grant on a key, with which the service's instances use it.
   *
   * @param keyId Id, alias or ARN; undefined when nothing is encrypted with KMS.
   * @throws AwsError KMS.AccessDeniedException
   */
  grant(principal: Principal, keyId: string | undefined, service: string): void {
    if (keyId === undefined) return;
    const arn = this.#arns.get(keyId) ?? keyId;
    this.#access.authorize(principal, 'kms:DescribeKey', arn, this.#through(service));
    const grant = new Map([...this.#through(service), ['kms:grantisforawsresource', ['true']]]);
    this.#access.authorize(principal, 'kms:CreateGrant', arn, grant);
  }

  /**
   * Checks that `principal` may use a key through a service.
   *
   * @param keyId Id, alias or ARN; undefined when the data is not encrypted with KMS.
   * @throws AwsError KMS.AccessDeniedException
   */
  use(principal: Principal, keyId: string | undefined, actions: readonly string[], service: string): void {
    if (keyId === undefined) return;
    if (MANAGED_ALIAS.test(keyId)) {
      if (principal.kind === 'role') return;
      const message = `the AWS managed key ${keyId} cannot be used by the service ${principal.name}`;
      throw new AwsError('KMSAccessDenied', message, 403);
    }
    const arn = this.#arns.get(keyId) ?? keyId;
    for (const action of actions) this.#access.authorize(principal, action, arn, this.#through(service));
  }

  #through(service: string): Map<string, string[]> {
    return new Map([['kms:viaservice', [`${service}.${this.#via}.amazonaws.com`]]]);
  }
}
