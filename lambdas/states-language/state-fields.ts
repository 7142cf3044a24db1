import { DefinitionError } from './errors.ts';
import type { Names } from './expression.ts';
import { Fields } from './fields.ts';
import { parseCatchers, parseRetriers } from './parse-recovery.ts';
import { parseTransition } from './parse-transition.ts';
import type { Recovering, Transition } from './states.ts';
import { isWhole, MAX_INTEGER } from './whole-number.ts';

/** Fields of every state. */
export const COMMON = ['Type', 'Comment', 'QueryLanguage'];
/** Fields of states that another may follow. */
export const GOING_ON = [...COMMON, 'Assign', 'Output', 'Next', 'End'];
/** Fields of states with retriers and catchers. */
export const RECOVERING = [...GOING_ON, 'Retry', 'Catch'];

/** Fields of a state, a branch or an iteration, which may repeat the query language. @throws DefinitionError */
export function open(value: unknown, path: string, known: readonly string[]): Fields {
  const fields = new Fields(value, path, known);
  if (fields.has('QueryLanguage') && fields.value('QueryLanguage') !== 'JSONata')
    throw fields.wrong('QueryLanguage', 'JSONata');
  return fields;
}

/** The next state; undefined at an end. @throws DefinitionError */
export function nextOf(fields: Fields): string | undefined {
  if (fields.has('End') && typeof fields.value('End') !== 'boolean') throw fields.wrong('End', 'true or false');
  const ends = fields.value('End') === true;
  if (ends === fields.has('Next'))
    throw new DefinitionError(fields.path, 'exactly one of Next and "End": true is required');
  return fields.optionalText('Next');
}

/** @param more Fields of `$states` besides input and context. */
export function namesWith(variables: ReadonlySet<string>, ...more: string[]): Names {
  return { variables, states: new Set(['input', 'context', ...more]) };
}

/** What follows a state with retriers and catchers. */
export function parseRecovery(fields: Fields, variables: ReadonlySet<string>): Transition & Recovering {
  return {
    ...parseTransition(fields, namesWith(variables, 'result'), nextOf(fields)),
    retriers: parseRetriers(fields),
    catchers: parseCatchers(fields, namesWith(variables, 'errorOutput')),
  };
}

/** Whether a value is a whole number from `minimum` to the largest of a field. */
export function isWholeFrom(value: unknown, minimum: number): value is number {
  return isWhole(value) && value >= minimum && value <= MAX_INTEGER;
}
