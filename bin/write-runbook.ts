import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUNBOOK, type RunbookSection } from './explain/runbook.ts';

export const RUNBOOK_PAGE = join(import.meta.dirname, '../docs/runbook.md');

const HEAD = `# Runbook

What to do about each kind of alert. \`npx driftwarden explain drift\` prints a section in the terminal. If \`alerts.runbook\` names a page of your own, every alert links to it instead.

An alert begins with what was found. Below it stand: since when, the next step, where to look, and commands to copy. RECOVERED in a title means that the incident is over.

\`npm run generate\` writes this page from bin/explain/runbook.ts.
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
