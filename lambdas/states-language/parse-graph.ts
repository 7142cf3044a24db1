import { isNested } from '../core/capture/field-path.ts';
import { DefinitionError } from './errors.ts';
import type { Fields } from './fields.ts';
import { parseState } from './parse-state.ts';
import { assignedNames } from './parse-transition.ts';
import type { Scope } from './scope.ts';
import type { State, StateGraph } from './states.ts';

const MAX_NAME = 80;

/** @throws DefinitionError */
export function parseGraph(fields: Fields, scope: Scope): StateGraph {
  const { variables, reserved, stateNames } = scope;
  const startAt = fields.text('StartAt');
  const path = `${fields.path}.States`;
  const given = fields.value('States');
  if (given === null || typeof given !== 'object' || Array.isArray(given) || Object.keys(given).length === 0)
    throw fields.wrong('States', 'an object with at least one state');
  const own = new Set(Object.values(given).flatMap(variablesOf));
  for (const name of own) {
    if (reserved.has(name))
      throw new DefinitionError(path, `$${name} is a variable of the outer states: an inner state cannot assign it`);
  }
  const inner = { ...scope, variables: new Set([...variables, ...own]), reserved: new Set([...reserved, ...own]) };
  const states = new Map<string, State>();
  for (const [name, value] of Object.entries(given)) {
    if (name.length > MAX_NAME) throw new DefinitionError(path, `a name has at most ${MAX_NAME} characters: ${name}`);
    if (stateNames.has(name)) throw new DefinitionError(path, `there is a second state ${name} in the machine`);
    stateNames.add(name);
    states.set(name, parseState(name, value, `${path}.${name}`, inner, parseGraph));
  }
  checkTransitions(startAt, states, path);
  return { startAt, states };
}

/** Checks that every transition leads to an existing state, and that every state can be reached. */
function checkTransitions(startAt: string, states: ReadonlyMap<string, State>, path: string): void {
  const reached = new Set([startAt]);
  for (const name of reached) {
    const state = states.get(name);
    if (state === undefined) throw new DefinitionError(path, `there is no state ${name}, which StartAt or Next names`);
    for (const next of successors(state)) reached.add(next);
  }
  const lost = [...states.keys()].find((name) => !reached.has(name));
  if (lost !== undefined) throw new DefinitionError(`${path}.${lost}`, 'no other state leads here');
}

function successors(state: State): string[] {
  const endings = [state, ...('catchers' in state ? state.catchers : []), ...('rules' in state ? state.rules : [])];
  return endings.map(({ next }) => next).filter((next) => next !== undefined);
}

/** The variables that a state, its rules or its catchers assign. */
function variablesOf(state: unknown): string[] {
  const { Assign, Choices, Catch } = isNested(state) ? state : {};
  const nested = [Choices, Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  return [Assign, ...nested.map((item) => item?.Assign)].flatMap(assignedNames);
}
