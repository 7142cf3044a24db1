/** The assumptions of docs/assumptions.md, in its order and words. */
export const ASSUMPTIONS = {
  'scheduled-time': 'A schedule sends the time it was due, however late it fires',
  'local-times':
    'A local time that the clocks skip does not fire, and one that occurs twice fires once; `31W` does not fire in a month of 30 days',
  'first-rate': 'A schedule by rate without a start fires when it is created',
  'asynchronous-retries':
    'Lambda retries a failed asynchronous event twice, after one and two minutes, under the same request id, and then sends it to the failure destination',
  'recursive-loop': 'A function may start itself more than 16 times in a row if `RecursiveLoop` is `Allow`',
  'conditional-writes': 'S3 writes with `If-Match` and `If-None-Match` have one winner',
  'missing-key': 'S3 says 404 for a missing key only to principals that may list the bucket, and 403 to others',
  'other-region': 'S3 answers a request to a bucket of another region with 301 and `x-amz-bucket-region`',
  'capture-layout':
    'Captures stand below `ENDPOINT/VARIANT/yyyy/mm/dd/hh/`, in files named by their first event; later events of the hour before may be among them',
  'old-points': 'CloudWatch accepts points up to two weeks old',
  'alarm-key': 'CloudWatch may state the account when it uses the key of the alert topic, or not',
  'missing-data': 'For missing data CloudWatch looks at more periods than an alarm evaluates',
  'alarm-history':
    'The history of an alarm says `Failed to execute action ARN` when it could not publish, and lists the actions of all alarms',
  'function-subscriptions':
    "SNS invokes a subscribed function asynchronously, if the function's policy lets it for that topic, and may deliver a message twice",
  'undelivered-messages':
    "A message that SNS cannot deliver to a function goes to the subscription's dead-letter queue as JSON with `Type`, `MessageId`, `TopicArn`, `Message` and `Timestamp`",
  secrets:
    '`GetSecretValue` by name is checked on the ARN with six more characters, which `??????` matches; a customer-managed key needs `kms:Decrypt` through Secrets Manager',
  pagerduty:
    'PagerDuty accepts an event with 202, treats events with one `dedup_key` as one alert, ignores a `resolve` or `acknowledge` of an unknown key, takes events of one key in their order, opens a new incident for a `trigger` after a `resolve`, and takes keys of 255 and summaries of 1,024 characters',
  'confirmed-subscriptions': '`ListSubscriptionsByTopic` gives an ARN for a confirmed subscription only',
  'filter-policies': 'SNS filters subscriptions by attributes, and messages of alarms have none',
  'expired-rows':
    'S3 expires objects on the midnight (UTC) after the days of a lifecycle rule, deletes replaced versions likewise, and takes the shorter time where two rules apply',
  'key-policy':
    'CloudWatch Logs, SNS and CloudWatch use a customer-managed key under its policy alone, and roles under their own policies through `kms:ViaService`',
  'bucket-policy': 'In one account, a bucket policy that names a role suffices',
  'source-arn-of-schedules':
    "EventBridge Scheduler states its account and the schedule's group when it assumes its role",
  'signed-headers':
    'STS verifies each header that a signature covers, whatever its name, and ignores the other headers',
  'caller-identity':
    '`GetCallerIdentity` needs no permission, and names the session of a role as `assumed-role/ROLE/SESSION`',
  'signature-age': 'STS refuses a signature that is older than 15 minutes',
  'execution-name': 'A second execution under the same name is refused for 90 days',
  'task-answers': '`SendTaskSuccess` and `SendTaskFailure` are checked on the state machine whose task waits',
  'update-endpoint': '`UpdateEndpoint` is checked on the endpoint and on the configuration',
  'name-exists': 'SageMaker refuses a name that exists with a message that contains "already exist"',
  'rolled-back': 'A deployment that was rolled back ends as `InService` with the old configuration and no reason',
  'capture-role': 'Data capture is written with the role of the model that answers',
  'transform-role': 'A transform job reads and writes with the role of its model',
  'output-key':
    "A job whose output has `KmsKeyId` encrypts with that key, and its role needs `kms:Encrypt`; without it, SageMaker uses the account's default key for S3, not the bucket's",
  'transform-output':
    'A transform job writes one file for each input file, named after it with `.out`, somewhere below the output path',
  'retained-properties':
    '`RetainAllVariantProperties` keeps the number of instances, the weights and the data capture of the endpoint',
  'config-fields':
    '`CreateEndpointConfig` takes every field that `DescribeEndpointConfig` returns, but for names and times',
  'client-token': '`CreateModelPackage` with the same client token registers nothing twice',
  'managed-rule': 'A job with `.sync` ends its task through an EventBridge rule that Step Functions manages',
  'map-items':
    'A Distributed Map takes a JSON array in S3 for its items, and its role needs `states:StartExecution` on its own machine, and DescribeExecution and StopExecution on its executions',
  'map-failures':
    "A Map whose failures exceed the tolerance ends with `States.ExceedToleratedFailureThreshold`; a tolerated failure stands in the place of the output, with the execution's input and error",
  'source-arn-of-machine': "Step Functions states its account and the machine when it assumes the machine's role",
  'metrics-of-fleet': 'During a deployment CloudWatch has the metrics of each fleet under `EndpointConfigName` too',
  'model-errors':
    '`InvocationModelErrors` counts answers of a container with 4XX and 5XX, timeouts, broken connections and malformed responses',
  'capture-delay': 'The first answers of a new model are captured within half an hour',
  'artifact-role': 'A model reads its artifact with its own role whenever one of its instances starts',
  'kept-policy':
    'CloudFormation puts an `AWS::IAM::Policy` on a role of others, replaces one of the same name, and keeps it if its `DeletionPolicy` says so',
  'tags-of-jobs':
    'Step Functions adds the tags `MANAGED_BY_AWS` and `AWS_STEP_FUNCTIONS_EXECUTION_ARN` to each job that it waits for, and SageMaker takes 50 with them',
  'tag-permissions':
    'A request that creates an endpoint configuration, a model or an alarm with tags needs `sagemaker:AddTags` or `cloudwatch:TagResource` on it, and a model package has the tags of its group',
  'grants-of-the-caller':
    'To use a key for disks (`VolumeKmsKeyId`, `KmsKeyId` of an endpoint configuration), the caller only needs to be allowed to create a grant on it: `kms:CreateGrant`, `kms:DescribeKey`',
  'local-disks':
    'SageMaker refuses a key of disks for jobs on instances with local disks, which are those whose instance storage EC2 always encrypts',
} as const;

