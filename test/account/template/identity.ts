import { UnsupportedError } from '../aws-error.ts';

/** Account, region and stack that physical names are made from. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
}

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: ReadonlyMap<string, string>;
}

type Identify = (name: string, place: Place, properties: Record<string, unknown>) => Identity;

/** Physical names: the one given in `property`, else stack and logical id as CloudFormation would make them. */
const NAME_PROPERTY = new Map([
  ['AWS::S3::Bucket', 'BucketName'],
  ['AWS::SNS::Topic', 'TopicName'],
  ['AWS::SQS::Queue', 'QueueName'],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::Scheduler::Schedule', 'Name'],
  ['AWS::Scheduler::ScheduleGroup', 'Name'],
  ['AWS::CloudWatch::Alarm', 'AlarmName'],
  ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::StepFunctions::StateMachine', 'StateMachineName'],
]);

const IDENTIFY = new Map<string, Identify>([
  [
    'AWS::S3::Bucket',
    (name, { region }) => ({
      ref: name,
      attributes: new Map([
        ['Arn', `arn:aws:s3:::${name}`],
        ['DomainName', `${name}.s3.amazonaws.com`],
        ['RegionalDomainName', `${name}.s3.${region}.amazonaws.com`],
      ]),
    }),
  ],
  [
    'AWS::SNS::Topic',
    (name, place) => {
      const arn = arnOf(place, 'sns', name);
      return {
        ref: arn,
        attributes: new Map([
          ['TopicArn', arn],
          ['TopicName', name],
        ]),
      };
    },
  ],
  [
    'AWS::SQS::Queue',
    (name, place) => {
      const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
      const attributes = new Map([
        ['Arn', arnOf(place, 'sqs', name)],
        ['QueueName', name],
        ['QueueUrl', url],
      ]);
      return { ref: url, attributes };
    },
  ],
  ['AWS::Lambda::Function', (name, place) => named(name, arnOf(place, 'lambda', `function:${name}`))],
  ['AWS::IAM::Role', (name, { account }) => named(name, `arn:aws:iam::${account}:role/${name}`)],
  [
    'AWS::Scheduler::Schedule',
    (name, place, { GroupName = 'default' }) => named(name, arnOf(place, 'scheduler', `schedule/${GroupName}/${name}`)),
  ],
  ['AWS::Scheduler::ScheduleGroup', (name, place) => named(name, arnOf(place, 'scheduler', `schedule-group/${name}`))],
  ['AWS::CloudWatch::Alarm', (name, place) => named(name, arnOf(place, 'cloudwatch', `alarm:${name}`))],
  ['AWS::Logs::LogGroup', (name, place) => named(name, `${arnOf(place, 'logs', `log-group:${name}`)}:*`)],
  [
    'AWS::KMS::Key',
    (name, place) => {
      const arn = arnOf(place, 'kms', `key/${name}`);
      return {
        ref: name,
        attributes: new Map([
          ['Arn', arn],
          ['KeyId', name],
        ]),
      };
    },
  ],
  [
    'AWS::StepFunctions::StateMachine',
    (name, place) => {
      const arn = arnOf(place, 'states', `stateMachine:${name}`);
      return {
        ref: arn,
        attributes: new Map([
          ['Arn', arn],
          ['Name', name],
        ]),
      };
    },
  ],
  ['AWS::KMS::Alias', (name, _, { AliasName = name }) => ({ ref: String(AliasName), attributes: new Map() })],
]);

/** @throws UnsupportedError (from the attributes) for an attribute of a type that is not accepted here */
export function identify(type: string, id: string, place: Place, properties: Record<string, unknown>): Identity {
  const given = properties[NAME_PROPERTY.get(type) ?? ''];
  const name = typeof given === 'string' ? given : generatedName(type, id, place);
  return IDENTIFY.get(type)?.(name, place, properties) ?? { ref: name, attributes: new Map() };
}

export function attributeOf(identity: Identity, type: string, id: string, attribute: string): string {
  const value = identity.attributes.get(attribute);
  if (value === undefined)
    throw new UnsupportedError(`the test account knows no attribute ${attribute} of ${type} ${id}`);
  return value;
}

/** The name of a property that holds a resource's own name: only this is resolved before the resource has an identity. */
export function nameProperties(type: string): readonly string[] {
  const property = NAME_PROPERTY.get(type);
  return [...(property === undefined ? [] : [property]), 'GroupName', 'AliasName'];
}

function generatedName(type: string, id: string, { stackName }: Place): string {
  const name = `${stackName}-${id}`;
  return type === 'AWS::S3::Bucket' ? name.toLowerCase().slice(0, 63) : name;
}

function arnOf({ region, account }: Place, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

function named(name: string, arn: string): Identity {
  return { ref: name, attributes: new Map([['Arn', arn]]) };
}
