import { UnsupportedError } from '../aws-error.ts';
import type { Resource, Stack } from '../template/stack.ts';
import { listOf, parsePolicy, type Statement } from './policy.ts';

/** A role with the statements of its inline, attached and known managed policies. */
export interface Role {
  readonly arn: string;
  readonly trust: readonly Statement[];
  readonly identity: readonly Statement[];
}

/** AWS managed policies by name. Others are refused: their text is not in the template. */
const MANAGED = new Map<string, unknown>([
  [
    'service-role/AWSLambdaBasicExecutionRole',
    {
      Statement: {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    },
  ],
]);

/** Statements of policies by the name of the role that they are attached to, which can be a role outside the stack. */
export function readAttached(policies: readonly Resource[]): Map<string, Statement[]> {
  const attached = new Map<string, Statement[]>();
  for (const { id, properties } of policies) {
    for (const role of listOf(properties.Roles).map(String)) {
      attached.set(role, [...(attached.get(role) ?? []), ...parsePolicy(properties.PolicyDocument, id)]);
    }
  }
  return attached;
}

/** The roles of a stack by ARN. */
export function readRoles(stack: Stack, attached: ReadonlyMap<string, readonly Statement[]>): Map<string, Role> {
  const own = new Set(stack.resources('AWS::IAM::ManagedPolicy').map(({ ref }) => ref));
  const roles = new Map<string, Role>();
  for (const resource of stack.resources('AWS::IAM::Role')) {
    const identity = [...inlineStatements(resource, own), ...(attached.get(resource.ref) ?? [])];
    const trust = parsePolicy(resource.properties.AssumeRolePolicyDocument, `${resource.id} trust`);
    roles.set(resource.arn, { arn: resource.arn, trust, identity });
  }
  return roles;
}

function inlineStatements({ id, properties }: Resource, own: ReadonlySet<string>): Statement[] {
  if (properties.PermissionsBoundary !== undefined)
    throw new UnsupportedError(`${id}: the test account does not evaluate permissions boundaries`);
  const inline = listOf(properties.Policies) as { PolicyName: string; PolicyDocument: unknown }[];
  const statements = inline.flatMap((policy) => parsePolicy(policy.PolicyDocument, `${id} ${policy.PolicyName}`));
  for (const arn of listOf(properties.ManagedPolicyArns).map(String)) {
    // A managed policy of the same stack is attached from its own side.
    if (own.has(arn)) continue;
    const name = arn.slice(arn.indexOf(':policy/') + ':policy/'.length);
    const document = MANAGED.get(name);
    if (document === undefined) throw new UnsupportedError(`${id}: the test account has no text of the policy ${arn}`);
    statements.push(...parsePolicy(document, name));
  }
  return statements;
}
