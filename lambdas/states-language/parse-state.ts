import { isNested } from '../core/capture/field-path.ts';
import { DefinitionError } from './errors.ts';
import { Fields } from './fields.ts';
import { parseMap } from './parse-map.ts';
import { parseTransition } from './parse-transition.ts';
import type { ParseGraph, Scope } from './scope.ts';
import { COMMON, GOING_ON, isWholeFrom, namesWith, nextOf, open, parseRecovery, RECOVERING } from './state-fields.ts';
import type { ChoiceState, FailState, ParallelState, State, TaskState, WaitState } from './states.ts';

/** Supported resources: request and response, `.sync` and `.waitForTaskToken`, where Step Functions has them. */
const RESOURCE =
  /^arn:aws:states:::(lambda:invoke(\.waitForTaskToken)?|sagemaker:[a-z][A-Za-z]+(\.sync)?|aws-sdk:[a-z0-9]+:[a-z][A-Za-z0-9]+(\.waitForTaskToken)?)$/;

type Parse = (name: string, value: unknown, path: string, scope: Scope, parseGraph: ParseGraph) => State;

const PARSE = new Map<unknown, Parse>([
  ['Task', parseTask],
  ['Map', parseMap],
  ['Parallel', parseParallel],
  ['Choice', parseChoice],
  ['Wait', parseWait],
  ['Fail', parseFail],
  [
    'Pass',
    (name, value, path, { variables }) => {
      const fields = open(value, path, GOING_ON);
      return { type: 'Pass', name, ...parseTransition(fields, namesWith(variables), nextOf(fields)) };
    },
  ],
  [
    'Succeed',
    (name, value, path, { variables }) => {
      const fields = open(value, path, [...COMMON, 'Output']);
      return { type: 'Succeed', name, ...parseTransition(fields, namesWith(variables), undefined) };
    },
  ],
]);

/** @throws DefinitionError */
export function parseState(name: string, value: unknown, path: string, scope: Scope, parseGraph: ParseGraph): State {
  const type = isNested(value) ? value.Type : undefined;
  const parse = PARSE.get(type);
  if (parse === undefined)
    throw new DefinitionError(path, `the Type ${type} is not supported; supported: ${[...PARSE.keys()].join(', ')}`);
  return parse(name, value, path, scope, parseGraph);
}

function parseTask(name: string, value: unknown, path: string, { variables }: Scope): TaskState {
  const fields = open(value, path, [...RECOVERING, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds']);
  const names = namesWith(variables);
  const resource = fields.text('Resource');
  if (!RESOURCE.test(resource)) throw fields.wrong('Resource', `a resource of the form ${RESOURCE.source}`);
  const isSeconds = (seconds: unknown) => isWholeFrom(seconds, 1);
  return {
    type: 'Task',
    name,
    resource,
    waitsForToken: resource.endsWith('.waitForTaskToken'),
    arguments: fields.template('Arguments', names),
    timeout: fields.templateOf('TimeoutSeconds', names, isSeconds, 'a whole number of seconds from 1'),
    heartbeat: fields.templateOf('HeartbeatSeconds', names, isSeconds, 'a whole number of seconds from 1'),
    ...parseRecovery(fields, variables),
  };
}

function parseParallel(
  name: string,
  value: unknown,
  path: string,
  scope: Scope,
  parseGraph: ParseGraph,
): ParallelState {
  const fields = open(value, path, [...RECOVERING, 'Branches', 'Arguments']);
  const branches = fields.list('Branches').map((branch, index) => {
    const own = open(branch, `${path}.Branches[${index}]`, ['StartAt', 'States', 'Comment', 'QueryLanguage']);
    return parseGraph(own, scope);
  });
  return {
    type: 'Parallel',
    name,
    arguments: fields.template('Arguments', namesWith(scope.variables)),
    branches,
    ...parseRecovery(fields, scope.variables),
  };
}

function parseChoice(name: string, value: unknown, path: string, { variables }: Scope): ChoiceState {
  const fields = open(value, path, [...COMMON, 'Choices', 'Default', 'Assign', 'Output']);
  const names = namesWith(variables);
  const rules = fields.list('Choices').map((rule, index) => {
    const known = ['Condition', 'Next', 'Assign', 'Output', 'Comment'];
    const own = new Fields(rule, `${path}.Choices[${index}]`, known);
    const condition = own.templateOf('Condition', names, (given) => typeof given === 'boolean', 'a truth value');
    if (condition === undefined) throw own.wrong('Condition', 'a truth value or {% … %}');
    return { condition, ...parseTransition(own, names, own.text('Next')) };
  });
  const hasDefault = fields.has('Default');
  return { type: 'Choice', name, rules, hasDefault, ...parseTransition(fields, names, fields.optionalText('Default')) };
}

function parseWait(name: string, value: unknown, path: string, { variables }: Scope): WaitState {
  const fields = open(value, path, [...GOING_ON, 'Seconds']);
  const names = namesWith(variables);
  const isSeconds = (given: unknown) => isWholeFrom(given, 0);
  const seconds = fields.templateOf('Seconds', names, isSeconds, 'a whole number of seconds');
  if (seconds === undefined) throw fields.wrong('Seconds', 'a whole number of seconds or {% … %}');
  return { type: 'Wait', name, seconds, ...parseTransition(fields, names, nextOf(fields)) };
}

function parseFail(name: string, value: unknown, path: string, { variables }: Scope): FailState {
  const fields = open(value, path, [...COMMON, 'Error', 'Cause']);
  const isText = (given: unknown) => typeof given === 'string';
  const error = fields.templateOf('Error', namesWith(variables), isText, 'a text');
  const cause = fields.templateOf('Cause', namesWith(variables), isText, 'a text');
  return { type: 'Fail', name, error, cause, assign: undefined, output: undefined, next: undefined };
}
