import { DefinitionError } from './errors.ts';
import type { Outcome, WorkflowEvent } from './events.ts';
import type { StateMachineHost } from './host.ts';
import { type Definition, parseDefinition } from './parse-definition.ts';
import { Run } from './run.ts';
import { runExecution } from './run-execution.ts';
import { runGraph } from './run-graph.ts';
import { TaskTokens } from './task-tokens.ts';

/** An execution to run. */
export interface ExecutionRequest {
  readonly input: unknown;
  readonly name: string;
  /** ARN. @default the name */
  readonly id?: string;
  readonly roleArn?: string;
  /** Called with every event. */
  readonly listener?: (event: WorkflowEvent) => void;
  /** Stops the execution when aborted. Its reason may be a StatesError with error and cause. */
  readonly signal?: AbortSignal;
}

/** ARN and name, for the context object. */
export interface MachineIdentity {
  readonly id: string;
  readonly name: string;
}

/**
 * A state machine in the Amazon States Language with JSONata (states-language.net/spec.html), run like a standard workflow of Step
 * Functions. The constructor rejects definitions that it cannot run exactly.
 */
export class StateMachine {
  readonly identity: MachineIdentity;
  readonly tokens: TaskTokens;
  readonly #definition: Definition;
  readonly #host: StateMachineHost;

  /**
   * @param definition The deployed text, after its substitutions.
   * @param tokens The tasks that wait for a token, by token.
   * @throws DefinitionError
   */
  constructor(definition: string, host: StateMachineHost, identity: MachineIdentity, tokens = new TaskTokens()) {
    this.#definition = parseDefinition(definition);
    const [label] = this.#definition.labels;
    if (label !== undefined && host.mapRuns === undefined)
      throw new DefinitionError('the definition', `Distributed Maps, such as ${label}, do not run on this host`);
    this.#host = host;
    this.identity = identity;
    this.tokens = tokens;
  }

  /** Runs an execution to its end. @throws errors of the host other than a StatesError: a fault, not an outcome */
  async run({ input, name, id = name, roleArn, listener = () => {}, signal }: ExecutionRequest): Promise<Outcome> {
    const started = this.#host.now();
    const context = {
      Execution: {
        Id: id,
        Name: name,
        Input: input,
        StartTime: new Date(started).toISOString(),
        ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
      },
      StateMachine: { Id: this.identity.id, Name: this.identity.name },
    };
    const run = new Run(this.#host, this.tokens, context, listener);
    return runExecution(this.#definition, input, run, signal ?? new AbortController().signal, runGraph);
  }
}
