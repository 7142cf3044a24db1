import { AwsError } from '../../aws-error.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { Lambda } from './lambda.ts';

/** Lambda's REST protocol: Invoke, waiting for the result or as an event. */
export class LambdaApi implements Service {
  readonly #lambda: Lambda;

  constructor(lambda: Lambda) {
    this.#lambda = lambda;
  }

  async handle({ principal, method, path, headers, body }: ServiceRequest): Promise<ServiceResponse> {
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(decodeURIComponent(path)) ?? [];
    if (name === undefined || method !== 'POST')
      throw new AwsError('NotImplemented', `the test account does not imitate Lambda ${method} ${path}`, 501);
    const payload = body.toString() || '{}';
    if (headers['x-amz-invocation-type'] === 'Event') {
      await this.#lambda.invokeAsync(principal, name, payload);
      return { status: 202 };
    }
    const { payload: result, error } = await this.#lambda.invokeAs(principal, name, payload);
    if (error === undefined) return { status: 200, body: result ?? 'null' };
    return { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: JSON.stringify(error) };
  }

  refuse(error: AwsError): ServiceResponse {
    return refuseAsJson(error);
  }
}
