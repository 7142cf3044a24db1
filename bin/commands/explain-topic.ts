import type { Command } from 'commander';
import { nearestName } from '../../lambdas/core/monitor/nearest.ts';
import { formatJson } from '../../lambdas/core/text/json.ts';
import { wrapText } from '../../lambdas/core/text/width.ts';
import type { Topic } from '../output/explain.ts';
import { UsageError } from './explain.ts';
import { runnable } from './program-name.ts';
import type { Terminal } from './terminal.ts';

interface ExplainOptions {
  readonly json?: boolean;
}

const HELP = `
Without a name, lists everything that can be explained.

Examples:
  driftwarden explain drift               what to do about an alert of this kind
  driftwarden explain roc_auc             a metric
  driftwarden explain psi                 a drift method or significance test
  driftwarden explain performance.alert   a key of the monitor file
  driftwarden explain retraining.promote  all keys below`;

/** Columns of text on a wide terminal. */
const WIDEST = 100;

/** A file or a pipe has no width: what reads it may wrap the text. */
function widthOf({ width }: Terminal): number {
  return width === Number.POSITIVE_INFINITY ? width : Math.min(width, WIDEST);
}

export function addExplainCommand(program: Command, terminal: Terminal): void {
  program
    .command('explain')
    .argument('[name]', 'kind of alert, metric, drift method, test or key of the monitor file')
    .summary('explain an alert, metric, drift method or key')
    .description(
      'Explains a kind of alert, a metric, a drift method, a significance test or a key of the monitor file.',
    )
    .option('--json', 'print as a JSON array, one entry per topic')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined, { json }: ExplainOptions) => {
      const { allTopics } = await import('../explain/topics.ts');
      const topics = allTopics();
      const found = name === undefined ? topics : findTopics(name, topics);
      if (json) terminal.out(formatJson(found));
      else if (name === undefined) terminal.out(listOf(topics));
      else terminal.out(found.map((topic) => textOf(topic, widthOf(terminal))).join('\n'));
    });
}

/** The topics of a name, or of the keys below it. @throws UsageError with the most similar name */
function findTopics(name: string, topics: readonly Topic[]): Topic[] {
  const exact = topics.filter((topic) => topic.name === name);
  if (exact.length > 0) return exact;
  const below = topics.filter((topic) => topic.name.startsWith(`${name}.`) || topic.name.startsWith(`${name}[]`));
  if (below.length > 0) return below;
  const near = nearestName(
    name,
    topics.map((topic) => topic.name),
  );
  const hint = near === null ? `${runnable('explain')} lists what can be explained` : `did you mean ${near}?`;
  throw new UsageError(`there is nothing to explain about ${JSON.stringify(name)}; ${hint}`);
}

function listOf(topics: readonly Topic[]): string {
  const kinds = [...new Set(topics.map(({ kind }) => kind))];
  return kinds
    .map((kind) => {
      const names = topics.filter((topic) => topic.kind === kind).map(({ name }) => `  ${name}\n`);
      return `${kind}\n${names.join('')}`;
    })
    .join('\n');
}

function textOf({ name, kind, title, text, parts }: Topic, width: number): string {
  const paragraphs = text.map((paragraph) => `${wrapText(paragraph, width).join('\n')}\n`);
  return [
    `${wrapText(`${name}, ${kind}${title === '' ? '' : `: ${title}`}`, width).join('\n')}\n`,
    ...paragraphs,
    parts.map((part) => partOf(part, width)).join(''),
  ].join('\n');
}

/** A list under its heading, or one line with it. */
function partOf({ heading, lines }: Topic['parts'][number], width: number): string {
  if (lines.length === 1) return `${wrapText(`${heading}: ${lines[0]}`, width).join('\n')}\n`;
  return `${heading}\n${lines.map((line) => item(line, width)).join('')}\n`;
}

function item(line: string, width: number): string {
  const [first, ...rest] = wrapText(line, Math.max(20, width - 4));
  return `  - ${first}\n${rest.map((other) => `    ${other}\n`).join('')}`;
}
