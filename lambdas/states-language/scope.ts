import type { Fields } from './fields.ts';
import type { StateGraph } from './states.ts';

/** What a graph inherits from the one around it. */
export interface Scope {
  /** Variables of the outer graphs. */
  readonly variables: ReadonlySet<string>;
  /** Names of all states so far: they are unique in the whole machine. */
  readonly stateNames: Set<string>;
}

/** Reads the states of a machine, or those inside a state. @throws DefinitionError */
export type ParseGraph = (fields: Fields, scope: Scope) => StateGraph;
