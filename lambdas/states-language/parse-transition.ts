import type { Names } from './expression.ts';
import type { Fields } from './fields.ts';
import type { Transition } from './states.ts';

const MAX_NAME = 80;

/** Assign and Output of a state, a rule or a catcher. */
export function parseTransition(fields: Fields, names: Names, next: string | undefined): Transition {
  for (const name of assignedNames(fields.value('Assign'))) {
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name) || name.length > MAX_NAME || name === 'states')
      throw fields.wrong('Assign', `an object of variables: identifiers of up to ${MAX_NAME} characters, not "states"`);
  }
  return { assign: fields.template('Assign', names), output: fields.template('Output', names), next };
}

export function assignedNames(assign: unknown): string[] {
  if (assign === undefined) return [];
  return assign !== null && typeof assign === 'object' && !Array.isArray(assign) ? Object.keys(assign) : [''];
}
