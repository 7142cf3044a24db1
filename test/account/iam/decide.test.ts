import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from './conditions.ts';
import { type AccessRequest, decide } from './evaluate.ts';
import { matchesPattern } from './pattern.ts';
import { parsePolicy } from './policy.ts';

const ROLE = { kind: 'role', arn: 'arn:aws:iam::1:role/checker', account: '1' } as const;
const SERVICE = { kind: 'service', name: 'cloudwatch.amazonaws.com' } as const;
const OBJECT = 'arn:aws:s3:::data/flights/a.json';

function request(more: Partial<AccessRequest> = {}): AccessRequest {
  return { principal: ROLE, action: 's3:GetObject', resource: OBJECT, context: new Map(), ...more };
}

const statements = (...given: object[]) => parsePolicy({ Statement: given }, 'policy');
const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('an identity policy', () => {
  const cases: [string, object, boolean][] = [
    ['the action itself', ALLOW, true],
    ['another action', { ...ALLOW, Action: 's3:PutObject' }, false],
    ['a star in the action', { ...ALLOW, Action: ['s3:Put*', 's3:Get*'] }, true],
    ['actions without regard to case', { ...ALLOW, Action: 'S3:getobject' }, true],
    ['a question mark is one character', { ...ALLOW, Resource: 'arn:aws:s3:::data/flights/?.json' }, true],
    ['a question mark is not none', { ...ALLOW, Resource: 'arn:aws:s3:::data/flights/a?.json' }, false],
    ['a prefix', { ...ALLOW, Resource: 'arn:aws:s3:::data/flights/*' }, true],
    ['another prefix', { ...ALLOW, Resource: 'arn:aws:s3:::data/trains/*' }, false],
    ['resources with regard to case', { ...ALLOW, Resource: 'arn:aws:s3:::data/Flights/*' }, false],
    ['a dot is a dot', { ...ALLOW, Resource: 'arn:aws:s3:::data/flights/aXjson' }, false],
    ['NotAction', { Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' }, true],
    ['NotAction that names it', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, false],
    ['NotResource', { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::other/*' }, true],
    ['NotResource that names it', { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::data/*' }, false],
  ];
  it.each(cases)('%s', (_, statement, allowed) => {
    expect(decide(request(), { identity: statements(statement), resource: undefined }).allowed).toBe(allowed);
  });

  it.each([
    ['an unknown element', { ...ALLOW, NotPrincipal: '*' }, /NotPrincipal/],
    ['an unknown operator', { ...ALLOW, Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } }, /DateLessThan/],
    ['federated principals', { ...ALLOW, Principal: { Federated: 'x' } }, /Federated/],
    ['no action', { Effect: 'Allow', Resource: '*' }, /neither Action nor NotAction/],
    ['no effect', { Action: '*', Resource: '*' }, /Effect is undefined/],
  ])('refuses %s', (_, statement, message) => {
    expect(() => statements(statement)).toThrow(message);
  });
});

describe('conditions', () => {
  const context: Context = new Map([
    ['s3:prefix', ['flights/2001/']],
    ['aws:securetransport', ['true']],
    ['aws:sourcearn', ['arn:aws:scheduler:us-east-1:1:schedule-group/default']],
    ['aws:tagkeys', ['a', 'b']],
    ['s3:max-keys', ['10']],
  ]);
  const cases: [object, boolean][] = [
    [{ StringEquals: { 's3:prefix': ['x', 'flights/2001/'] } }, true],
    [{ StringEquals: { 's3:prefix': 'flights/*' } }, false],
    [{ StringLike: { 's3:prefix': 'flights/*' } }, true],
    [{ StringNotEquals: { 's3:prefix': ['x', 'y'] } }, true],
    [{ StringNotEquals: { 's3:prefix': ['x', 'flights/2001/'] } }, false],
    [{ StringNotLike: { 's3:prefix': 'flights/*' } }, false],
    [{ StringEquals: { 's3:missing': 'x' } }, false],
    [{ StringEqualsIfExists: { 's3:missing': 'x' } }, true],
    [{ StringNotEquals: { 's3:missing': 'x' } }, true],
    [{ StringEqualsIgnoreCase: { 'S3:PREFIX': 'FLIGHTS/2001/' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ Bool: { 'aws:SecureTransport': true } }, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ Null: { 's3:missing': 'true' } }, true],
    [{ Null: { 's3:prefix': 'true' } }, false],
    [{ Null: { 's3:prefix': 'false' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:scheduler:*:1:schedule-group/*' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:*:schedule-group/default' } }, false],
    [{ ArnNotEquals: { 'aws:SourceArn': 'arn:aws:scheduler:us-east-1:1:schedule-group/default' } }, false],
    [{ NumericLessThanEquals: { 's3:max-keys': '10' } }, true],
    [{ NumericLessThan: { 's3:max-keys': '10' } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b', 'c'] } }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, false],
    [{ 'ForAllValues:StringEquals': { 's3:missing': ['a'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['b'] } }, true],
    [{ 'ForAnyValue:StringEquals': { 's3:missing': ['b'] } }, false],
    [{ StringLike: { 's3:prefix': 'flights/*' }, Bool: { 'aws:SecureTransport': 'false' } }, false],
  ];
  it.each(cases)('%j', (Condition, allowed) => {
    const identity = statements({ ...ALLOW, Condition });
    expect(decide(request({ context }), { identity, resource: undefined }).allowed).toBe(allowed);
  });
});

describe('a resource policy', () => {
  const forAll = (Principal: unknown, more: object = {}) => statements({ ...ALLOW, Principal, ...more });
  const identity = statements(ALLOW);
  const cases: [string, Parameters<typeof decide>, boolean][] = [
    ['none: the identity policy is enough', [request(), { identity, resource: undefined }], true],
    ['names the role', [request(), { identity: [], resource: forAll({ AWS: ROLE.arn }) }], true],
    ['names another role', [request(), { identity: [], resource: forAll({ AWS: `${ROLE.arn}2` }) }], false],
    ['names everybody', [request(), { identity: [], resource: forAll('*') }], true],
    ['names the account: no role by itself', [request(), { identity: [], resource: forAll({ AWS: '1' }) }], false],
    [
      'names the account and the role is allowed',
      [request(), { identity, resource: forAll({ AWS: 'arn:aws:iam::1:root' }) }],
      true,
    ],
    [
      'must let the account in, and does not',
      [request(), { identity, resource: forAll({ AWS: '2' }), resourceMustAllow: true }],
      false,
    ],
    [
      'must let the account in, and does',
      [request(), { identity, resource: forAll({ AWS: '1' }), resourceMustAllow: true }],
      true,
    ],
    [
      'a service is not an account',
      [request({ principal: SERVICE }), { identity: [], resource: forAll({ AWS: '1' }) }],
      false,
    ],
    [
      'a service by name',
      [request({ principal: SERVICE }), { identity: [], resource: forAll({ Service: SERVICE.name }) }],
      true,
    ],
    ['denies everybody', [request(), { identity, resource: forAll('*', { Effect: 'Deny' }) }], false],
    [
      'denies under a condition that does not hold',
      [request(), { identity, resource: forAll('*', { Effect: 'Deny', Condition: { Bool: { a: 'false' } } }) }],
      true,
    ],
  ];
  it.each(cases)('%s', (_, given, allowed) => {
    expect(decide(...given).allowed).toBe(allowed);
  });

  it('says which statement decided', () => {
    const denied = statements({ ...ALLOW, Sid: 'No', Effect: 'Deny' });
    expect(decide(request(), { identity: [...identity, ...denied], resource: undefined }).reason).toBe(
      'denied by policy[0] No',
    );
    expect(decide(request(), { identity: [], resource: undefined }).reason).toBe(
      'no identity-based policy allows the action',
    );
  });
});

describe('laws', () => {
  const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', '*', 'sns:Publish');
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: action,
    Resource: fc.constantFrom('*', OBJECT, 'x'),
  });

  it('an added deny allows nothing new, an added allow forbids nothing', () => {
    fc.assert(
      fc.property(fc.array(statement), statement, action, (given, added, requested) => {
        const wanted = request({ action: requested });
        const before = decide(wanted, { identity: statements(...given), resource: undefined }).allowed;
        const after = decide(wanted, { identity: statements(...given, added), resource: undefined }).allowed;
        if (added.Effect === 'Deny') expect(after && !before).toBe(false);
        else expect(before && !after).toBe(false);
      }),
    );
  });

  it('the order of statements does not matter', () => {
    fc.assert(
      fc.property(fc.array(statement), (given) => {
        const forward = decide(request(), { identity: statements(...given), resource: undefined }).allowed;
        const backward = decide(request(), {
          identity: statements(...given.toReversed()),
          resource: undefined,
        }).allowed;
        expect(backward).toBe(forward);
      }),
    );
  });

  it('patterns match what the regular expression of the same meaning matches', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.', '/'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, tried) => {
        const source = pattern.replace(
          /[.*?/]/g,
          (character) => ({ '*': '.*', '?': '.' })[character] ?? `\\${character}`,
        );
        expect(matchesPattern(pattern, tried)).toBe(new RegExp(`^${source}$`, 's').test(tried));
      }),
      { numRuns: 2000 },
    );
  });
});
