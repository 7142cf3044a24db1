import { describe, expect, it } from 'vitest';
import type { Template } from './assembly.ts';
import { Stack } from './stack.ts';

const PLACE = { account: '111122223333', region: 'eu-central-1' };
const placeholder = (name: string) => `$${`{${name}}`}`;

function stackOf(template: Partial<Template>): Stack {
  const assembly = { stackName: 'Shop', template: { Resources: {}, ...template }, assets: new Map() };
  return new Stack(assembly, PLACE);
}

/** The value of one output after its intrinsic functions are worked out. */
function resolve(value: unknown, template: Partial<Template> = {}): unknown {
  const Resources = { ...template.Resources, Probe: { Type: 'Probe', Properties: { value } } };
  return stackOf({ ...template, Resources }).resources('Probe')[0].properties['value'];
}

const RESOURCES: Template['Resources'] = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  Topic: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: { 'Fn::Join': ['-', ['alerts', { Ref: 'AWS::Region' }]] } },
  },
  Queue: { Type: 'AWS::SQS::Queue' },
  Function: { Type: 'AWS::Lambda::Function' },
  Role: { Type: 'AWS::IAM::Role' },
  Schedule: { Type: 'AWS::Scheduler::Schedule', Properties: { GroupName: { Ref: 'Group' } } },
  Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'checks' } },
};

describe('intrinsic functions', () => {
  const cases: [string, unknown, unknown][] = [
    ['plain values', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['pseudo parameters', { Ref: 'AWS::AccountId' }, '111122223333'],
    ['Ref of a bucket is its name, lower case', { Ref: 'Bucket' }, 'shop-bucket'],
    ['Ref of a topic is its ARN', { Ref: 'Topic' }, 'arn:aws:sns:eu-central-1:111122223333:alerts-eu-central-1'],
    ['Ref of a queue is its URL', { Ref: 'Queue' }, 'https://sqs.eu-central-1.amazonaws.com/111122223333/Shop-Queue'],
    [
      'GetAtt of a function',
      { 'Fn::GetAtt': ['Function', 'Arn'] },
      'arn:aws:lambda:eu-central-1:111122223333:function:Shop-Function',
    ],
    ['GetAtt with a dot', { 'Fn::GetAtt': 'Role.Arn' }, 'arn:aws:iam::111122223333:role/Shop-Role'],
    [
      'a schedule stands in its group',
      { 'Fn::GetAtt': ['Schedule', 'Arn'] },
      'arn:aws:scheduler:eu-central-1:111122223333:schedule/checks/Shop-Schedule',
    ],
    ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Bucket' }]] }, 'a/shop-bucket'],
    [
      'Sub with attributes, variables and literals',
      {
        'Fn::Sub': [
          `${placeholder('Queue.Arn')} ${placeholder('x')} ${placeholder('!Literal')}`,
          { x: { Ref: 'Bucket' } },
        ],
      },
      `arn:aws:sqs:eu-central-1:111122223333:Shop-Queue shop-bucket ${placeholder('Literal')}`,
    ],
    [
      'Select and Split',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }] },
      'shop-bucket',
    ],
    ['If takes one side only', { 'Fn::If': ['IsEurope', 'near', { Ref: 'NoSuchThing' }] }, 'near'],
    [
      'NoValue leaves an element out',
      ['a', { Ref: 'AWS::NoValue' }, { 'Fn::If': ['Never', 'b', { Ref: 'AWS::NoValue' }] }],
      ['a'],
    ],
    ['NoValue leaves a property out', { kept: 1, left: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'memory'] }, 512],
    ['a parameter is its default', { Ref: 'Stage' }, 'production'],
    [
      'a Condition block is not the intrinsic',
      { Condition: { Bool: { a: 'true' } } },
      { Condition: { Bool: { a: 'true' } } },
    ],
    [
      'names that objects have are names',
      { constructor: 'a', toString: { Ref: 'Bucket' } },
      { constructor: 'a', toString: 'shop-bucket' },
    ],
  ];
  it.each(cases)('%s', (_, value, expected) => {
    const template: Partial<Template> = {
      Resources: RESOURCES,
      Parameters: { Stage: { Default: 'production' } },
      Conditions: {
        IsEurope: { 'Fn::Or': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }, { Condition: 'Never' }] },
        Never: { 'Fn::And': [{ 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] }, { 'Fn::Equals': ['a', 'a'] }] },
      },
      Mappings: { Sizes: { 'eu-central-1': { memory: 512 } } },
    };
    expect(resolve(value, template)).toEqual(expected);
  });

  const refusals: [string, unknown, RegExp][] = [
    ['an unknown function', { 'Fn::ImportValue': 'x' }, /does not resolve Fn::ImportValue/],
    ['an unknown resource', { Ref: 'Nobody' }, /no resource or parameter Nobody/],
    ['an unknown attribute', { 'Fn::GetAtt': ['Bucket', 'Colour'] }, /no attribute Colour of AWS::S3::Bucket Bucket/],
    ['a place beyond a list', { 'Fn::Select': [2, ['a']] }, /beyond a list of 1/],
  ];
  it.each(refusals)('refuses %s', (_, value, message) => {
    expect(() => resolve(value, { Resources: RESOURCES })).toThrow(message);
  });

  it('leaves out resources and outputs whose condition does not hold', () => {
    const stack = stackOf({
      Resources: { A: { Type: 'T', Condition: 'No' }, B: { Type: 'T' } },
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Outputs: { X: { Value: 'x', Condition: 'No' }, Y: { Value: { Ref: 'B' } } },
    });
    expect(stack.resources('T').map(({ id }) => id)).toEqual(['B']);
    expect([...stack.outputs()]).toEqual([['Y', 'Shop-B']]);
  });
});
