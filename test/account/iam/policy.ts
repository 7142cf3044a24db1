import { UnsupportedError } from '../aws-error.ts';
import { type Condition, parseConditions } from './conditions.ts';

/** One statement of a policy, with single values made lists and the `Not…` forms made a flag. */
export interface Statement {
  /** Policy and position, for messages. */
  readonly source: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  /** Undefined in trust policies, which speak of the role itself. */
  readonly resources: Patterns | undefined;
  /** Undefined in identity policies. */
  readonly principals: Principals | undefined;
  readonly conditions: readonly Condition[];
}

export interface Patterns {
  readonly patterns: readonly string[];
  readonly negated: boolean;
}

export interface Principals {
  /** `*`, or ARNs and account ids. */
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition']);

/**
 * The statements of a policy document.
 *
 * @param source Names the policy in messages.
 * @throws UnsupportedError for an element that is not imitated, rather than reading the policy as wider or narrower than it is
 */
export function parsePolicy(document: unknown, source: string): Statement[] {
  const { Statement: statements } = document as { Statement: unknown };
  return listOf(statements).map((statement, index) => parseStatement(statement as object, `${source}[${index}]`));
}

function parseStatement(statement: object, source: string): Statement {
  const elements = new Map<string, unknown>(Object.entries(statement));
  for (const name of elements.keys()) {
    if (!KNOWN.has(name)) throw new UnsupportedError(`${source}: the test account does not evaluate ${name}`);
  }
  const effect = elements.get('Effect');
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error(`${source}: Effect is ${effect}, not Allow or Deny`);
  const actions = patternsOf(elements, 'Action');
  if (actions === undefined) throw new Error(`${source}: there is neither Action nor NotAction`);
  return {
    source: elements.has('Sid') ? `${source} ${elements.get('Sid')}` : source,
    effect,
    actions,
    resources: patternsOf(elements, 'Resource'),
    principals: elements.has('Principal') ? principalsOf(elements.get('Principal'), source) : undefined,
    conditions: parseConditions(elements.get('Condition'), source),
  };
}

function patternsOf(elements: ReadonlyMap<string, unknown>, name: string): Patterns | undefined {
  const negated = elements.has(`Not${name}`);
  if (negated && elements.has(name)) throw new Error(`${name} and Not${name} in one statement`);
  const value = elements.get(negated ? `Not${name}` : name);
  return value === undefined ? undefined : { patterns: listOf(value).map(String), negated };
}

function principalsOf(value: unknown, source: string): Principals {
  if (value === '*') return { aws: ['*'], services: [] };
  const kinds = new Map<string, unknown>(Object.entries(value as object));
  for (const kind of kinds.keys()) {
    if (kind !== 'AWS' && kind !== 'Service')
      throw new UnsupportedError(`${source}: the test account knows no principals of kind ${kind}`);
  }
  return { aws: listOf(kinds.get('AWS')).map(String), services: listOf(kinds.get('Service')).map(String) };
}

export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
