import { printable } from '../../lambdas/core/text/printable.ts';
import type { Finding } from '../output/doctor.ts';

export const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });
export const note = (name: string, text: string): Finding => ({ name, state: 'note', text });
export const failed = (name: string, text: string, mend?: string): Finding => ({ name, state: 'failed', text, mend });

/** Characters of a text, which may quote what AWS says. */
const LONGEST = 1000;

const STATES = { ok: 'ok    ', note: 'note  ', failed: 'FAILED' } as const;

/** A line for each finding, and below it what mends it. */
export function findingsText(findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .map(({ name, state, text, mend }) => {
      const indent = ' '.repeat(STATES[state].length + widest + 4);
      const how = mend === undefined ? '' : `${indent}to mend: ${printable(mend, LONGEST)}\n`;
      return `${STATES[state]}  ${name.padEnd(widest)}  ${printable(text, LONGEST)}\n${how}`;
    })
    .join('');
}
