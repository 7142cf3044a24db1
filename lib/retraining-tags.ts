import { Lazy, Stack, TagManager, Token } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { problemsOfTags } from '../lambdas/core/retraining/requests/tags.ts';
import { RETRAINING_VARIABLES } from '../lambdas/runtime/settings.ts';

/** Bytes of tags in a function's environment. Lambda allows 4 KB together; the other variables have 1,200 at most. */
const MAX_BYTES = 2800;

/**
 * Passes the tags of a resource to functions, which put them on everything that they create: the tags of the stacks around it, and its
 * own, which win. CDK apps can add tags until they are synthesized, so they are read then. Tags that SageMaker would refuse end the synthesis.
 *
 * @param resource Has a resource of CloudFormation, which takes tags.
 */
export function passTags(resource: IConstruct, functions: readonly LambdaFunction[]): void {
  const text = Lazy.string({
    produce: () => {
      const tags = tagsOf(resource);
      return tags.size === 0 ? undefined : Stack.of(resource).toJsonString(Object.fromEntries(tags));
    },
  });
  for (const each of functions) each.addEnvironment(RETRAINING_VARIABLES.tags, text);
  resource.node.addValidation({ validate: () => problemsOf(tagsOf(resource)) });
}

function tagsOf(resource: IConstruct): Map<string, string> {
  const stacks = [Stack.of(resource)];
  for (let outer = stacks[0].nestedStackParent; outer !== undefined; outer = outer.nestedStackParent) {
    stacks.unshift(outer);
  }
  const managers = [...stacks.map(({ tags }) => tags), TagManager.of(resource.node.defaultChild ?? resource)];
  return new Map(managers.flatMap((manager) => Object.entries(manager?.tagValues() ?? {})));
}

function problemsOf(tags: ReadonlyMap<string, string>): string[] {
  // What is known only when it is deployed has no characters to check.
  const known = (text: string) => (Token.isUnresolved(text) ? 'known-later' : text);
  const problems = problemsOfTags([...tags].map(([key, value]) => ({ Key: known(key), Value: known(value) })));
  const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(tags)));
  if (bytes > MAX_BYTES) problems.push(`the tags have ${bytes} bytes as JSON; accepted: up to ${MAX_BYTES}`);
  return problems.map((problem) => `what a retraining creates cannot have the tags of the stack: ${problem}`);
}
