import type { RunContext } from '../../../core/context.ts';
import type { ApprovalAnswer, RetrainingInput, Workflow } from '../../../core/ports.ts';
import { retrainingMachine } from '../../../core/retraining/machine/machine.ts';
import type { RetrainingContext } from '../../../core/retraining/steps/context.ts';
import type { WorkflowEvent } from '../../../states-language/events.ts';
import { REAL_TIME } from '../../../states-language/real-time.ts';
import { StateMachine } from '../../../states-language/state-machine.ts';
import { TaskTokens } from '../../../states-language/task-tokens.ts';
import type { LocalAccount } from './account.ts';
import { ApprovalAnswers } from './approval-answers.ts';
import { ExecutionRecord } from './executions.ts';
import { expireRows } from './expire-rows.ts';
import type { LocalTime } from './local-time.ts';
import { LocalTasks } from './tasks.ts';

export interface LocalWorkflowOptions {
  /** The context of a step, for a time (milliseconds since the epoch) and a run. */
  readonly contextAt: (now: number, runId: string) => RunContext;
  readonly answerCommands: RetrainingContext['answerCommands'];
  /** @default the clock of this machine */
  readonly time?: LocalTime;
  /** Called with every event. */
  readonly listener?: ((event: WorkflowEvent) => void) | undefined;
}

/** Interprets the deployed retraining machine in this process, with the user's programs in place of SageMaker. */
export class LocalWorkflow implements Workflow {
  readonly #account: LocalAccount;
  readonly #options: LocalWorkflowOptions;
  readonly #time: LocalTime;
  readonly #answers: ApprovalAnswers;

  constructor(account: LocalAccount, options: LocalWorkflowOptions) {
    this.#account = account;
    this.#options = options;
    this.#time = options.time ?? REAL_TIME;
    this.#answers = new ApprovalAnswers(account.records);
  }

  /** Runs the execution to its end. The outcome is in its record and in the monitor's state. */
  async start(name: string, input: RetrainingInput): Promise<void> {
    const { listener = () => {} } = this.#options;
    const { now } = this.#time;
    await expireRows(this.#account, now());
    const record = await ExecutionRecord.begin(this.#account.records, name, input, now());
    if (record === null) return;
    const tokens = new TaskTokens();
    const tasks = new LocalTasks(this.#account, {
      time: this.#time,
      answers: this.#answers,
      tokens,
      context: () => this.#context(name),
    });
    const text = JSON.stringify(retrainingMachine({ controlFunction: 'control', dataFunction: 'data' }));
    const machine = new StateMachine(text, tasks, { id: 'local', name: 'retraining' }, tokens);
    try {
      await machine.run({
        input,
        name,
        listener: (event) => {
          record.note(event);
          listener(event);
        },
      });
    } catch (error) {
      record.break(error, now());
      throw error;
    } finally {
      await record.stored();
    }
  }

  async answer(token: string, answer: ApprovalAnswer): Promise<void> {
    await this.#answers.give(token, answer, this.#time.now());
  }

  #context(execution: string): RetrainingContext {
    const { contextAt, answerCommands } = this.#options;
    return {
      // All steps share the execution's run id, so that a step publishes what an earlier one could not.
      ...contextAt(this.#time.now(), execution),
      resultsUri: this.#account.uri,
      workflow: this,
      outputKey: null,
      alarmPrefix: null,
      tags: [],
      answerCommands,
    };
  }
}
