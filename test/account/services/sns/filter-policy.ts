import { UnsupportedError } from '../../aws-error.ts';

/** A message attribute as published. */
export interface MessageAttribute {
  /** `String`, `String.Array`, `Number` or `Binary`. */
  readonly type: string;
  readonly value: string;
}

type Rule = string | number | boolean | null | Record<string, unknown>;

/**
 * Whether a message passes a subscription's filter policy on its attributes: every named attribute has to match one of
 * its rules.
 *
 * @throws UnsupportedError for a kind of rule that is not imitated
 */
export function passesFilter(policy: object, attributes: ReadonlyMap<string, MessageAttribute>): boolean {
  return Object.entries(policy).every(([name, rules]) => {
    if (name === '$or' || !Array.isArray(rules))
      throw new UnsupportedError(`filter policy ${name}: the test account evaluates lists of rules only`);
    const values = valuesOf(attributes.get(name));
    return rules.some((rule: Rule) => matchesRule(rule, values));
  });
}

/** Undefined when the attribute is missing. */
function valuesOf(attribute: MessageAttribute | undefined): (string | number | boolean | null)[] | undefined {
  if (attribute === undefined) return undefined;
  if (attribute.type === 'String.Array') return JSON.parse(attribute.value);
  return [attribute.type.startsWith('Number') ? Number(attribute.value) : attribute.value];
}

function matchesRule(rule: Rule, values: readonly unknown[] | undefined): boolean {
  if (rule === null || typeof rule !== 'object') return values?.includes(rule) ?? false;
  const [[kind, wanted], ...more] = Object.entries(rule);
  if (more.length > 0) throw new UnsupportedError(`filter rule ${JSON.stringify(rule)}: one kind at a time`);
  if (kind === 'exists') return (values !== undefined) === wanted;
  if (values === undefined) return false;
  const texts = values.filter((value) => typeof value === 'string');
  switch (kind) {
    case 'prefix':
      return texts.some((text) => text.startsWith(wanted as string));
    case 'suffix':
      return texts.some((text) => text.endsWith(wanted as string));
    case 'equals-ignore-case':
      return texts.some((text) => text.toLowerCase() === (wanted as string).toLowerCase());
    case 'anything-but': {
      const refused: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
      if (refused.some((item) => item !== null && typeof item === 'object'))
        throw new UnsupportedError(`filter rule ${JSON.stringify(rule)}: only plain values here`);
      return values.every((value) => !refused.includes(value));
    }
    case 'numeric':
      return values.some((value) => typeof value === 'number' && matchesNumbers(wanted as unknown[], value));
    default:
      throw new UnsupportedError(`the test account does not evaluate the filter rule ${JSON.stringify(rule)}`);
  }
}

/** Pairs of operator and number, such as `['>', 0, '<=', 5]`. */
function matchesNumbers(rule: readonly unknown[], value: number): boolean {
  for (let index = 0; index < rule.length; index += 2) {
    const limit = rule[index + 1] as number;
    const operator = rule[index];
    if (operator === '=' && value !== limit) return false;
    if (operator === '<' && !(value < limit)) return false;
    if (operator === '<=' && !(value <= limit)) return false;
    if (operator === '>' && !(value > limit)) return false;
    if (operator === '>=' && !(value >= limit)) return false;
  }
  return true;
}
