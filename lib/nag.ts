import { Fn, Names, Reference, Stack, Tokenization, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts a finding of cdk-nag's AwsSolutions or Serverless packs below a construct, with the reason. */
export function acknowledge(scope: IConstruct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id, reason });
}

/** Accepts a wildcard in the resources of a policy. Each has its own reason. */
export function acknowledgeWildcard(scope: IConstruct, resource: string, reason: string): void {
  acknowledge(
    scope,
    `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(asParameters(scope, resource)))}]`,
    reason,
  );
}

/** In a nested stack, references to outside become parameters, which the CDK names at the end of synthesis. */
function asParameters(scope: IConstruct, resource: string): string {
  const stack = Stack.of(scope);
  if (stack.nestedStackParent === undefined) return resource;
  return Tokenization.reverseString(resource)
    .mapTokens({
      mapToken: (token) =>
        Reference.isReference(token) && Stack.of(token.target) !== stack
          ? Fn.ref(`referenceto${Names.nodeUniqueId(token.target.node)}${token.displayName}`)
          : token,
    })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}

/** References in the form of cdk-nag: `<Bucket.Arn>/*`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, content]] = Object.entries(value as Record<string, unknown>);
  if (name === 'Ref') return `<${content}>`;
  if (name === 'Fn::GetAtt') return `<${(content as string[]).join('.')}>`;
  if (name === 'Fn::Join') {
    const [separator, parts] = content as [string, unknown[]];
    return parts.map(flatten).join(separator);
  }
  throw new Error(`${name} in a resource of a policy is not supported: flatten it as cdk-nag does`);
}
