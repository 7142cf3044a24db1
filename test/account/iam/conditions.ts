import { UnsupportedError } from '../aws-error.ts';
import { matchesPattern } from './pattern.ts';

/** Context keys of a request, lower case (IAM compares them without regard to case), each with one or more values. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** One operator on one key. All conditions of a statement must hold. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

type Compare = (given: string, wanted: string) => boolean;

const COMPARE = new Map<string, Compare>([
  ['StringEquals', (given, wanted) => given === wanted],
  ['StringEqualsIgnoreCase', (given, wanted) => given.toLowerCase() === wanted.toLowerCase()],
  ['StringLike', (given, wanted) => matchesPattern(wanted, given)],
  // The two ARN operators behave alike, says the IAM reference.
  ['ArnEquals', arnMatches],
  ['ArnLike', arnMatches],
  ['Bool', (given, wanted) => given.toLowerCase() === wanted.toLowerCase()],
  ['NumericEquals', (given, wanted) => Number(given) === Number(wanted)],
  ['NumericLessThan', (given, wanted) => Number(given) < Number(wanted)],
  ['NumericLessThanEquals', (given, wanted) => Number(given) <= Number(wanted)],
  ['NumericGreaterThan', (given, wanted) => Number(given) > Number(wanted)],
  ['NumericGreaterThanEquals', (given, wanted) => Number(given) >= Number(wanted)],
]);

/** The opposite of an operator holds when none of the values match, and when the key is missing. */
const NEGATED = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NumericNotEquals', 'NumericEquals'],
]);

/** @throws UnsupportedError for an operator that is not imitated */
export function parseConditions(block: unknown, source: string): Condition[] {
  if (block === undefined) return [];
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(block as object)) {
    const { name } = splitOperator(operator);
    if (name !== 'Null' && !COMPARE.has(name) && !NEGATED.has(name))
      throw new UnsupportedError(`${source}: the test account does not evaluate the condition operator ${operator}`);
    for (const [key, value] of Object.entries(keys as object)) {
      const values = (Array.isArray(value) ? value : [value]).map(String);
      conditions.push({ operator, key: key.toLowerCase(), values });
    }
  }
  return conditions;
}

export function holds({ operator, key, values }: Condition, context: Context): boolean {
  const { quantifier, name, ifExists } = splitOperator(operator);
  const given = context.get(key);
  if (name === 'Null') return values.some((value) => (value === 'true') === (given === undefined));
  if (given === undefined && ifExists) return true;
  const negated = NEGATED.has(name);
  const compare = COMPARE.get(NEGATED.get(name) ?? name)!;
  const matches = (text: string) => values.some((wanted) => compare(text, wanted)) !== negated;
  if (quantifier === 'ForAllValues') return (given ?? []).every(matches);
  if (quantifier === 'ForAnyValue') return (given ?? []).some(matches);
  return given === undefined ? negated : given.every(matches);
}

function splitOperator(operator: string): { quantifier: string | undefined; name: string; ifExists: boolean } {
  const colon = operator.indexOf(':');
  const rest = operator.slice(colon + 1);
  return {
    quantifier: colon === -1 ? undefined : operator.slice(0, colon),
    name: rest.replace(/IfExists$/, ''),
    ifExists: rest.endsWith('IfExists'),
  };
}

/** Part by part: a wildcard in one of the six parts of an ARN does not reach over the colon. */
function arnMatches(given: string, wanted: string): boolean {
  const left = arnParts(given);
  const right = arnParts(wanted);
  return left.length === right.length && right.every((part, index) => matchesPattern(part, left[index]));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(':')] : parts;
}
