import { StatesError } from './errors.ts';
import type { Outcome, WorkflowEvent } from './events.ts';
import type { Bindings } from './expression.ts';
import type { StateMachineHost } from './host.ts';
import type { StateGraph, Transition } from './states.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { Template } from './template.ts';
import type { Variables } from './variables.ts';
import { isWhole, MAX_INTEGER } from './whole-number.ts';

/** The most events of an execution; Step Functions ends it there. */
const MAX_EVENTS = 25_000;

/** Iterations of an inline Map that run at the same time if the Map has no limit. */
export const MAX_CONCURRENCY = 40;

/** The constant part of the context object. */
export interface ExecutionContext {
  readonly Execution: {
    readonly Id: string;
    readonly Name: string;
    readonly Input: unknown;
    readonly StartTime: string;
    readonly RoleArn?: string;
  };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
}

/** One execution. */
export class Run {
  readonly host: StateMachineHost;
  readonly tokens: TaskTokens;
  readonly context: ExecutionContext;
  readonly #listen: (event: WorkflowEvent) => void;
  #events = 0;

  constructor(
    host: StateMachineHost,
    tokens: TaskTokens,
    context: ExecutionContext,
    listen: (event: WorkflowEvent) => void,
  ) {
    this.host = host;
    this.tokens = tokens;
    this.context = context;
    this.#listen = listen;
  }

  /** Notifies the listener, which must not throw. @throws StatesError States.Runtime after too many events */
  notify(event: WorkflowEvent): void {
    if (++this.#events > MAX_EVENTS)
      throw new StatesError('States.Runtime', `the execution has reached its maximum of ${MAX_EVENTS} history events`);
    this.#listen(event);
  }

  /** Notifies the listener of the end, whatever the number of events. */
  end(outcome: Outcome): void {
    this.#listen({ type: 'executionEnded', time: this.host.now(), outcome });
  }
}

/** Runs the states of a machine or inside a state. */
export type RunGraph = (
  graph: StateGraph,
  input: unknown,
  run: Run,
  signal: AbortSignal,
  outer?: Variables,
) => Promise<unknown>;

/** One visit to a state. */
export interface StateVisit {
  readonly run: Run;
  readonly state: string;
  readonly input: unknown;
  readonly variables: Variables;
  /** UTC milliseconds. */
  readonly entered: number;
  readonly retryCount: number;
  readonly signal: AbortSignal;
}

/** The result of a state's work, before Assign and Output. */
export interface Done {
  readonly transition: Transition;
  /** The output without an Output field. */
  readonly output: unknown;
  /** Additional fields of `$states`. */
  readonly more?: { readonly result?: unknown; readonly errorOutput?: unknown };
  /** Additional fields of `$states.context`. */
  readonly context?: object;
}

/** @param more Additional fields of `$states`: result or error. @param context Additional fields of the context object. */
export function bindingsOf(visit: StateVisit, more: object = {}, context: object = {}): Bindings {
  const { run, state, input, variables, entered, retryCount } = visit;
  const State = { Name: state, EnteredTime: new Date(entered).toISOString(), RetryCount: retryCount };
  const states = { input, context: { ...run.context, State, ...context }, ...more };
  return { states, variables: variables.all(), now: run.host.now() };
}

/** @throws StatesError States.QueryEvaluationError */
export async function wholeNumber(template: Template, visit: StateVisit, field: string, minimum = 0): Promise<number> {
  const value = await template.evaluate(bindingsOf(visit));
  if (isWhole(value) && value >= minimum && value <= MAX_INTEGER) return value;
  throw new StatesError(
    'States.QueryEvaluationError',
    `${field} must be a whole number from ${minimum} to ${MAX_INTEGER}, not ${JSON.stringify(value)}`,
  );
}
