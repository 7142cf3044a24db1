import { DefinitionError } from './errors.ts';
import type { Names } from './expression.ts';
import { Fields } from './fields.ts';
import { parseTransition } from './parse-transition.ts';
import type { Catcher, Retrier } from './states.ts';
import { MAX_INTEGER } from './whole-number.ts';

const MAX_DELAY = 31_622_400;

/** Error Names of the States language, and those that Step Functions adds. */
const RESERVED = new Set([
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.TaskFailed',
  'States.Timeout',
]);

export function parseRetriers(fields: Fields): Retrier[] {
  const retriers = fields.optionalList('Retry').map((value, index) => {
    const path = `${fields.path}.Retry[${index}]`;
    const known = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'];
    const own = new Fields(value, path, [...known, 'Comment']);
    const interval = own.integer('IntervalSeconds', 1, 1, MAX_INTEGER);
    const maxDelay = own.integer('MaxDelaySeconds', MAX_DELAY, 1, MAX_DELAY);
    if (own.has('MaxDelaySeconds') && maxDelay <= interval)
      throw own.wrong('MaxDelaySeconds', `more than IntervalSeconds, which is ${interval}`);
    const jitter = own.optionalText('JitterStrategy') ?? 'NONE';
    if (jitter !== 'NONE' && jitter !== 'FULL') throw own.wrong('JitterStrategy', 'FULL or NONE');
    return {
      errorEquals: parseErrorNames(own),
      interval,
      maxAttempts: own.integer('MaxAttempts', 3, 0, MAX_INTEGER),
      backoffRate: own.number('BackoffRate', 2, 1, Number.MAX_VALUE),
      maxDelay,
      fullJitter: jitter === 'FULL',
    };
  });
  checkAllIsLast(retriers, `${fields.path}.Retry`);
  return retriers;
}

/** @param names The names that a catcher's expressions may use. */
export function parseCatchers(fields: Fields, names: Names): Catcher[] {
  const catchers = fields.optionalList('Catch').map((value, index) => {
    const own = new Fields(value, `${fields.path}.Catch[${index}]`, [
      'ErrorEquals',
      'Next',
      'Assign',
      'Output',
      'Comment',
    ]);
    return { errorEquals: parseErrorNames(own), ...parseTransition(own, names, own.text('Next')) };
  });
  checkAllIsLast(catchers, `${fields.path}.Catch`);
  return catchers;
}

function parseErrorNames(fields: Fields): string[] {
  const names = fields.list('ErrorEquals');
  if (!names.every((name) => typeof name === 'string')) throw fields.wrong('ErrorEquals', 'a list of Error Names');
  for (const name of names) {
    if (name.startsWith('States.') && !RESERVED.has(name))
      throw fields.wrong('ErrorEquals', `a list of custom error names and ${[...RESERVED].join(', ')}`);
  }
  if (names.includes('States.ALL') && names.length > 1)
    throw new DefinitionError(`${fields.path}.ErrorEquals`, 'States.ALL must stand alone');
  return names;
}

function checkAllIsLast(list: readonly { readonly errorEquals: readonly string[] }[], path: string): void {
  const index = list.findIndex(({ errorEquals }) => errorEquals.includes('States.ALL'));
  if (index !== -1 && index !== list.length - 1)
    throw new DefinitionError(`${path}[${index}]`, 'States.ALL must come last: later entries would never match');
}
