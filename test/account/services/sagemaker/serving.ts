import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { Metrics } from '../cloudwatch/metrics.ts';
import type { Account } from './account.ts';
import { CaptureWriter } from './capture-writer.ts';
import { type Container, type ContainerFailure, errorsOf } from './container.ts';
import type { Endpoint, Fleet, Update } from './endpoint.ts';
import type { InvokeAnswer, InvokeRequest } from './invoke.ts';
import { passes } from './share.ts';

type LiveVariant = Fleet['variants'][number];

/** Answers requests by the models in service, counts them in CloudWatch, and captures what the configuration says. */
export class Serving {
  /** What the models answer. A test that invokes gives one. */
  predictor: Container = ({ name }) => {
    throw new UnsupportedError(`no model predicts for ${name}: set account.sagemaker.endpoints.serving.predictor`);
  };
  /** ModelLatency of what is answered, microseconds. */
  latency: (model: string) => number = () => 1000;
  readonly captures: CaptureWriter;
  readonly #account: Account;
  readonly #metrics: Metrics;
  /** Requests so far: of an update, and of each variant of a fleet. */
  readonly #seen = new WeakMap<Update | LiveVariant, number>();

  constructor(account: Account, metrics: Metrics) {
    this.#account = account;
    this.#metrics = metrics;
    this.captures = new CaptureWriter(account);
  }

  invoke(endpoint: Endpoint, request: InvokeRequest): InvokeAnswer {
    const fleet = this.#fleetFor(endpoint);
    if (fleet === undefined) throw new AwsError('ValidationError', `Endpoint ${endpoint.name} is not in service.`);
    const variant = this.#variantOf(fleet);
    const { body, contentType = 'text/csv', accept = contentType } = request;
    const outcome = this.predictor(variant.model, body);
    const failure = typeof outcome === 'string' ? undefined : outcome;
    this.#count(endpoint, fleet, variant, failure);
    const answer: InvokeAnswer = {
      status: failure ? 424 : 200,
      body: typeof outcome === 'string' ? outcome : outcome.failure,
      contentType: accept,
      variant: variant.VariantName,
      model: variant.ModelName,
      config: fleet.config.name,
    };
    if (!failure && fleet.capture?.EnableCapture)
      this.captures.take(endpoint.name, variant, fleet.capture, { ...request, contentType }, answer);
    return answer;
  }

  /** Every n-th request goes to the new fleet, so that its share is met without chance. */
  #fleetFor({ fleet, update }: Endpoint): Fleet | undefined {
    if (update?.fleet === undefined || update.share === 0) return fleet;
    return passes(this.#number(update), update.share) ? update.fleet : fleet;
  }

  /** The variant that is furthest behind its weight. */
  #variantOf({ variants }: Fleet): LiveVariant {
    const behind = (variant: LiveVariant) => ((this.#seen.get(variant) ?? 0) + 1) / variant.InitialVariantWeight;
    const chosen = variants.reduce((best, next) => (behind(next) < behind(best) ? next : best));
    this.#number(chosen);
    return chosen;
  }

  #number(counted: Update | LiveVariant): number {
    const number = (this.#seen.get(counted) ?? 0) + 1;
    this.#seen.set(counted, number);
    return number;
  }

  /** Under the endpoint's variant, and under the configuration too, which tells the fleets of an update apart. */
  #count({ name }: Endpoint, { config }: Fleet, variant: LiveVariant, failure: ContainerFailure | undefined): void {
    const own: [string, string][] = [
      ['EndpointName', name],
      ['VariantName', variant.VariantName],
    ];
    for (const dimensions of [own, [...own, ['EndpointConfigName', config.name] as [string, string]]]) {
      const count = (metric: string, value: number, unit = 'None') =>
        this.#metrics.addValue(
          { namespace: 'AWS/SageMaker', name: metric, dimensions },
          value,
          this.#account.clock.now,
          unit,
        );
      count('Invocations', 1);
      for (const [metric, value] of Object.entries(errorsOf(failure))) count(metric, value);
      // What was not answered took no time to answer: the guide says nothing of a time.
      if (failure === undefined || typeof failure.how !== 'string')
        count('ModelLatency', this.latency(variant.ModelName), 'Microseconds');
    }
  }
}
