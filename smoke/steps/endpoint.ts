import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  DescribeEndpointCommand,
  DescribeTrainingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { endpointConfigRequest, modelRequest, tagsOf, trainingRequest } from '../aws/model-requests.ts';
import type { RetrainingOptions } from '../options.ts';
import { expect, type Session, SmokeError, waitFor } from '../session.ts';
import type { Done } from './runner.ts';

const MINUTE = 60_000;
/** What the endpoint's first fleet is called in the cost. */
export const ENDPOINT_USAGE = 'endpoint';

/** Starts the training of the first model, which goes on while other steps run. */
export async function startTraining(session: Session, bucket: string, settings: RetrainingOptions): Promise<Done> {
  const { clients, names } = session;
  await clients.sageMaker.send(new CreateTrainingJobCommand(trainingRequest(names, bucket, settings)));
  return { note: names.first };
}

/** Waits for the first model, and puts it behind an endpoint with data capture. */
export async function createEndpoint(session: Session, bucket: string, settings: RetrainingOptions): Promise<Done> {
  const { clients, meter, names, time } = session;
  const artifacts = await trainedModel(session);
  await clients.sageMaker.send(new CreateModelCommand(modelRequest(names, artifacts, settings)));
  await createModelAgain(session, artifacts, settings);
  await clients.sageMaker.send(new CreateEndpointConfigCommand(endpointConfigRequest(names, bucket, settings)));
  const { endpoint: EndpointName, first: EndpointConfigName } = names;
  await clients.sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName, Tags: tagsOf(names) }));
  meter.start(ENDPOINT_USAGE, settings.instanceType, time.now());
  const waiting = { what: `${EndpointName} to be in service`, every: 20_000, atMost: 30 * MINUTE };
  await waitFor(session, waiting, async () => {
    const { status, reason } = await describeEndpoint(session);
    if (status === 'Failed') throw new SmokeError(`${EndpointName} has failed: ${reason}`);
    return status === 'InService' ? status : undefined;
  });
  return { note: `${EndpointName} is in service with ${settings.instanceType}` };
}

export interface EndpointState {
  readonly status: string;
  readonly config: string;
  /** Why it failed. */
  readonly reason: string;
}

export async function describeEndpoint({ clients, names }: Session): Promise<EndpointState> {
  const request = new DescribeEndpointCommand({ EndpointName: names.endpoint });
  const { EndpointStatus = '', EndpointConfigName = '', FailureReason = '' } = await clients.sageMaker.send(request);
  return { status: EndpointStatus, config: EndpointConfigName, reason: FailureReason };
}

/** URI of the first model, when its training has ended. */
async function trainedModel(session: Session): Promise<string> {
  const { clients, names } = session;
  const waiting = { what: 'the training job', every: 20_000, atMost: 30 * MINUTE };
  return waitFor(session, waiting, async () => {
    const request = new DescribeTrainingJobCommand({ TrainingJobName: names.first });
    const { TrainingJobStatus, FailureReason, ModelArtifacts } = await clients.sageMaker.send(request);
    if (TrainingJobStatus === 'InProgress') return undefined;
    expect(TrainingJobStatus === 'Completed', `the training job is ${TrainingJobStatus}: ${FailureReason}`);
    return ModelArtifacts!.S3ModelArtifacts!;
  });
}

/** A step that is repeated recognises by the message of the refusal that its model exists. */
async function createModelAgain(session: Session, artifacts: string, settings: RetrainingOptions): Promise<void> {
  const { clients, evidence, names } = session;
  try {
    await clients.sageMaker.send(new CreateModelCommand(modelRequest(names, artifacts, settings)));
    evidence.refute('name-exists', 'a second CreateModel under one name succeeded');
  } catch (error) {
    const message = errorMessage(error);
    evidence.decide('name-exists', /already exist/i.test(message), message);
  }
}
