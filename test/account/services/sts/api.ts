import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../request.ts';
import { element } from '../xml.ts';
import { parseSignature, verifySignature } from './signature.ts';

const NAMESPACE = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

/**
 * STS's query protocol: GetCallerIdentity, which needs no permission. Unlike the other services here it verifies the signature, because
 * the answer is only as good as that.
 */
export class StsApi implements Service {
  readonly #access: Access;
  readonly #clock: VirtualClock;
  readonly #region: string;

  constructor(access: Access, clock: VirtualClock, region: string) {
    this.#access = access;
    this.#clock = clock;
    this.#region = region;
  }

  handle(request: ServiceRequest): ServiceResponse {
    const action = new URLSearchParams(request.body.toString()).get('Action');
    if (action !== 'GetCallerIdentity')
      throw new AwsError('NotImplemented', `the test account does not imitate STS ${action}`, 501);
    const signature = parseSignature(request.headers.authorization);
    const token = request.headers['x-amz-security-token'] as string | undefined;
    const { callerArn, secretAccessKey } = this.#access.credentials(signature.accessKeyId, token);
    if (request.region !== this.#region)
      throw new AwsError('SignatureDoesNotMatch', 'Credential should be scoped to a valid region.', 403);
    verifySignature(request, signature, secretAccessKey, this.#clock.now);
    const fields = [
      element('Arn', callerArn),
      element('UserId', 'AIDATEST'),
      element('Account', callerArn.split(':')[4]),
    ];
    const body = `<GetCallerIdentityResponse ${NAMESPACE}>\n  <GetCallerIdentityResult>\n    ${fields.join('\n    ')}\n  </GetCallerIdentityResult>\n  <ResponseMetadata>${element('RequestId', 'r')}</ResponseMetadata>\n</GetCallerIdentityResponse>\n`;
    return { status: 200, headers: { 'content-type': 'text/xml' }, body };
  }

  refuse({ code, message, status }: AwsError, requestId: string): ServiceResponse {
    // STS has its own name for a key that does not exist.
    const name = code === 'InvalidAccessKeyId' ? 'InvalidClientTokenId' : code;
    const error = `<Error>${element('Type', 'Sender')}${element('Code', name)}${element('Message', message)}</Error>`;
    const body = `<ErrorResponse ${NAMESPACE}>${error}${element('RequestId', requestId)}</ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
}
