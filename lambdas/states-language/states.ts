import type { Template } from './template.ts';

/** The states of a machine, a branch or an iteration. */
export interface StateGraph {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** What follows a state, a rule or a catcher. */
export interface Transition {
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
  /** Undefined ends the graph. */
  readonly next: string | undefined;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  /** Seconds. */
  readonly interval: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  /** Seconds. */
  readonly maxDelay: number;
  readonly fullJitter: boolean;
}

export interface Catcher extends Transition {
  readonly errorEquals: readonly string[];
}

interface Common extends Transition {
  readonly name: string;
}

export interface Recovering {
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
}

export interface TaskState extends Common, Recovering {
  readonly type: 'Task';
  readonly resource: string;
  readonly waitsForToken: boolean;
  readonly arguments: Template | undefined;
  /** Seconds. */
  readonly timeout: Template | undefined;
  readonly heartbeat: Template | undefined;
}

export interface MapState extends Common, Recovering {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly processor: StateGraph;
  /** Undefined for an inline Map. */
  readonly distribution: Distribution | undefined;
}

/** What only a Distributed Map has: its iterations are executions of their own. */
export interface Distribution {
  readonly label: string;
  readonly reader: ItemReader | undefined;
  readonly toleratedCount: Template | undefined;
  /** A whole number, 0 to 100. */
  readonly toleratedPercentage: Template | undefined;
}

/** An object of S3 that holds the items as a JSON array. */
export interface ItemReader {
  readonly bucket: Template;
  readonly key: Template;
}

export interface ParallelState extends Common, Recovering {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  readonly branches: readonly StateGraph[];
}

export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
  readonly hasDefault: boolean;
}

export interface ChoiceRule extends Transition {
  readonly condition: Template;
}

export interface WaitState extends Common {
  readonly type: 'Wait';
  readonly seconds: Template;
}

export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export interface PassState extends Common {
  readonly type: 'Pass' | 'Succeed';
}

export type State = TaskState | MapState | ParallelState | ChoiceState | WaitState | FailState | PassState;
