import type { Command } from 'commander';
import type { CommandLineProcess, Terminal } from './terminal.ts';

/** What a command works with. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** The exit code, if the command has an outcome. */
  readonly outcome: { code: number };
  readonly process: CommandLineProcess;
}

/** A command as the list of commands shows it. Its module, with options, help and action, is loaded when it is wanted. */
export interface ListedCommand {
  readonly name: string;
  /** Such as `<monitor> [window]`. @default - none */
  readonly arguments?: string;
  readonly summary: string;
  /** Whether no list shows it. */
  readonly hidden?: boolean;
  /** Loads the module and adds the whole command. */
  add(program: Command, context: CommandContext): Promise<void>;
}

/** The commands in the order in which help lists them. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'init',
    arguments: '<captures>',
    summary: 'write a monitor file from your data',
    add: async (program, { terminal, process }) =>
      (await import('./init.ts')).addInitCommand(program, terminal, process),
  },
  {
    name: 'check',
    arguments: '<monitor>',
    summary: 'check captured data and predictions of one monitor',
    add: async (program, { terminal, outcome }) =>
      (await import('./check.ts')).addCheckCommand(program, terminal, outcome),
  },
  {
    name: 'baseline',
    arguments: '<monitor>',
    summary: 'build the baseline from the training data',
    add: async (program, { terminal }) => (await import('./baseline.ts')).addBaselineCommand(program, terminal),
  },
  {
    name: 'validate',
    arguments: '[monitors...]',
    summary: 'list the problems in monitor files',
    add: async (program, { terminal, outcome }) =>
      (await import('./validate.ts')).addValidateCommand(program, terminal, outcome),
  },
  {
    name: 'status',
    arguments: '[monitor]',
    summary: 'show checks and incidents of monitors as a table',
    add: async (program, { terminal, outcome }) =>
      (await import('./status.ts')).addStatusCommand(program, terminal, outcome),
  },
  {
    name: 'report',
    summary: 'write a page over all monitors',
    add: async (program, { terminal, outcome }) =>
      (await import('./report.ts')).addReportCommand(program, terminal, outcome),
  },
  {
    name: 'backtest',
    arguments: '<monitor>',
    summary: 'replay past windows, with other limits too',
    add: async (program, { terminal }) => (await import('./backtest.ts')).addBacktestCommand(program, terminal),
  },
  {
    name: 'acknowledge',
    arguments: '<monitor> <incident>',
    summary: 'acknowledge an incident: no reminders until it ends',
    add: async (program, { terminal }) => (await import('./incident.ts')).addAcknowledgeCommand(program, terminal),
  },
  {
    name: 'resolve',
    arguments: '<monitor> <incident>',
    summary: 'close an incident',
    add: async (program, { terminal }) => (await import('./incident.ts')).addResolveCommand(program, terminal),
  },
  {
    name: 'retrain',
    arguments: '<monitor>',
    summary: 'train a candidate now; deploy it if it is better',
    add: async (program, { terminal, outcome }) =>
      (await import('./retrain.ts')).addRetrainCommand(program, terminal, outcome),
  },
  {
    name: 'approve',
    arguments: '<monitor> <retraining>',
    summary: 'deploy a candidate that waits for approval',
    add: async (program, { terminal }) =>
      (await import('./approval.ts')).addApprovalCommand(program, terminal, 'approve'),
  },
  {
    name: 'reject',
    arguments: '<monitor> <retraining>',
    summary: 'reject a candidate; the live model stays',
    add: async (program, { terminal }) =>
      (await import('./approval.ts')).addApprovalCommand(program, terminal, 'reject'),
  },
  {
    name: 'rollback',
    arguments: '<monitor>',
    summary: 'restore the model that served before',
    add: async (program, { terminal, outcome }) =>
      (await import('./rollback.ts')).addRollbackCommand(program, terminal, outcome),
  },
  {
    name: 'compare',
    arguments: '<baseline-file> <window-file>',
    summary: 'compare two files column by column; no monitor needed',
    add: async (program, { terminal, outcome, process }) =>
      (await import('./compare.ts')).addCompareCommand(program, terminal, outcome, process),
  },
  {
    name: 'evaluate',
    arguments: '<file>',
    summary: 'measure the predictions in a file; no monitor needed',
    add: async (program, { terminal, outcome }) =>
      (await import('./evaluate.ts')).addEvaluateCommand(program, terminal, outcome),
  },
  {
    name: 'hash',
    arguments: '<monitor> <values...>',
    summary: 'compute the hashes that results show in place of values',
    add: async (program, { terminal }) => (await import('./hash.ts')).addHashCommand(program, terminal),
  },
  {
    name: 'explain',
    arguments: '[name]',
    summary: 'explain an alert, metric, drift method or key',
    add: async (program, { terminal }) => (await import('./explain-topic.ts')).addExplainCommand(program, terminal),
  },
  {
    name: 'doctor',
    arguments: '[monitor]',
    summary: 'find out why checks or alerts do not work',
    add: async (program, { terminal, outcome }) =>
      (await import('./doctor.ts')).addDoctorCommand(program, terminal, outcome),
  },
  {
    name: 'completion',
    arguments: '<shell>',
    summary: 'print the completion of a shell: bash, zsh or fish',
    add: async (program, { terminal }) => (await import('./completion.ts')).addCompletionCommand(program, terminal),
  },
  // Command names of version 0.1, which work until the next version.
  {
    name: 'retrainings',
    arguments: '<monitor>',
    summary: 'list past retrainings, a pending request and the live model',
    hidden: true,
    add: async (program, { terminal }) =>
      (await import('./retrain-list.ts')).addRetrainListCommand(program, terminal, 'retrainings'),
  },
  {
    name: 'refuse',
    arguments: '<monitor> <retraining>',
    summary: 'reject a candidate; the live model stays',
    hidden: true,
    add: async (program, { terminal }) =>
      (await import('./approval.ts')).addApprovalCommand(program, terminal, 'reject', 'refuse'),
  },
];
