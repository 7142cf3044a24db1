import type { Command } from 'commander';
import { answerApproval } from '../../lambdas/core/retraining/operate-retraining.ts';
import { approvalOutcomeSchema } from '../../lambdas/core/retraining/operation-answers.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import type { ApprovalOutput } from '../output/retraining.ts';
import { localRetrainingContext } from './local-context.ts';
import { currentUser, operateFunction, type RetrainingOptions, retrainingOptions } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

interface AnswerOptions extends RetrainingOptions {
  readonly note: string;
}

const WORDS = {
  approve: { summary: 'deploy a candidate that waits for approval', done: 'approved', note: 'by hand' },
  reject: { summary: 'reject a candidate; the live model stays', done: 'rejected', note: 'holidays' },
} as const;

/**
 * `approve` and `reject`: an approver's answer to a candidate that waits for approval.
 *
 * @param oldName A former name of the command, which still works but is hidden.
 */
export function addApprovalCommand(
  program: Command,
  terminal: Terminal,
  answer: keyof typeof WORDS,
  oldName?: string,
): void {
  const { summary, done, note } = WORDS[answer];
  retrainingOptions(program.command(oldName ?? answer, { hidden: oldName !== undefined }))
    .argument('<monitor>', 'name or file of the monitor')
    .argument('<retraining>', 'id of the waiting retraining, from its alert')
    .summary(summary)
    .description(`${summary[0].toUpperCase()}${summary.slice(1)}.`)
    .option('--note <text>', 'the reason, kept in the record', '')
    .addHelpText(
      'after',
      `
Examples:
  driftwarden ${answer} flight-delays retraining-2001-05-17
  driftwarden ${answer} flight-delays retraining-2001-05-17 --note "${note}"`,
    )
    .action(async (name: string, id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<AnswerOptions>();
      await giveAnswer(name, id, answer, options, terminal);
      if (options.json) terminal.out(formatJson({ monitor: name, id, answer: done } satisfies ApprovalOutput));
      else terminal.out(`${printable(id, 200)}: ${done}\n`);
    });
}

async function giveAnswer(
  name: string,
  id: string,
  operation: keyof typeof WORDS,
  options: AnswerOptions,
  terminal: Terminal,
): Promise<void> {
  const { note } = options;
  if (options.function !== undefined) {
    await operateFunction(options.function, { operation, monitor: name, id, note }, approvalOutcomeSchema);
    return;
  }
  const monitor = readMonitor(findMonitorFile(name, options.monitors));
  const context = localRetrainingContext(monitor, options, terminal);
  await answerApproval(monitor.name, id, { approved: operation === 'approve', by: currentUser(), note }, context);
}
