import type * as z from 'zod';
import { isNested } from '../capture/field-path.ts';
import { describeAccepted } from './describe-accepted.ts';
import { type JsonSchema, schemasAt } from './json-schema.ts';
import { nearestName } from './nearest.ts';
import { formatGiven, type MonitorFileProblem } from './problems.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** A problem without its place in the text. `at` says whether the key or the value is wrong. */
export type Description = Pick<MonitorFileProblem, 'path' | 'message' | 'given' | 'accepted' | 'suggestion'> & {
  readonly at: 'key' | 'value';
};

/** A zod issue in words for the author of the file. One issue can have several unknown keys. */
export function describeIssue(issue: Issue, given: unknown, schema: JsonSchema): Description[] {
  const path: Path = issue.path.filter((step) => typeof step !== 'symbol');
  const value = valueAt(given, path);
  if (value === undefined) return [describeAbsence(path, schema)];
  const base = {
    path,
    given: formatGiven(value),
    at: 'value',
    accepted: describeAccepted(schema, path),
    suggestion: null,
  } as const;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => describeUnknownKey([...path, key], path, schema));
    case 'invalid_union': {
      const nested = issue.errors.filter((branch) =>
        branch.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
      );
      if (nested.length === 1) {
        return nested[0].flatMap((inner) =>
          describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, given, schema),
        );
      }
      return [{ ...base, message: issue.message }];
    }
    case 'invalid_type':
      return [{ ...base, message: `is not ${KINDS[issue.expected] ?? issue.expected}` }];
    case 'invalid_value': {
      const names = issue.values.map(String);
      const suggestion = typeof value === 'string' ? nearestName(value, names) : null;
      return [{ ...base, message: 'is not accepted here', accepted: names.join(', '), suggestion }];
    }
    case 'too_small':
      return [{ ...base, message: tooSmall(issue) }];
    case 'too_big':
      if (issue.origin === 'array') return [{ ...base, message: `has more than ${issue.maximum} items` }];
      return [{ ...base, message: `is ${issue.inclusive === false ? 'not below' : 'above'} ${issue.maximum}` }];
    case 'custom': {
      const { accepted, suggestion } = issue.params ?? {};
      const own = { accepted: textOr(accepted, base.accepted), suggestion: textOr(suggestion, null) };
      return [{ ...base, message: issue.message, ...own }];
    }
    case 'invalid_format':
      return [{ ...base, message: issue.format === 'email' ? 'is not an e-mail address' : issue.message }];
    default:
      return [{ ...base, message: issue.message }];
  }
}

const KINDS: Readonly<Partial<Record<string, string>>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  map: 'a mapping',
};

function describeAbsence(path: Path, schema: JsonSchema): Description {
  const accepted = describeAccepted(schema, path);
  return { path, message: 'is missing', given: null, accepted, suggestion: null, at: 'value' };
}

function describeUnknownKey(path: Path, parent: Path, schema: JsonSchema): Description {
  const keys = schemasAt(schema, parent).flatMap((part) => Object.keys(part.properties ?? {}));
  const suggestion = nearestName(String(path.at(-1)), keys);
  return { path, message: 'is an unknown key', given: null, accepted: keys.join(', '), suggestion, at: 'key' };
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>): string {
  if (issue.origin === 'string' || issue.origin === 'array') return 'must not be empty';
  return `is ${issue.inclusive === false ? 'not above' : 'below'} ${issue.minimum}`;
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}

/** The value at a path of the file; undefined when there is none. */
export function valueAt(given: unknown, path: Path): unknown {
  let value = given;
  for (const step of path) {
    if (!isNested(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}
