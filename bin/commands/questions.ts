import { createInterface } from 'node:readline/promises';
import type { Ask, Question } from '../../lambdas/core/init/findings.ts';
import { printable } from '../../lambdas/core/text/printable.ts';

/** The most choices that are listed. */
const MOST_CHOICES = 20;
const LONGEST = 200;

/** A person on a terminal. */
export interface Dialogue {
  readonly ask: Ask;
  /** Stops reading, so that the program can end. */
  close(): void;
}

/**
 * Asks on a terminal, with a numbered list of choices. Enter takes the first one; after the end of the input, questions have no answer.
 *
 * @param write Writes the questions; stdout is for data.
 */
export function dialogueOn(input: NodeJS.ReadableStream, write: (text: string) => void): Dialogue {
  // The terminal itself edits the line, and Ctrl-C ends the program.
  const reader = createInterface({ input, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  return {
    close: () => reader.close(),
    async ask({ text, choices }) {
      write(listOf({ text, choices }));
      for (;;) {
        write('  [1] ');
        const { value, done } = await lines.next();
        if (done) return null;
        const chosen = choiceOf(value, choices);
        if (chosen !== undefined) return chosen;
        write(`  a number from 1 to ${choices.length}\n`);
      }
    },
  };
}

function listOf({ text, choices }: Question): string {
  const shown = choices.slice(0, MOST_CHOICES).map((choice, i) => `  ${i + 1}  ${printable(choice)}\n`);
  return `${printable(text, LONGEST)}\n${shown.join('')}`;
}

function choiceOf(answer: string, choices: readonly string[]): string | undefined {
  const given = answer.trim();
  if (given === '') return choices[0];
  const number = /^\d+$/.test(given) ? choices[Number(given) - 1] : undefined;
  return number ?? choices.find((choice) => choice === given);
}
