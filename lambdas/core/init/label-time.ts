import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';

/** The column that says when each label became known, if the name of one says so. */
export function findTime({ columns }: TableFacts, findings: Findings): string | undefined {
  const times = [...columns].filter(([, { isTime }]) => isTime).map(([name]) => name);
  const named = times.filter((name) => isNamed(name, 'known'));
  if (named.length === 1) {
    findings.explain('labels.time', 'by its name');
    return named[0];
  }
  if (times.length > 0) {
    const candidates = named.length > 0 ? named : times;
    const one = candidates.length > 1 ? 'one of ' : '';
    findings.explain(
      'labels.label',
      `if ${one}${listNames(candidates.map(quoted), 5)} says when a label became known, set labels.time to it`,
    );
  }
  return undefined;
}
