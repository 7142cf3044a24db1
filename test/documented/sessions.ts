import { expect } from 'vitest';

/** A command as a page shows it, with what it prints. */
export interface Step {
  readonly command: string;
  /** Each line ends with a line feed. */
  readonly output: string;
}

/** The steps of a block: `$ ` begins a command, and a line that ends with `|` or `\` is continued. */
export function stepsOf(text: string): Step[] {
  const steps: { command: string; output: string }[] = [];
  let isOpen = false;
  for (const line of text.split('\n').slice(0, -1)) {
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: '' });
    else if (steps.length === 0) throw new Error(`a session begins with "$ ", not with ${JSON.stringify(line)}`);
    else if (isOpen) steps.at(-1)!.command += `\n${line}`;
    else steps.at(-1)!.output += `${line}\n`;
    isOpen = (isOpen || line.startsWith('$ ')) && /[|\\]$/.test(line);
  }
  return steps;
}

/** A page elides with `…`: lines, where it stands alone in a line, else characters of its line. */
const ELISION = '…';

/** A text with elisions as a pattern. */
function patternOf(text: string, elided: string): string {
  const parts = text.split(ELISION).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return parts.join(elided);
}

/** Asserts that a page shows what was printed. */
export function expectShown(printed: string, shown: string): void {
  // Without elisions, the difference is easier to read.
  if (!shown.includes(ELISION)) expect(printed).toBe(shown);
  const lines = shown.split('\n').map((line) => {
    if (line.trim() === ELISION) return '(?:.*\n)*?';
    return `${patternOf(line, '.*')}\n`;
  });
  // The text ends with a line feed, after which there is no line.
  expect(printed).toMatch(new RegExp(`^${lines.join('').slice(0, -1)}$`));
}

/** The same for JSON, which a page breaks into lines as it likes, with no quotes around its keys. */
export function expectShownJson(printed: string, shown: string): void {
  const bare = (text: string) => text.replaceAll(/"(\w+)":/g, '$1:').replaceAll(/\s+/g, '');
  expect(bare(printed)).toMatch(new RegExp(`^${patternOf(bare(shown), '.*?')}$`));
}
