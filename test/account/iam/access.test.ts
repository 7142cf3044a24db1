import { describe, expect, it } from 'vitest';
import { smallTemplate } from '../fixture/template.ts';
import type { Template } from '../template/assembly.ts';
import { listPermissions, type Permission, removePermission } from '../template/permissions.ts';
import { Stack } from '../template/stack.ts';
import { Access } from './access.ts';

const PLACE = { account: '123456789012', region: 'us-east-1' };
const ROLE = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/Small-WorkerRole', account: PLACE.account } as const;

function accessOf(template: Template): Access {
  return new Access(new Stack({ stackName: 'Small', template, assets: new Map() }, PLACE));
}

describe('a role', () => {
  it('may do what its inline, attached and managed policies allow', () => {
    const template = smallTemplate();
    Object.assign(template.Resources['WorkerRole'].Properties!, {
      ManagedPolicyArns: [
        { 'Fn::Sub': 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
        { Ref: 'Shared' },
      ],
    });
    const statement = (action: string) => ({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
    const Roles = [{ Ref: 'WorkerRole' }];
    template.Resources['Extra'] = {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles, PolicyDocument: statement('sqs:ReceiveMessage') },
    };
    template.Resources['Shared'] = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles, PolicyDocument: statement('states:StartExecution') },
    };
    const access = accessOf(template);
    const may = (action: string) => access.mayDo(ROLE, action, 'arn:aws:x').allowed;
    const actions = ['sqs:ReceiveMessage', 'states:StartExecution', 'logs:CreateLogStream', 'sqs:DeleteMessage'];
    expect(actions.map(may)).toEqual([true, true, true, false]);
  });

  it('is assumed by the service that its trust policy names, under its conditions', () => {
    const template = smallTemplate();
    const properties = template.Resources['WorkerRole'].Properties as {
      AssumeRolePolicyDocument: { Statement: { Condition?: object }[] };
    };
    const [trust] = properties.AssumeRolePolicyDocument.Statement;
    trust.Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:*:*:function:Small-*' } };
    const access = accessOf(template);
    const from = (arn: string) => new Map([['aws:sourcearn', [arn]]]);
    const own = from('arn:aws:lambda:us-east-1:1:function:Small-Worker');
    const session = access.assumeRole(ROLE.arn, 'lambda.amazonaws.com', own);
    expect(access.identify(session.accessKeyId, session.sessionToken)).toEqual(ROLE);
    expect(() => access.identify(session.accessKeyId, 'another token')).toThrow(/does not exist/);
    expect(() => access.identify(undefined, undefined)).toThrow(/does not exist/);
    const others = from('arn:aws:lambda:us-east-1:1:function:Other');
    expect(() => access.assumeRole(ROLE.arn, 'lambda.amazonaws.com', others)).toThrow(/may not assume/);
    expect(() => access.assumeRole(ROLE.arn, 'scheduler.amazonaws.com', own)).toThrow(/may not assume/);
    expect(() => access.assumeRole('arn:aws:iam::1:role/nobody', 'lambda.amazonaws.com', own)).toThrow(
      /may not assume/,
    );
  });

  it('may be added outside the stack', () => {
    const access = accessOf(smallTemplate());
    const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
    const principal = { Service: 'sagemaker.amazonaws.com' };
    const trust = { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal } };
    const arn = access.addRole('Jobs', { trust, identity: [{ Statement: statement }] });
    expect(arn).toBe('arn:aws:iam::123456789012:role/Jobs');
    const { principal: jobs } = access.assumeRole(arn, 'sagemaker.amazonaws.com');
    expect(() => access.assumeRole(arn, 'lambda.amazonaws.com')).toThrow(/may not assume/);
    expect(access.mayDo(jobs, 's3:GetObject', 'arn:aws:s3:::data/a').allowed).toBe(true);
    expect(access.mayDo(jobs, 's3:PutObject', 'arn:aws:s3:::data/a').allowed).toBe(false);
  });

  it('has its requests on record', () => {
    const access = accessOf(smallTemplate());
    access.authorize(ROLE, 'sns:Publish', 'arn:aws:sns:us-east-1:123456789012:Small-Topic');
    const read = () => access.authorize(ROLE, 's3:GetObject', 'arn:aws:s3:::other/a');
    expect(read).toThrow(
      /not authorized to perform: s3:GetObject on resource: arn:aws:s3:::other\/a because no identity-based/,
    );
    expect(access.records.map(({ action, allowed }) => [action, allowed])).toEqual([
      ['sns:Publish', true],
      ['s3:GetObject', false],
    ]);
  });

  it('may use a key only when the key lets the account in', () => {
    const template = smallTemplate();
    const key = 'arn:aws:kms:us-east-1:123456789012:key/Small-Key';
    expect(accessOf(template).mayDo(ROLE, 'kms:Decrypt', key).allowed).toBe(true);
    const properties = template.Resources['Key'].Properties as { KeyPolicy: { Statement: object[] } };
    properties.KeyPolicy.Statement.shift();
    expect(accessOf(template).mayDo(ROLE, 'kms:Decrypt', key).allowed).toBe(false);
  });

  it('is denied by a bucket policy on plain connections only', () => {
    const access = accessOf(smallTemplate());
    const insecure = new Map([['aws:securetransport', ['false']]]);
    const object = 'arn:aws:s3:::small-bucket/a';
    expect(access.mayDo(ROLE, 's3:GetObject', object).allowed).toBe(true);
    expect(access.mayDo(ROLE, 's3:GetObject', object, insecure).reason).toContain('denied by BucketPolicy');
  });
});

