import { UnsupportedError } from '../aws-error.ts';

/** Types that the test account brings to life. */
const IMITATED = [
  'AWS::CloudWatch::Alarm',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::StepFunctions::StateMachine',
];

/** Types that change nothing of what the account does: names, pictures, notes. */
const INERT = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Dashboard',
  'AWS::Logs::LogGroup',
  'AWS::Scheduler::ScheduleGroup',
];

const KNOWN = new Set([...IMITATED, ...INERT]);

/**
 * Refuses a template with resources that the test account would leave lying.
 *
 * @param inert Types that the test knows to be without consequence for it.
 * @throws UnsupportedError
 */
export function checkResourceTypes(types: Iterable<string>, inert: readonly string[] = []): void {
  const unknown = [...types].filter((type) => !KNOWN.has(type) && !inert.includes(type));
  if (unknown.length > 0)
    throw new UnsupportedError(
      `the test account does not imitate ${unknown.join(', ')}: name them in "inert" if they do not matter`,
    );
}
