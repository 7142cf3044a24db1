import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUNBOOK, type RunbookSection } from './explain/runbook.ts';

export const RUNBOOK_PAGE = join(import.meta.dirname, '../docs/runbook.md');

const HEAD = `# Runbook

What to do about an alert, by its kind. \`npx driftwarden explain drift\` prints a section in the terminal. Your own runbook page, if \`alerts.runbook\` names one, is linked in every alert.

Every alert says at its top what was found, and below it: since when, the next step, where to look, and the commands to copy. A message with RECOVERED in its title is the end of an incident.

This page is made by \`npm run generate\` from bin/explain/runbook.ts.
`;

/** The page. */
export function runbookPage(): string {
  const kinds = Object.entries(RUNBOOK).map(([kind, { title }]) => `| [${kind}](#${kind}) | ${title} |`);
  const contents = ['| kind | |', '|---|---|', ...kinds].join('\n');
  return `${[HEAD, contents, ...Object.entries(RUNBOOK).map(([kind, section]) => sectionOf(kind, section))].join('\n')}\n`;
}

function sectionOf(kind: string, { title, meaning, look, causes, act, end }: RunbookSection): string {
  const list = (items: readonly string[], mark: (i: number) => string) =>
    items.map((item, i) => `${mark(i)} ${item}`).join('\n');
  return `
## ${kind}
**${title}.** ${meaning}

Where to look:
${list(look, () => '-')}

Usual causes:
${list(causes, () => '-')}

What to do:
${list(act, (i) => `${i + 1}.`)}

${end}`;
}

if (import.meta.main) writeFileSync(RUNBOOK_PAGE, runbookPage());