describe('the permissions of a template', () => {
  const textOf = ({ holder, action, resource }: Permission) => `${holder} ${action} ${JSON.stringify(resource)}`;

  /** The small template, with a statement of two actions on two resources. */
  function template() {
    const made = smallTemplate();
    const Resource = ['arn:aws:dynamodb:::table/a', 'arn:aws:dynamodb:::table/b'];
    const statement = { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource };
    const Properties = { Roles: [{ Ref: 'WorkerRole' }], PolicyDocument: { Statement: [statement] } };
    made.Resources['Table'] = { Type: 'AWS::IAM::Policy', Properties };
    return made;
  }

  it('are listed by action and resource, and taken away one at a time', () => {
    const all = listPermissions(template()).map(textOf);
    expect(all).toContain('WorkerRole kms:Decrypt {"Fn::GetAtt":["Key","Arn"]}');
    expect(all).toContain('ScheduleRole lambda:InvokeFunction {"Fn::GetAtt":["Worker","Arn"]}');
    // Nine statements of the worker, two of them with two actions, two of the schedule, and the four on the tables.
    expect(all).toHaveLength(17);
    for (const permission of listPermissions(template())) {
      const less = template();
      removePermission(less, permission);
      const left = listPermissions(less)
        .map(textOf)
        .filter((text) => !text.includes('none:Removed'));
      expect(left.sort()).toEqual(all.filter((text) => text !== textOf(permission)).sort());
      expect(() => removePermission(less, permission)).toThrow(/does not allow/);
    }
  });

  it('are taken away from an account that goes on, and given back; roles outside the stack stay', () => {
    const stackOf = (from: Template) => new Stack({ stackName: 'Small', template: from, assets: new Map() }, PLACE);
    const access = accessOf(template());
    const trust = {
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'x.amazonaws.com' } },
    };
    const outside = access.addRole('Outside', { trust, identity: [{ Statement: [] }] });
    const may = () => access.mayDo(ROLE, 'dynamodb:GetItem', 'arn:aws:dynamodb:::table/a').allowed;
    const less = template();
    const [permission] = listPermissions(less).filter(({ action }) => action === 'dynamodb:GetItem');
    removePermission(less, permission);

    const before = may();
    access.read(stackOf(less));
    const without = may();
    access.read(stackOf(template()));

    expect([before, without, may()]).toEqual([true, false, true]);
    expect(access.assumeRole(outside, 'x.amazonaws.com').principal).toMatchObject({ arn: outside });
  });
});

describe('a role outside the stack', () => {
  it('has what the stack attaches to it, for as long as that is in the template or is retained', () => {
    const withPolicy = (more: object) => {
      const template = smallTemplate();
      const statement = { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: '*' };
      const properties = { PolicyName: 'p', Roles: ['Jobs'], PolicyDocument: { Statement: [statement] } };
      template.Resources['Attached'] = { Type: 'AWS::IAM::Policy', Properties: properties, ...more };
      return new Stack({ stackName: 'Small', template, assets: new Map() }, PLACE);
    };
    const without = new Stack({ stackName: 'Small', template: { Resources: {} }, assets: new Map() }, PLACE);
    const access = new Access(withPolicy({}));
    const arn = access.addRole('Jobs', { trust: { Statement: [] }, identity: [] });
    const may = () => access.mayDo({ kind: 'role', arn, account: PLACE.account }, 'sqs:ReceiveMessage', '*').allowed;

    expect(may()).toBe(true);
    access.read(without);
    expect(may()).toBe(false);
    access.read(withPolicy({ DeletionPolicy: 'Retain' }));
    access.read(without);
    expect(may()).toBe(true);
    access.read(withPolicy({}));
    access.read(without);
    expect(may()).toBe(false);
  });
});
