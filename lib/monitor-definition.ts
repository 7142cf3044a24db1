import { readFileSync } from 'node:fs';
import { Token } from 'aws-cdk-lib';
import { parseS3Uri, type S3Place, S3UriError } from '../lambdas/adapters/aws/s3-uri.ts';
import { CAPTURE_READERS } from '../lambdas/core/capture/formats/registry.ts';
import { LABEL_READERS } from '../lambdas/core/labels/formats/registry.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../lambdas/core/monitor/parse.ts';
import { type MonitorProps, parseMonitorProps } from '../lambdas/core/monitor/parse-value.ts';
import { formatPath } from '../lambdas/core/monitor/problems.ts';
import { readYaml } from '../lambdas/core/monitor/yaml-document.ts';
import { VALUE_KEY } from '../lambdas/core/privacy/value-key.ts';
import { endpointKey } from '../lambdas/core/retraining/endpoint-key.ts';
import { watchedVariant } from '../lambdas/core/retraining/live-variant.ts';
import type { ValueMode } from '../lambdas/core/text/redactor.ts';

/** The longest wait between two steps of a deployment, in milliseconds: TrafficRoutingConfig of SageMaker's API. */
const MAX_BAKE = 3_600_000;

/** A valid monitor file that cannot be deployed, for example because its data is on one machine only. */
export class UndeployableMonitorError extends Error {
  override readonly name = 'UndeployableMonitorError';
  readonly monitor: string;
  /** One problem for each key: its path, the value, and what is accepted. */
  readonly problems: readonly string[];
  constructor({ name, file }: Pick<Monitor, 'name' | 'file'>, problems: readonly string[]) {
    super([`${file} cannot be deployed:`, ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.monitor = name;
    this.problems = problems;
  }
}

/** A deployed retraining: the role of its jobs, and the endpoint that it updates. */
export interface DeployedRetraining {
  /** Name of its monitor. */
  readonly monitor: string;
  /** ARN of the role of training jobs, transform jobs and models. */
  readonly role: string;
  readonly endpoint: string;
  /** The variant whose failed requests roll a deployment back: the last segment of `capture.uri`, where SageMaker puts it. */
  readonly variant: string;
  /** ARNs of the KMS keys that encrypt the disks of its jobs and of the endpoint. */
  readonly keys: readonly string[];
}

/** A monitor to deploy: validated, with all its data in S3. */
export class MonitorDefinition {
  readonly monitor: Monitor;
  /** The values of its file as JSON, which is deployed with the functions: they need no YAML parser. */
  readonly json: string;
  readonly capture: S3Place;
  readonly labels: S3Place | null;
  readonly baseline: S3Place | null;
  /** null: a requested retraining is reported but does not start, as when the file only has commands for a laptop. */
  readonly retraining: DeployedRetraining | null;

  /** @throws MonitorFileError, UnreadableMonitorError of the file system, {@link UndeployableMonitorError} */
  static fromFile(path: string): MonitorDefinition {
    return MonitorDefinition.fromText(readFileSync(path, 'utf8'), path);
  }

  /**
   * @param text YAML of a monitor file.
   * @param file Its path, whose last part names the monitor.
   * @param now See parseMonitor.
   * @throws MonitorFileError, {@link UndeployableMonitorError}
   */
  static fromText(text: string, file: string, now: number = Date.now()): MonitorDefinition {
    const monitor = parseMonitor(text, file, now);
    const document = readYaml(text.replace(/^\uFEFF/, ''));
    return new MonitorDefinition(monitor, 'value' in document ? document.value : null);
  }

  /**
   * A monitor that is given as values in place of a file. What is valid is the same, and so are the errors.
   *
   * @param now See parseMonitor.
   * @throws MonitorFileError, {@link UndeployableMonitorError}, also for values that are known only when the stack is deployed
   */
  static fromProps(props: MonitorProps, now: number = Date.now()): MonitorDefinition {
    requireKnown(props);
    // What is validated is what the functions read: JSON, in which members that are undefined are absent.
    const given: MonitorProps = JSON.parse(JSON.stringify(props));
    const { name: _, ...value } = given;
    return new MonitorDefinition(parseMonitorProps(given, now), value);
  }

  /** @param value What the monitor was read from. */
  private constructor(monitor: Monitor, value: unknown) {
    this.monitor = monitor;
    this.json = JSON.stringify(value);
    const { capture, labels, baseline } = this.monitor;
    const problems: string[] = [];
    const place = (path: string, uri: string): S3Place => {
      try {
        return parseS3Uri(uri);
      } catch (error) {
        if (!(error instanceof S3UriError)) throw error;
        problems.push(
          `${path}: ${JSON.stringify(uri)} is not in S3, the only place that a deployed monitor reads; accepted: s3://bucket/prefix`,
        );
        return { bucket: '', path: '' };
      }
    };
    const { hourly } = CAPTURE_READERS[capture.format];
    this.capture = asRead(place('capture.uri', capture.uri), hourly);
    this.labels = labels && asRead(place('labels.uri', labels.uri), LABEL_READERS[labels.format].hourly);
    this.baseline = baseline && place('baseline.uri', baseline.uri);
    this.retraining = deployedRetraining(this.monitor, problems);
    if (problems.length > 0) throw new UndeployableMonitorError(this.monitor, problems);
  }
}

/** @throws UndeployableMonitorError for values that CloudFormation fills in, such as the generated name of a bucket */
function requireKnown(props: MonitorProps): void {
  const problems = [...tokensIn(props)].map(
    (path) => `${formatPath(path)}: is known only when the stack is deployed; accepted: a value that is known now`,
  );
  if (problems.length === 0) return;
  const { name } = props;
  throw new UndeployableMonitorError({ name, file: `monitor ${name}` }, problems);
}

/** The paths of values that CloudFormation fills in. */
function* tokensIn(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (Token.isUnresolved(value)) yield path;
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* tokensIn(item, [...path, i]);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* tokensIn(item, [...path, key]);
}

function deployedRetraining({ name, capture, retraining }: Monitor, problems: string[]): DeployedRetraining | null {
  if (retraining?.trainingJob === undefined) return null;
  const { role, endpoint } = retraining;
  if (role === undefined) problems.push('retraining.role: is missing; accepted: the ARN of the role that jobs run as');
  if (endpoint === undefined) problems.push('retraining.endpoint: is missing; accepted: the name of the endpoint');
  if (retraining.deploy.bake > MAX_BAKE) {
    problems.push('retraining.deploy.bake: a step can bake for an hour at most; accepted: up to PT1H');
  }
  const keys = [retraining.trainingJob.volumeKey, endpointKey(retraining)].filter((key) => key !== undefined);
  return { monitor: name, role: role ?? '', endpoint: endpoint ?? '', variant: watchedVariant(capture), keys };
}

/**
 * Keys of the state with which a function hashes values, if a monitor has one of these modes.
 *
 * @param modes Of `privacy.values`, in which the function needs hashes.
 */
export function valueKeys(definitions: readonly MonitorDefinition[], modes: readonly ValueMode[]): string[] {
  return definitions.some(({ monitor }) => modes.includes(monitor.privacy.values)) ? [VALUE_KEY] : [];
}

/** Data in hourly folders is never read as a single object. */
function asRead({ bucket, path }: S3Place, hourly: boolean): S3Place {
  return { bucket, path: hourly && path !== '' && !path.endsWith('/') ? `${path}/` : path };
}
