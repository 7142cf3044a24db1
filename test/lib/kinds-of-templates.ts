import type { MonitorDefinition } from '../../lib/monitor-definition.ts';
import type { MonitoringStackProps } from '../../lib/monitoring-stack.ts';
import { MAX_MONITORS } from '../../lib/stack-limits.ts';
import { define, defineMany, FLIGHTS, RETRAINED } from './definitions.ts';

export interface KindOfTemplate {
  readonly kind: string;
  readonly definitions: readonly MonitorDefinition[];
  readonly props?: Partial<MonitoringStackProps>;
}

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012';

/** Stacks that differ in their resources. */
export const TEMPLATES: readonly KindOfTemplate[] = [
  { kind: 'one monitor', definitions: [define(FLIGHTS)] },
  {
    kind: 'monitors with different recipients',
    definitions: [define(FLIGHTS), define(FLIGHTS.replace('ml-oncall', 'other'), 'other')],
  },
  {
    kind: 'a monitor of a whole bucket',
    definitions: [define(FLIGHTS.replace('s3://ml-labels/flight-delays/', 's3://ml-labels'))],
  },
  { kind: 'many monitors', definitions: defineMany(30) },
  { kind: 'more monitors than one stack holds', definitions: defineMany(MAX_MONITORS + 1) },
  {
    kind: 'monitors that retrain',
    definitions: [define(RETRAINED), define(RETRAINED.replace('Flight-Delays', 'other'), 'other')],
  },
  {
    kind: 'functions in a VPC, and keys of the data and of disks',
    definitions: [define(RETRAINED.replace('ml.m5.xlarge', `ml.m5.xlarge, volumeKey: '${KEY}'`))],
    props: {
      dataKeys: [KEY],
      reservedConcurrency: 5,
      network: {
        subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        securityGroupIds: ['sg-0123456789abcdef0'],
      },
    },
  },
  {
    kind: 'large windows that are read in parts, with a key of the deployment and a limit of runs',
    definitions: [define(FLIGHTS)],
    props: { readingConcurrency: 10, toleratedReadingFailures: 5, key: 'new', reservedConcurrency: 5 },
  },
  {
    kind: 'large windows and many monitors',
    definitions: defineMany(MAX_MONITORS + 1),
    props: { readingConcurrency: 10 },
  },
  {
    kind: 'monitors that retrain, with a key of the deployment',
    definitions: [define(RETRAINED), define(RETRAINED.replace('ml-oncall', 'other'), 'other')],
    props: { key: 'new' },
  },
  {
    kind: 'more monitors than one stack holds, with a key',
    definitions: defineMany(MAX_MONITORS + 1),
    props: { key: KEY },
  },
  {
    kind: 'PagerDuty and a webhook, and monitors with different recipients',
    definitions: [define(FLIGHTS), define(FLIGHTS.replace('ml-oncall', 'other'), 'other')],
    props: {
      key: KEY,
      pagerDuty: { secret: 'oncall/pagerduty', region: 'eu' },
      webhook: { url: 'https://example.com/driftwarden', secret: 'oncall/webhook' },
      secretsKey: KEY,
    },
  },
  {
    kind: 'a key, a bucket and a topic of the organisation',
    definitions: [define(RETRAINED), define(RETRAINED.replace('ml-oncall', 'other'), 'other')],
    props: {
      key: KEY,
      formerKeys: [KEY.replace(/2$/, '3')],
      stateBucket: 'ml-monitoring',
      alertTopic: 'arn:aws:sns:us-east-1:123456789012:ml-alerts',
      alertTopicKey: KEY,
    },
  },
];
