import { AwsError } from '../aws-error.ts';
import constraints from './reference/constraints.json' with { type: 'json' };

/** What an API accepts of a value; see reference/make-constraints.py. */
interface Constraint {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Constraint>>;
  readonly member?: Constraint;
  readonly key?: Constraint;
  readonly value?: Constraint;
}

export type Operation = keyof typeof constraints;

/** What the service would refuse of a request, a line each. */
export function refusedOf(operation: Operation, request: unknown): string[] {
  return [...violations(request, constraints[operation] as Constraint, operation)];
}

/** Members that the listed constraints leave out are not imitated, and refused elsewhere. */
const UNKNOWN = / is unknown$/;

/** @throws AwsError ValidationException with what the service would refuse; operations without constraints pass */
export function requireValid(operation: string, request: unknown): void {
  if (!(operation in constraints)) return;
  const refused = refusedOf(operation as Operation, request).filter((line) => !UNKNOWN.test(line));
  if (refused.length === 0) return;
  const message = `${refused.length} validation error${refused.length === 1 ? '' : 's'} detected: ${refused.join('; ')}`;
  throw new AwsError('ValidationException', message, 400);
}

function* violations(value: unknown, given: Constraint, path: string): Generator<string> {
  const isOutside = (size: number) => size < (given.min ?? 0) || size > (given.max ?? Number.POSITIVE_INFINITY);
  switch (given.type) {
    case 'structure': {
      const members = value as Record<string, unknown>;
      for (const name of given.required ?? []) if (members[name] === undefined) yield `${path}.${name} is missing`;
      for (const [name, member] of Object.entries(members)) {
        const known = given.members?.[name];
        if (known === undefined) yield `${path}.${name} is unknown`;
        else if (member !== undefined) yield* violations(member, known, `${path}.${name}`);
      }
      return;
    }
    case 'list': {
      const items = value as readonly unknown[];
      if (isOutside(items.length)) yield `${path} has ${items.length} items`;
      for (const item of items) yield* violations(item, given.member!, `${path}[]`);
      return;
    }
    case 'map': {
      const entries = Object.entries(value as object);
      if (isOutside(entries.length)) yield `${path} has ${entries.length} entries`;
      for (const [key, item] of entries) {
        yield* violations(key, given.key!, `${path} key`);
        yield* violations(item, given.value!, `${path}.${key}`);
      }
      return;
    }
    case 'string': {
      if (typeof value !== 'string') return yield `${path} is no text`;
      if (isOutside(value.length)) yield `${path} has ${value.length} characters`;
      if (given.enum !== undefined && !given.enum.includes(value)) yield `${path} is ${value}`;
      // Two patterns of the model end in a quantifier of `$`, which is none.
      const pattern = given.pattern?.replace(/\$\{1,\d+\}$/, '');
      if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value))
        yield `${path} is ${JSON.stringify(value)}`;
      return;
    }
    case 'boolean':
      if (typeof value !== 'boolean') yield `${path} is not true or false`;
      return;
    default:
      if (!Number.isInteger(value)) yield `${path} is no whole number`;
      else if (isOutside(value as number)) yield `${path} is ${value}`;
  }
}
