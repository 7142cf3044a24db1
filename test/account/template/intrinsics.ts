import { UnsupportedError } from '../aws-error.ts';

/** What the intrinsic functions of a template refer to. */
export interface Scope {
  /** A parameter, pseudo parameter or resource; {@link NO_VALUE} for `AWS::NoValue`. */
  ref(name: string): unknown;
  getAtt(id: string, attribute: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, first: string, second: string): unknown;
}

/** Stands for `AWS::NoValue`: the property or element holding it is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS = new Map<string, Intrinsic>([
  ['Ref', (name, scope) => scope.ref(name as string)],
  ['Fn::GetAtt', getAtt],
  [
    'Fn::Join',
    (argument, scope) => {
      const [separator, parts] = resolveValue(argument, scope) as [string, unknown[]];
      return parts.join(separator);
    },
  ],
  ['Fn::Sub', substitute],
  [
    'Fn::Select',
    (argument, scope) => {
      const [index, list] = resolveValue(argument, scope) as [number | string, unknown[]];
      if (!(Number(index) < list.length))
        throw new RangeError(`Fn::Select: ${index} is beyond a list of ${list.length}`);
      return list[Number(index)];
    },
  ],
  [
    'Fn::Split',
    (argument, scope) => {
      const [separator, text] = resolveValue(argument, scope) as [string, string];
      return text.split(separator);
    },
  ],
  [
    'Fn::If',
    (argument, scope) => {
      const [name, yes, no] = argument as [string, unknown, unknown];
      return resolveValue(scope.condition(name) ? yes : no, scope);
    },
  ],
  [
    'Fn::FindInMap',
    (argument, scope) => {
      const [map, first, second] = resolveValue(argument, scope) as [string, string, string];
      return scope.findInMap(map, first, second);
    },
  ],
  ['Fn::Equals', (argument, scope) => new Set(resolveValue(argument, scope) as unknown[]).size === 1],
  ['Fn::And', (argument, scope) => (resolveValue(argument, scope) as boolean[]).every(Boolean)],
  ['Fn::Or', (argument, scope) => (resolveValue(argument, scope) as boolean[]).some(Boolean)],
  ['Fn::Not', (argument, scope) => !(resolveValue(argument, scope) as boolean[])[0]],
  ['Condition', (name, scope) => scope.condition(name as string)],
]);

/**
 * A value with its intrinsic functions worked out.
 *
 * @throws UnsupportedError for an intrinsic function that is not imitated
 */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope)).filter((item) => item !== NO_VALUE);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [[name, argument]] = entries;
    const intrinsic = INTRINSICS.get(name);
    // An IAM statement has a `Condition` block too; the intrinsic of that name takes a condition's name.
    if (intrinsic && !(name === 'Condition' && typeof argument !== 'string')) return intrinsic(argument, scope);
    if (name.startsWith('Fn::')) throw new UnsupportedError(`the test account does not resolve ${name}`);
  }
  const resolved: [string, unknown][] = [];
  for (const [name, item] of entries) {
    const result = resolveValue(item, scope);
    if (result !== NO_VALUE) resolved.push([name, result]);
  }
  return Object.fromEntries(resolved);
}

function getAtt(argument: unknown, scope: Scope): unknown {
  const dotted = typeof argument === 'string';
  const id = dotted ? argument.slice(0, argument.indexOf('.')) : (argument as string[])[0];
  const attribute = dotted ? argument.slice(argument.indexOf('.') + 1) : (argument as string[])[1];
  return scope.getAtt(id, attribute);
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  const variables = new Map(Object.entries(given));
  return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (variables.has(name)) return String(resolveValue(variables.get(name), scope));
    return String(name.includes('.') ? getAtt(name, scope) : scope.ref(name));
  });
}
