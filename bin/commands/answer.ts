import type { Command } from 'commander';
import { answerRetraining } from '../../lambdas/core/retraining/operate-retraining.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { localRetrainingWorld } from './local-context.ts';
import { askFunction, type RetrainingOptions, retrainingOptions, whoAsks } from './retraining-function.ts';
import type { Terminal } from './terminal.ts';

interface AnswerOptions extends RetrainingOptions {
  readonly note: string;
}

const WORDS = {
  approve: { summary: 'let a candidate that waits serve', done: 'approved', note: 'by hand' },
  refuse: { summary: 'keep the live model instead of a candidate', done: 'refused', note: 'holidays' },
} as const;

/** `approve` and `refuse`: a person's answer to a candidate that has won and waits. */
export function addAnswerCommand(program: Command, terminal: Terminal, answer: keyof typeof WORDS): void {
  const { summary, done, note } = WORDS[answer];
  retrainingOptions(program.command(answer))
    .argument('<monitor>', "a monitor's name, or its file")
    .argument('<retraining>', 'id of the retraining that waits, as the message says it')
    .summary(summary)
    .description(`${summary[0].toUpperCase()}${summary.slice(1)}.`)
    .option('--note <text>', 'why: it stands in the record', '')
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
      if (options.json) terminal.out(formatJson({ monitor: name, id, answer: done }));
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
  const by = whoAsks();
  if (options.function !== undefined) {
    await askFunction(options.function, { operation, monitor: name, id, note, by });
    return;
  }
  const monitor = readMonitor(findMonitorFile(name, options.monitors));
  const world = localRetrainingWorld(monitor, options, terminal);
  await answerRetraining(monitor.name, id, { approved: operation === 'approve', by, note }, world);
}
