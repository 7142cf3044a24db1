import { isNested } from '../core/capture/field-path.ts';
import { DefinitionError } from './errors.ts';
import type { Names } from './expression.ts';
import { Fields } from './fields.ts';
import { parseCatchers, parseRetriers } from './parse-recovery.ts';
import { parseTransition } from './parse-transition.ts';
import type { ParseGraph, Scope } from './scope.ts';
import type {
  ChoiceState,
  FailState,
  MapState,
  ParallelState,
  State,
  TaskState,
  Transition,
  WaitState,
} from './states.ts';
import { isWhole, MAX_INTEGER } from './whole-number.ts';

const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const GOING_ON = [...COMMON, 'Assign', 'Output', 'Next', 'End'];
const RECOVERING = [...GOING_ON, 'Retry', 'Catch'];

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
  const isSeconds = (seconds: unknown) => isWhole(seconds) && inRange(seconds, 1);
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

function parseMap(name: string, value: unknown, path: string, scope: Scope, parseGraph: ParseGraph): MapState {
  const own = ['Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency'];
  const fields = open(value, path, [...RECOVERING, ...own]);
  const names = namesWith(scope.variables);
  const graph = ['ProcessorConfig', 'StartAt', 'States', 'Comment', 'QueryLanguage'];
  const processor = open(fields.value('ItemProcessor'), `${path}.ItemProcessor`, graph);
  const config = new Fields(processor.value('ProcessorConfig') ?? {}, `${processor.path}.ProcessorConfig`, ['Mode']);
  if (config.has('Mode') && config.value('Mode') !== 'INLINE') throw config.wrong('Mode', 'INLINE');
  return {
    type: 'Map',
    name,
    items: fields.templateOf('Items', names, Array.isArray, 'an array'),
    itemSelector: fields.template('ItemSelector', names),
    maxConcurrency: fields.templateOf(
      'MaxConcurrency',
      names,
      (count) => isWhole(count) && inRange(count, 0),
      'a whole number from 0',
    ),
    processor: parseGraph(processor, scope),
    ...parseRecovery(fields, scope.variables),
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
  const isSeconds = (given: unknown) => isWhole(given) && inRange(given, 0);
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

function parseRecovery(fields: Fields, variables: ReadonlySet<string>) {
  return {
    ...(parseTransition(fields, namesWith(variables, 'result'), nextOf(fields)) satisfies Transition),
    retriers: parseRetriers(fields),
    catchers: parseCatchers(fields, namesWith(variables, 'errorOutput')),
  };
}

function open(value: unknown, path: string, known: readonly string[]): Fields {
  const fields = new Fields(value, path, known);
  if (fields.has('QueryLanguage') && fields.value('QueryLanguage') !== 'JSONata')
    throw fields.wrong('QueryLanguage', 'JSONata');
  return fields;
}

function nextOf(fields: Fields): string | undefined {
  if (fields.has('End') && typeof fields.value('End') !== 'boolean') throw fields.wrong('End', 'true or false');
  const ends = fields.value('End') === true;
  if (ends === fields.has('Next'))
    throw new DefinitionError(fields.path, 'exactly one of Next and "End": true is required');
  return fields.optionalText('Next');
}

function namesWith(variables: ReadonlySet<string>, ...more: string[]): Names {
  return { variables, states: new Set(['input', 'context', ...more]) };
}

function inRange(value: number, minimum: number): boolean {
  return value >= minimum && value <= MAX_INTEGER;
}
