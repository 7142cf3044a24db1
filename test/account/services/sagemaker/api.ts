import { AwsError } from '../../aws-error.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { SageMaker } from './sagemaker.ts';

/** SageMaker's JSON protocol, and InvokeEndpoint, which is a service of its own under the same name. */
export class SageMakerApi implements Service {
  readonly #sagemaker: SageMaker;

  constructor(sagemaker: SageMaker) {
    this.#sagemaker = sagemaker;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const { principal, path, headers, body } = request;
    const [, endpoint] = /^\/endpoints\/([^/]+)\/invocations$/.exec(path) ?? [];
    if (endpoint !== undefined) return this.#invoke(endpoint, request);
    const action = String(headers['x-amz-target']).replace('SageMaker.', '');
    const answer = await this.#sagemaker.call(action, JSON.parse(body.toString()), principal);
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(answer) };
  }

  #invoke(endpoint: string, { principal, headers, body }: ServiceRequest): ServiceResponse {
    const { endpoints } = this.#sagemaker;
    endpoints.authorizeInvocation(principal, endpoint);
    const inferenceId = headers['x-amzn-sagemaker-inference-id'];
    const { status, ...answer } = endpoints.invoke(endpoint, {
      body: body.toString(),
      ...(headers['content-type'] !== undefined && { contentType: headers['content-type'] }),
      ...(typeof inferenceId === 'string' && { inferenceId }),
    });
    if (status !== 200) throw new AwsError('ModelError', answer.body, status);
    const more = { 'content-type': answer.contentType, 'x-amzn-invoked-production-variant': answer.variant };
    return { status, headers: more, body: answer.body };
  }

  refuse(error: AwsError): ServiceResponse {
    return refuseAsJson(error);
  }
}
