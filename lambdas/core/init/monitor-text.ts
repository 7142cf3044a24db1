import { Document, isMap, isScalar, visit, type YAMLMap } from 'yaml';
import { printable } from '../text/printable.ts';
import { wrapText } from '../text/width.ts';
import type { Findings } from './findings.ts';

const COMMENT_WIDTH = 110;
const FLOW_LENGTH = 90;

/** The keys that most monitors need next, ready to be uncommented. */
const NEXT_KEYS = {
  schedule: [
    'schedule:',
    '  window: P1D              # or P7D, PT1H, …',
    '  timeZone: UTC            # windows are local days',
  ],
  performance: ['performance:', '  alert: []                # limits: without one, worse performance raises no alert'],
  alerts: ['alerts:', '  email: [ml-oncall@example.com]   # in AWS'],
} as const;

/**
 * The text of a monitor file, with what was recognised of each key as comments.
 *
 * @param value The keys of the file. Those that are undefined are left out.
 */
export function monitorText(value: Readonly<Record<string, unknown>>, findings: Findings): string {
  const document = new Document(defined(value), { version: '1.2' });
  visit(document, {
    Seq(_key, node) {
      // A longer list has one name a line.
      node.flow = JSON.stringify(node).length < FLOW_LENGTH;
    },
  });
  const { contents } = document;
  if (!isMap(contents)) throw new Error('a monitor is a map');
  annotate(contents, '', findings);
  document.commentBefore = ` Written by driftwarden init. docs/monitor-file.md explains every key.`;
  document.comment = optionalKeys(value);
  return document.toString({ lineWidth: COMMENT_WIDTH, flowCollectionPadding: false });
}

function annotate(map: YAMLMap, above: string, findings: Findings): void {
  for (const pair of map.items) {
    if (!isScalar(pair.key)) continue;
    const path = above + String(pair.key.value);
    const notes = [...findings.notes(path), ...absentKeys(path, map, findings)];
    if (notes.length > 0) pair.key.commentBefore = commentOf(notes);
    if (above === '' && isMap(pair.value)) annotate(pair.value, `${path}.`, findings);
  }
}

/** The notes of keys that are left out because their default suits. */
function absentKeys(path: string, map: YAMLMap, findings: Findings): readonly string[] {
  return path === 'problem' && !map.has('positive') ? findings.notes('positive') : [];
}

function commentOf(notes: readonly string[]): string {
  return notes
    .flatMap((note) => wrapText(printable(note, 1000), COMMENT_WIDTH))
    .map((line) => ` ${line}`)
    .join('\n');
}

function optionalKeys({ labels, performance: limits }: Readonly<Record<string, unknown>>): string {
  const { schedule, performance, alerts } = NEXT_KEYS;
  const lines = [...schedule, ...(labels === undefined || limits !== undefined ? [] : performance), ...alerts];
  return [' Often needed next:', ...lines].map((line, i) => (i === 0 ? line : ` ${line}`)).join('\n');
}

/** Without keys that are undefined; maps, in which names may be `__proto__`, stay maps. */
function defined(value: unknown): unknown {
  if (value instanceof Map || Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return new Map(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, defined(inner)]),
  );
}
