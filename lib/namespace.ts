import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * The namespace of metrics: the name of the stack, or of the one that nests it. Stacks have different names, so their monitors may have
 * the same. A name that is known only when it is deployed is no namespace.
 */
export function namespaceOf(scope: Construct): string {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  return Token.isUnresolved(stack.stackName) ? 'Driftwarden' : stack.stackName;
}
