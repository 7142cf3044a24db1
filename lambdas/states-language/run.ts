import { StatesError } from './errors.ts';
import type { WorkflowEvent } from './events.ts';
import type { Bindings } from './expression.ts';
import { MAX_INTEGER } from './fields.ts';
import type { Ending } from './states.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { Template } from './template.ts';
import type { Variables } from './variables.ts';
import type { WorkflowWorld } from './world.ts';

/** Events that an execution may have; Step Functions ends it there. */
const MAX_EVENTS = 25_000;

/** Iterations of an inline Map that run at once without a limit of the Map's own. */
export const MAX_CONCURRENCY = 40;

/** The parts of the context object that stay the same. */
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
  readonly world: WorkflowWorld;
  readonly tokens: TaskTokens;
  readonly context: ExecutionContext;
  readonly #listen: (event: WorkflowEvent) => void;
  #events = 0;

  constructor(
    world: WorkflowWorld,
    tokens: TaskTokens,
    context: ExecutionContext,
    listen: (event: WorkflowEvent) => void,
  ) {
    this.world = world;
    this.tokens = tokens;
    this.context = context;
    this.#listen = listen;
  }

  /** Tells the listener, which is not to throw. @throws StatesError States.Runtime in an execution that does not end */
  tell(event: WorkflowEvent): void {
    if (++this.#events > MAX_EVENTS)
      throw new StatesError('States.Runtime', `the execution has reached its maximum of ${MAX_EVENTS} history events`);
    this.#listen(event);
  }
}

/** One stay in a state: what its expressions and its work need. */
export interface Stay {
  readonly run: Run;
  readonly state: string;
  readonly input: unknown;
  readonly variables: Variables;
  /** UTC milliseconds. */
  readonly entered: number;
  readonly retryCount: number;
  readonly signal: AbortSignal;
}

/** A state's work is done; Assign and Output are still to come. */
export interface Done {
  readonly ending: Ending;
  /** The output without an Output field. */
  readonly output: unknown;
  /** More of `$states`. */
  readonly more?: { readonly result?: unknown; readonly errorOutput?: unknown };
  /** More of `$states.context`. */
  readonly context?: object;
}

/** @param more Of `$states`: the result or the error. @param context More of the context object. */
export function bindingsOf(stay: Stay, more: object = {}, context: object = {}): Bindings {
  const { run, state, input, variables, entered, retryCount } = stay;
  const State = { Name: state, EnteredTime: new Date(entered).toISOString(), RetryCount: retryCount };
  const states = { input, context: { ...run.context, State, ...context }, ...more };
  return { states, variables: variables.all(), now: run.world.now() };
}

/** @throws StatesError States.QueryEvaluationError */
export async function wholeNumber(template: Template, stay: Stay, field: string, minimum = 0): Promise<number> {
  const value = await template.evaluate(bindingsOf(stay));
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= MAX_INTEGER)
    return value as number;
  throw new StatesError(
    'States.QueryEvaluationError',
    `${field} is a whole number from ${minimum} to ${MAX_INTEGER}, not ${JSON.stringify(value)}`,
  );
}
