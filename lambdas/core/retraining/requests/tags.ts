import type { SageMakerRequest } from '../contract.ts';

/** A tag in the form of SageMaker and CloudWatch. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/**
 * The most tags. SageMaker and CloudWatch take 50, and Step Functions adds two to each job that it waits for: `MANAGED_BY_AWS` and
 * `AWS_STEP_FUNCTIONS_EXECUTION_ARN`.
 */
const MAX_TAGS = 48;
const MAX_KEY = 128;
const MAX_VALUE = 256;
/** Of SageMaker's API; CloudWatch takes more. */
const ACCEPTED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const RESERVED = /^aws:/i;

/** The field `Tags` of a request that creates something; no field without tags. */
export function tagged(tags: readonly Tag[]): SageMakerRequest {
  return tags.length === 0 ? {} : { Tags: tags };
}

/** Why SageMaker would refuse these tags, a text each; empty: it takes them. */
export function problemsOfTags(tags: readonly Tag[]): string[] {
  const count = tags.length > MAX_TAGS ? [`there are ${tags.length} tags; accepted: up to ${MAX_TAGS}`] : [];
  return [...count, ...tags.flatMap(problemsOf)];
}

function problemsOf({ Key, Value }: Tag): string[] {
  const name = JSON.stringify(Key);
  const accepted = 'letters, digits, spaces and _ . : / = + - @';
  const problems = [
    RESERVED.test(Key) && `the tag ${name} begins with aws:, which is reserved`,
    (Key.length === 0 || Key.length > MAX_KEY) &&
      `the key ${name} has ${Key.length} characters; accepted: 1 to ${MAX_KEY}`,
    Value.length > MAX_VALUE &&
      `the value of the tag ${name} has ${Value.length} characters; accepted: up to ${MAX_VALUE}`,
    !ACCEPTED.test(Key) && `the key ${name} has other characters than ${accepted}`,
    !ACCEPTED.test(Value) &&
      `the value ${JSON.stringify(Value)} of the tag ${name} has other characters than ${accepted}`,
  ];
  return problems.filter((problem) => problem !== false);
}
