import type { ObjectStore } from '../../../../lambdas/core/ports.ts';
import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import { PUT_METRIC_ALARM } from '../../../account/services/cloudwatch/actions.ts';
import { DEPLOYMENT_CONFIG } from '../../../account/services/sagemaker/deployment.ts';
import { CREATE_MODEL_PACKAGE, UPDATE_MODEL_PACKAGE } from '../../../account/services/sagemaker/model-package-input.ts';
import {
  DESTINATION,
  liveScore,
  OLD_CONFIG,
  OLD_MODEL,
  ROLE,
  type ServedData,
  truthfulScore,
} from './parcels-served.ts';

const MINUTE = 60_000;
/** How long an update of the endpoint takes. */
const UPDATE_MINUTES = 20;

/** What is to go wrong. */
export interface Script {
  /** What the candidate answers. @default the truth */
  readonly candidate?: (weight: number) => number;
  /** How attempts at training end, in turn; those after the last one succeed. A text is the job's reason for its failure. */
  readonly training?: readonly (string | 'never ends')[];
  /** How many transform jobs fail before one succeeds. */
  readonly failedTransforms?: number;
  /** How the endpoint's update ends. @default updated */
  readonly update?:
    | 'updated'
    | 'rolled back'
    | 'failed'
    | 'never ends'
    | 'refused'
    | 'answer lost'
    | 'taken by another';
  /** What comes of the candidate's requests once it serves all of them, one a minute. @default an answer that is captured */
  readonly requests?: 'are captured' | 'are not captured' | 'are answered with a text' | 'do not come';
  /** Whether the live model got requests all the time before. @default true */
  readonly wasBusy?: boolean;
  /** How the update back to the previous configuration ends. @default updated */
  readonly undo?: 'updated' | 'refused' | 'failed';
  /** Actions that always fail, such as `createModelPackage`. */
  readonly broken?: readonly string[];
  /** What was made before under the retraining's name: by another caller, or by a call whose answer was lost. */
  readonly exists?: 'foreign' | 'own';
  /** Which of them it is. @default model */
  readonly existing?: 'model' | 'config' | 'copy';
  /** A person deploys something else before the candidate is. */
  readonly anotherDeploys?: boolean;
  /** Name of a configuration that serves at first, besides the old one. */
  readonly serving?: string;
  /** The endpoint configuration was made after the days that are judged on. */
  readonly configMade?: string;
}

type Request = Record<string, never>;

/** Reading the candidate's metrics, which can be broken though reading the live model's is not. */
export const METRICS_SINCE = 'getMetricData since the deployment';

/** The alarm on the endpoint, which the stack makes. */
const ALARM = 'machine-parcels-failed-requests';

export const CAPTURE = { EnableCapture: true, InitialSamplingPercentage: 100, DestinationS3Uri: DESTINATION };

/** As much of SageMaker as the machine sees, with one endpoint that is watched. It fails as the script says. */
export class ScriptedSageMaker {
  readonly calls: { readonly action: string; readonly request: Record<string, unknown> }[] = [];
  /** Those that were made for the deployment and exist. */
  readonly alarms = new Set<string>();
  readonly configs = new Map<string, Record<string, unknown>>();
  serving: string;
  #update: { readonly config: string; readonly at: number } | null = null;
  #transforms = 0;
  readonly #trainings: string[] = [];
  readonly #made = new Set<string>();
  readonly #models = new Map<string, Request>();
  readonly #script: Script;
  readonly #store: ObjectStore;
  readonly #served: ServedData;
  readonly #now: () => number;
  /** When the candidate came to serve all requests. */
  #deployedAt: number | null = null;

  constructor(script: Script, { store, served, now }: { store: ObjectStore; served: ServedData; now: () => number }) {
    this.#script = script;
    this.#store = store;
    this.#served = served;
    this.#now = now;
    this.serving = script.serving ?? OLD_CONFIG;
    const variant = {
      VariantName: 'AllTraffic',
      ModelName: OLD_MODEL,
      InitialInstanceCount: 2,
      InstanceType: 'ml.m5.large',
    };
    for (const EndpointConfigName of [OLD_CONFIG, this.serving]) {
      this.configs.set(EndpointConfigName, {
        EndpointConfigName,
        ProductionVariants: [variant],
        DataCaptureConfig: CAPTURE,
        CreationTime: script.configMade ?? '2025-06-01T00:00:00Z',
      });
    }
  }

