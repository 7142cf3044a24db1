import type { Fields } from './fields.ts';
import type { StateGraph } from './states.ts';

/** What a graph inherits from the outer one. */
export interface Scope {
  /** Variables of the outer graphs that it can read. */
  readonly variables: ReadonlySet<string>;
  /** Names of variables that it cannot assign, because an outer graph does. */
  readonly reserved: ReadonlySet<string>;
  /** Names of all states so far; names are unique in the whole machine. */
  readonly stateNames: Set<string>;
  /** Labels of all Distributed Maps so far; they are unique in the whole machine. */
  readonly labels: Set<string>;
  /** Whether a Map contains it. */
  readonly isIteration: boolean;
}

/** Reads the states of a machine or of a state with inner states. @throws DefinitionError */
export type ParseGraph = (fields: Fields, scope: Scope) => StateGraph;
