import jsonata from 'jsonata';
import { errorMessage } from '../core/text/error-message.ts';
import { DefinitionError, StatesError } from './errors.ts';
import { FUNCTION_NAMES, stepFunctions } from './functions.ts';

/** The names that expressions of a field may use. */
export interface Names {
  /** Fields of `$states`. */
  readonly states: ReadonlySet<string>;
  /** Names of assigned variables, without `$`. */
  readonly variables: ReadonlySet<string>;
}

/** The values of `$states` and the variables in one evaluation. */
export interface Bindings {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The value of `$now()`, UTC milliseconds. */
  readonly now: number;
}

/** A compiled JSONata expression whose names have been checked. */
export interface Expression {
  /** Returns a JSON value. @throws StatesError States.QueryEvaluationError */
  evaluate(bindings: Bindings): Promise<unknown>;
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly arguments?: readonly Node[];
  readonly lhs?: Node;
  readonly focus?: string;
  readonly index?: string;
}

/** @param text The expression without `{% %}`. @throws DefinitionError when it does not parse or uses an undefined name */
export function compileExpression(text: string, path: string, names: Names): Expression {
  let compiled: jsonata.Expression;
  try {
    compiled = jsonata(text);
  } catch (error) {
    throw new DefinitionError(path, `the JSONata expression ${text.trim()} is wrong: ${errorMessage(error)}`);
  }
  const ast = compiled.ast() as unknown as Node;
  checkNames(ast, path, names);
  return { evaluate: (bindings) => evaluate(compiled, text, bindings) };
}

async function evaluate(
  compiled: jsonata.Expression,
  text: string,
  { states, variables, now }: Bindings,
): Promise<unknown> {
  const refuse = (problem: string) =>
    new StatesError('States.QueryEvaluationError', `The JSONata expression '${text.trim()}' ${problem}`);
  let result: unknown;
  try {
    result = await compiled.evaluate(undefined, { ...stepFunctions(now), ...variables, states });
  } catch (error) {
    throw refuse(`threw an error: ${errorMessage(error)}`);
  }
  if (result === undefined) throw refuse('returned nothing (undefined).');
  if (typeof result === 'function' || isLambda(result)) throw refuse('returned a function, which is not JSON.');
  // A plain copy, because JSONata's sequences have additional properties.
  return JSON.parse(JSON.stringify(result));
}

function isLambda(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value);
}

function checkNames(ast: Node, path: string, { states, variables }: Names): void {
  const nodes = [...walk(ast)];
  const local = new Set(nodes.flatMap(namesDeclaredBy));
  for (const node of nodes) {
    if (node.type === 'path') checkStatesField(node, path, states);
    if (node.type !== 'variable') continue;
    const name = String(node.value);
    if (name === '$') throw new DefinitionError(path, '$$ has no value here: use $states');
    const known =
      name === '' || name === 'states' || local.has(name) || variables.has(name) || FUNCTION_NAMES.has(name);
    if (!known) throw new DefinitionError(path, `nothing assigns or defines $${name}`);
  }
}

function checkStatesField({ steps = [] }: Node, path: string, states: ReadonlySet<string>): void {
  const [first, second] = steps;
  if (first.type !== 'variable' || first.value !== 'states' || second?.type !== 'name') return;
  if (!states.has(String(second.value)))
    throw new DefinitionError(path, `there is no $states.${second.value} here, only ${[...states].join(', ')}`);
}

function namesDeclaredBy({ type, lhs, focus, index, arguments: parameters = [] }: Node): string[] {
  const declared = type === 'bind' ? [lhs!] : type === 'lambda' ? parameters : [];
  return [...declared.map(({ value }) => String(value)), ...[focus, index].filter((name) => name !== undefined)];
}

function* walk(value: unknown): Generator<Node> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield value as Node;
  for (const part of Object.values(value)) yield* walk(part);
}