  async call(action: string, request: Request): Promise<unknown> {
    this.calls.push({ action, request });
    if (this.#script.broken?.includes(action)) throw fault(`${action} is broken`);
    switch (action) {
      case 'createTrainingJob.sync':
        return this.#train(request);
      case 'createModel':
        this.#models.set(request['ModelName'], request);
        return this.#make(request['ModelName'], {});
      case 'describeModel':
        return (
          this.#foreign ??
          this.#models.get(request['ModelName']) ?? { ModelName: request['ModelName'], ExecutionRoleArn: ROLE }
        );
      case 'createTransformJob.sync':
        return this.#transform(request);
      case 'createModelPackageGroup':
        return this.#make(request['ModelPackageGroupName'], {});
      case 'createModelPackage':
        CREATE_MODEL_PACKAGE.parse(request);
        return { ModelPackageArn: 'arn:package/1' };
      case 'updateModelPackage':
        UPDATE_MODEL_PACKAGE.parse(request);
        return {};
      case 'createEndpointConfig':
        this.configs.set(request['EndpointConfigName'], request);
        return this.#make(`config ${request['EndpointConfigName']}`, {});
      case 'describeEndpointConfig':
        if (this.#isTaken(`config ${request['EndpointConfigName']}`) && this.#foreign) return this.#foreign;
        return (
          this.configs.get(request['EndpointConfigName']) ?? { ProductionVariants: [{ VariantName: 'AllTraffic' }] }
        );
      case 'describeEndpoint':
        return this.#describe();
      case 'getMetricData':
        return { MetricDataResults: await this.#metrics(request) };
      case 'putMetricAlarm':
        this.alarms.add(PUT_METRIC_ALARM.parse(request).AlarmName);
        return {};
      case 'deleteAlarms':
        for (const name of request['AlarmNames'] as string[]) if (!this.alarms.delete(name)) throw fault(`no ${name}`);
        return {};
      case 'updateEndpoint':
        return this.#startUpdate(request);
      default:
        throw new Error(`${action} is not scripted`);
    }
  }

  /** The names of what was trained. */
  get trained(): readonly string[] {
    return this.#trainings;
  }

  /** A request a minute, each answered in 50 ms; of the candidate, what the script says comes of them. */
  async #metrics({ MetricDataQueries, StartTime, EndTime }: Request): Promise<object[]> {
    const queries = MetricDataQueries as { Id: string; MetricStat: { Period: number } }[];
    const { Period } = queries[0].MetricStat;
    const start = Date.parse(StartTime);
    const ofCandidate = Period === MINUTE / 1000;
    const { requests = 'are captured', wasBusy = true, broken } = this.#script;
    if (ofCandidate && broken?.includes(METRICS_SINCE)) throw fault(`${METRICS_SINCE} is broken`);
    const areThere = ofCandidate ? requests !== 'do not come' : wasBusy;
    const count = areThere ? Math.floor((Date.parse(EndTime) - start) / (Period * 1000)) : 0;
    if (ofCandidate && requests === 'are captured') await this.#served.capture(this.#now(), [0.9]);
    if (ofCandidate && requests === 'are answered with a text') await this.#served.capture(this.#now(), ['an error']);
    const inPeriod = (Period * 1000) / MINUTE;
    const values: Record<string, number> = { failures: 0, latency: inPeriod * 50_000 };
    const Timestamps = Array.from({ length: count }, (_, i) => new Date(start + i * Period * 1000).toISOString());
    return queries.map(({ Id }) => ({ Id, Timestamps, Values: Timestamps.map(() => values[Id] ?? inPeriod) }));
  }

  #train({ TrainingJobName, OutputDataConfig }: Request): unknown {
    const ending = this.#script.training?.[this.#trainings.length];
    this.#trainings.push(TrainingJobName);
    if (ending === 'never ends') return new Promise(() => {});
    if (ending !== undefined) {
      const job = { TrainingJobName, HyperParameters: { capacity: 'capacity' }, FailureReason: ending };
      throw new StatesError('States.TaskFailed', JSON.stringify(job));
    }
    return { ModelArtifacts: { S3ModelArtifacts: `${OutputDataConfig['S3OutputPath']}model.tar.gz` } };
  }

  async #transform({ ModelName, TransformInput, TransformOutput }: Request): Promise<unknown> {
    if (++this.#transforms <= (this.#script.failedTransforms ?? 0)) {
      throw new StatesError('States.TaskFailed', '{"FailureReason":"ClientError: out of memory"}');
    }
    const { candidate = truthfulScore } = this.#script;
    const score = ModelName === OLD_MODEL ? liveScore : candidate;
    const uri = (TransformInput as Request)['DataSource']['S3DataSource']['S3Uri'] as string;
    const [from, to] = [uri, TransformOutput['S3OutputPath'] as string].map((each) => each.replace('s3://state/', ''));
    for await (const { key } of this.#store.list(from)) {
      const lines = new TextDecoder()
        .decode((await this.#store.get(key))!.bytes)
        .trimEnd()
        .split('\n');
      const answers = lines.map((line) => `${score(Number(line))}\n`).join('');
      await this.#store.put(`${to}${key.split('/').at(-1)}.out`, new TextEncoder().encode(answers));
    }
    return {};
  }

  #takes(name: string): boolean {
    const kind = !name.startsWith('config ') ? 'model' : name.endsWith('-previous') ? 'copy' : 'config';
    return kind === (this.#script.existing ?? 'model');
  }

  #isTaken(name: string): boolean {
    return this.#made.has(name) && this.#takes(name);
  }

  /** A resource under a name of the retraining that it did not create. */
  get #foreign(): object | null {
    if (this.#script.exists !== 'foreign') return null;
    return {
      ExecutionRoleArn: ROLE,
      PrimaryContainer: { ModelDataUrl: 's3://theirs' },
      ProductionVariants: [{ ModelName: 'theirs' }],
    };
  }

  #make(name: string, answer: object): object {
    if (this.#script.exists !== undefined && this.#takes(name)) this.#made.add(name);
    if (this.#made.has(name)) throw fault(`Cannot create already existing ${name}`);
    this.#made.add(name);
    return answer;
  }

  #startUpdate({ EndpointConfigName, DeploymentConfig }: Request): unknown {
    if (DeploymentConfig !== undefined) {
      const { AutoRollbackConfiguration } = DEPLOYMENT_CONFIG.parse(DeploymentConfig);
      for (const { AlarmName } of AutoRollbackConfiguration?.Alarms ?? [])
        if (AlarmName !== ALARM && !this.alarms.has(AlarmName)) throw fault(`the alarm ${AlarmName} does not exist`);
    }
    if (this.#update !== null) throw fault('Cannot update in-progress endpoint');
    const isUndo = this.#deployedAt !== null;
    if (isUndo && this.#script.undo === 'refused') throw fault('rate exceeded');
    if (this.#script.update === 'refused') throw fault('the alarm does not exist');
    this.#update = { config: EndpointConfigName, at: this.#now() + UPDATE_MINUTES * MINUTE };
    if (this.#script.update === 'answer lost') throw fault('the connection broke');
    return {};
  }

  #describe(): unknown {
    const deployed = this.calls.some(({ action }) => action === 'createModelPackage');
    if (this.#script.anotherDeploys && deployed) this.serving = 'foreign';
    if (this.#update !== null && this.#now() >= this.#update.at && this.#script.update !== 'never ends') {
      const isUndo = this.#deployedAt !== null;
      if (isUndo ? this.#script.undo === 'failed' : this.#script.update === 'failed') return this.#described('Failed');
      if (this.#script.update === 'taken by another') this.serving = 'foreign';
      else if (this.#script.update !== 'rolled back') this.serving = this.#update.config;
      this.#update = null;
      this.#deployedAt ??= this.#now();
    }
    return this.#described(this.#update === null ? 'InService' : 'Updating');
  }

  #described(EndpointStatus: string): unknown {
    const pending = this.#update && { PendingDeploymentSummary: { EndpointConfigName: this.#update.config } };
    return { EndpointName: 'parcels', EndpointStatus, EndpointConfigName: this.serving, ...pending };
  }
}

function fault(message: string): StatesError {
  return new StatesError('SageMaker.SageMakerException', message);
}
