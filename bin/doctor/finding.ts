import { formatCount } from '../../lambdas/core/text/numbers.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import type { Finding } from '../output/doctor.ts';

export const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });
export const note = (name: string, text: string): Finding => ({ name, state: 'note', text });
export const failed = (name: string, text: string, mend?: string): Finding => ({ name, state: 'failed', text, mend });

/** Characters of a text, which may quote what AWS says. */
const LONGEST = 1000;

const STATES = { ok: 'ok    ', note: 'note  ', failed: 'FAILED' } as const;

/** A line for each finding, and below it what mends it: once for all findings in a row that the same mends. */
export function findingsText(findings: readonly Finding[]): string {
  const widest = Math.max(...findings.map(({ name }) => name.length));
  let alike = 0;
  return findings
    .map(({ name, state, text, mend }, i) => {
      const line = `${STATES[state]}  ${name.padEnd(widest)}  ${printable(text, LONGEST)}\n`;
      alike++;
      if (mend !== undefined && mend === findings[i + 1]?.mend) return line;
      const which = alike === 1 ? '' : ` these ${formatCount(alike)}`;
      alike = 0;
      const indent = ' '.repeat(STATES[state].length + widest + 4);
      return mend === undefined ? line : `${line}${indent}to mend${which}: ${printable(mend, LONGEST)}\n`;
    })
    .join('');
}
