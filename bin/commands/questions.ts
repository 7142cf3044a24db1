import { createInterface } from 'node:readline/promises';
import type { Ask, Question } from '../../lambdas/core/init/findings.ts';
import { printable } from '../../lambdas/core/text/printable.ts';

/** The most choices that are listed. */
const MOST_CHOICES = 20;
const LONGEST = 200;

/**
 * Asks on a terminal, with a numbered list of choices. Enter takes the first one; after the end of the input nobody is asked any more.
 *
 * @param output Where the questions are written; stdout is for data.
 */
export function askOn(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Ask {
  return async ({ text, choices }) => {
    const reader = createInterface({ input, output });
    // Without this, a question would wait for ever after the end of the input.
    const ended = new Promise<null>((resolve) => reader.once('close', () => resolve(null)));
    try {
      output.write(listOf({ text, choices }));
      for (;;) {
        const answer = await Promise.race([reader.question('  [1] '), ended]);
        if (answer === null) return null;
        const chosen = choiceOf(answer, choices);
        if (chosen !== undefined) return chosen;
        output.write(`  a number from 1 to ${choices.length}\n`);
      }
    } finally {
      reader.close();
    }
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