export type AssumptionId = keyof typeof ASSUMPTIONS;

type Outcome = 'confirmed' | 'refuted';

/** What a run has found out about the assumptions. A refutation stands, whatever is found later. */
export class Evidence {
  readonly #found = new Map<AssumptionId, { readonly outcome: Outcome; readonly note: string }>();

  /** @param note What was observed, one line. */
  confirm(id: AssumptionId, note: string): void {
    if (this.#found.get(id)?.outcome !== 'refuted') this.#found.set(id, { outcome: 'confirmed', note });
  }

  refute(id: AssumptionId, note: string): void {
    this.#found.set(id, { outcome: 'refuted', note });
  }

  /** Confirms or refutes. @returns whether it was confirmed */
  decide(id: AssumptionId, holds: boolean, note: string): boolean {
    if (holds) this.confirm(id, note);
    else this.refute(id, note);
    return holds;
  }

  get refuted(): AssumptionId[] {
    return [...this.#found].filter(([, { outcome }]) => outcome === 'refuted').map(([id]) => id);
  }

  /** A line for each assumption, and under it what was observed. */
  table(): string[] {
    return Object.entries(ASSUMPTIONS).flatMap(([id, text]) => {
      const found = this.#found.get(id as AssumptionId);
      const line = `${(found?.outcome ?? 'not checked').padEnd(12)} ${text}`;
      return found === undefined ? [line] : [line, `${' '.repeat(13)}${found.note}`];
    });
  }
}
