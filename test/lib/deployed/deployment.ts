import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, type CfnElement } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { afterAll } from 'vitest';
import type { FunctionKind } from '../../../lambdas/runtime/event.ts';
import type { MonitorDefinition } from '../../../lib/monitor-definition.ts';
import { MonitoringStack, type MonitoringStackProps } from '../../../lib/monitoring-stack.ts';
import { TestAccount, type TestAccountOptions } from '../../account/account.ts';
import type { Run } from '../../account/services/lambda/lambda.ts';
import type { Template } from '../../account/template/assembly.ts';

/** A stack as `cdk synth` writes it, with the constructs it was made of: deployed as often as a test likes. */
export interface Synthesized {
  /** Deleted when the tests of the file are over. */
  readonly cdkOut: string;
  readonly stack: MonitoringStack;
}

/** Synthesizes once for a file of tests: bundling takes seconds. */
export function synthesizeStack(
  definitions: readonly MonitorDefinition[],
  props: Partial<MonitoringStackProps> = {},
): Synthesized {
  const cdkOut = mkdtempSync(join(tmpdir(), 'deployed-'));
  afterAll(() => rmSync(cdkOut, { recursive: true, force: true }));
  const app = new App({ outdir: cdkOut });
  const stack = new MonitoringStack(app, 'Driftwarden', { ...props, definitions });
  app.synth();
  return { cdkOut, stack };
}

/** Files by their path, such as a world that a test wants in a bucket. */
export type Files = ReadonlyMap<string, Uint8Array>;

export function readFolder(folder: string): Files {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
}

/** An e-mail that a person got. */
export interface Mail {
  /** UTC milliseconds. */
  readonly time: number;
  readonly subject: string;
  readonly text: string;
}

export interface DeployedOptions extends Omit<TestAccountOptions, 'cdkOut'> {
  /** @default false: a story of weeks would take minutes */
  readonly watchdog?: boolean;
}

/** Leaves the schedule of the watchdog out; the alarm that would miss it, which the dashboards show, stays silent. */
function silenceWatchdog({ Resources }: Template): void {
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    if (/WatchdogSchedule[0-9A-F]{8}$/.test(id) && Type.endsWith('Schedule')) delete Resources[id];
    if (/WatchdogOverdue[0-9A-F]{8}$/.test(id) && Properties)
      Object.assign(Properties, { TreatMissingData: 'notBreaching', AlarmActions: [], OKActions: [] });
  }
}

/** A deployed stack of monitors in a test account, by the names that people use. */
export class Deployment {
  readonly account: TestAccount;
  readonly stack: MonitoringStack;

  private constructor(account: TestAccount, stack: MonitoringStack) {
    this.account = account;
    this.stack = stack;
  }

  /**
   * @param options The time at least; `change` to take a permission away. `watchdog`: whether it looks, every quarter of an hour.
   */
  static async start({ cdkOut, stack }: Synthesized, options: DeployedOptions): Promise<Deployment> {
    const { change, watchdog = false, ...others } = options;
    const changed = (template: Template) => {
      if (!watchdog) silenceWatchdog(template);
      change?.(template);
    };
    return new Deployment(await TestAccount.start({ cdkOut, ...others, change: changed }), stack);
  }

  /** Logical id of what a construct makes in the template. */
  idOf(construct: IConstruct): string {
    return this.stack.getLogicalId((construct.node.defaultChild ?? construct) as CfnElement);
  }

  /** Physical name of a function. */
  functionName(kind: FunctionKind): string {
    return this.account.nameOf(this.idOf(this.stack.platform.functions[kind]));
  }

  /** Physical name of the bucket of results and state. */
  get stateBucket(): string {
    const { bucket } = this.stack.shared.state;
    return bucket.node.defaultChild ? this.account.nameOf(this.idOf(bucket)) : bucket.bucketName;
  }

  /** ARN of the key of the state bucket; undefined: S3's own. */
  get stateKey(): string | undefined {
    return this.account.s3.bucket(this.stateBucket).kmsKey;
  }

  /** Puts files into a bucket, as the owner of the data. */
  upload(bucket: string, files: Files): void {
    for (const [key, bytes] of files) this.account.s3.put(bucket, key, bytes);
  }

  /** Builds a baseline as a person would. @throws Error with the function's own words when it fails */
  async buildBaseline(monitor: string): Promise<Run> {
    const run = await this.account.invoke(this.functionName('baseline'), { monitor });
    if (run.error) throw new Error(`the baseline of ${monitor}: ${run.error.errorMessage}`);
    return run;
  }

  /** Fires the schedule of a check now, for the time it was due, and waits for the end of the run. */
  async fire(monitor: string, kind: 'drift' | 'accuracy', scheduledTime: number): Promise<void> {
    const schedule = this.stack.monitors.find((construct) => construct.monitor.name === monitor)?.schedules[kind];
    if (schedule === undefined) throw new Error(`${monitor} has no schedule for ${kind}`);
    await this.account.scheduler.fire(this.account.nameOf(this.idOf(schedule)), scheduledTime);
  }

  /** E-mails about models; those about the monitors themselves are {@link alarmMails}. */
  alerts(): Mail[] {
    return this.#mails().filter(({ subject }) => subject.startsWith('['));
  }

  alarmMails(): Mail[] {
    return this.#mails().filter(({ subject }) => /^(ALARM|OK|INSUFFICIENT_DATA):/.test(subject));
  }

  /** What was given up: failed runs, missed schedules, undelivered messages; parsed. */
  deadLetters(): unknown[] {
    return this.account.messages(this.idOf(this.stack.platform.deadLetters.queue)).map(({ body }) => JSON.parse(body));
  }

  /** Values of one metric of a monitor, in the order of time. @param kind Of a heartbeat */
  values(monitor: string, name: string, kind?: FunctionKind): number[] {
    const wanted: [string, string][] = [
      ['Monitor', monitor],
      ...(kind ? ([['Kind', kind]] as [string, string][]) : []),
    ];
    const series = this.account
      .metrics({ namespace: this.stack.platform.namespace, name, dimensions: Object.fromEntries(wanted) })
      .filter(({ dimensions }) => dimensions.length === wanted.length);
    return series.flatMap(({ samples }) => samples.flatMap(({ count, sum }) => Array(count).fill(sum / count)));
  }

  /** Everything in the state bucket. */
  stored(): Files {
    const { s3 } = this.account;
    return new Map(s3.keys(this.stateBucket).map((key) => [key, s3.get(this.stateBucket, key)!]));
  }

  /** Puts the state bucket back to what it was. */
  restore(files: Files): void {
    const bucket = this.account.s3.bucket(this.stateBucket);
    for (const key of this.account.s3.keys(this.stateBucket)) if (!files.has(key)) bucket.delete(key);
    this.upload(this.stateBucket, files);
  }

  #mails(): Mail[] {
    const mails = this.account.inbox(undefined, 'email');
    return mails.map(({ time, subject = '', text }) => ({ time, subject, text }));
  }
}

/** Deploys, and ends the account after `use`, however that ends. */
export async function deployed<T>(
  synthesized: Synthesized,
  options: DeployedOptions,
  use: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const deployment = await Deployment.start(synthesized, options);
  try {
    return await use(deployment);
  } finally {
    await deployment.account.stop();
  }
}
