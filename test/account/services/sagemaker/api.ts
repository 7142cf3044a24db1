import type { AwsError } from '../../aws-error.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { SageMaker } from './sagemaker.ts';

/** SageMaker's JSON protocol. */
export class SageMakerApi implements Service {
  readonly #sagemaker: SageMaker;

  constructor(sagemaker: SageMaker) {
    this.#sagemaker = sagemaker;
  }

  async handle({ principal, headers, body }: ServiceRequest): Promise<ServiceResponse> {
    const action = String(headers['x-amz-target']).replace('SageMaker.', '');
    const answer = await this.#sagemaker.call(action, JSON.parse(body.toString()), principal);
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(answer) };
  }

  refuse(error: AwsError): ServiceResponse {
    return refuseAsJson(error);
  }
}
