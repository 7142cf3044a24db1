import { AwsError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import type { KeyRing } from '../kms.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { Secrets } from './secrets.ts';

/** Secrets Manager's JSON protocol: GetSecretValue. */
export class SecretsApi implements Service {
  readonly #secrets: Secrets;
  readonly #access: Access;
  readonly #keys: KeyRing;

  constructor(secrets: Secrets, access: Access, keys: KeyRing) {
    this.#secrets = secrets;
    this.#access = access;
    this.#keys = keys;
  }

  handle({ principal, headers, body }: ServiceRequest): ServiceResponse {
    const operation = String(headers['x-amz-target']);
    if (operation !== 'secretsmanager.GetSecretValue')
      throw new AwsError('NotImplemented', `the test account does not imitate ${operation}`, 501);
    const { SecretId: id } = JSON.parse(body.toString()) as { readonly SecretId: string };
    const secret = this.#secrets.find(id);
    this.#access.authorize(principal, 'secretsmanager:GetSecretValue', secret?.arn ?? this.#secrets.arnOf(id));
    if (secret === undefined)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.", 400);
    this.#keys.use(principal, secret.kmsKey, ['kms:Decrypt'], 'secretsmanager');
    const answer = { ARN: secret.arn, Name: secret.name, SecretString: secret.text, VersionStages: ['AWSCURRENT'] };
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(answer) };
  }

  refuse(error: AwsError): ServiceResponse {
    // Secrets Manager has its own name for a refusal.
    const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
    return refuseAsJson(new AwsError(code, error.message, 400));
  }
}
