import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { MonitorFileProblem } from './problems.ts';

/** The most uses of anchors, which an attack could multiply. */
const MAX_ALIASES = 100;
/** The longest file, in UTF-16 units. */
const MAX_LENGTH = 1_000_000;

/** The values of a YAML text, with their places. */
export interface YamlDocument {
  /** Plain objects, lists and scalars. Keys such as `__proto__` are own properties. */
  readonly value: unknown;
  /** The place of the value at a path, or of the part of the path that exists. */
  locate(
    path: readonly (string | number)[],
    which?: 'key' | 'value',
  ): { readonly line: number; readonly column: number };
}

type YamlProblem = Pick<MonitorFileProblem, 'line' | 'column' | 'message'>;

/** Reads one YAML 1.2 document (core schema; duplicate keys, unknown tags and several documents are problems). */
export function readYaml(text: string): YamlDocument | { readonly problems: readonly YamlProblem[] } {
  if (text.length > MAX_LENGTH) {
    return { problems: [{ line: 1, column: 1, message: `the file has more than ${MAX_LENGTH} characters` }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
    stringKeys: true,
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { problems: faults.map(({ pos, message }) => ({ ...place(pos[0]), message: oneLine(message) })) };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, locate: (path, which = 'value') => place(offsetOf(document, path, which)) };
  } catch (error) {
    // Aliases without an anchor, too many aliases, or too deep nesting.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    return { problems: [{ line: 1, column: 1, message: oneLine(error.message) }] };
  }
}

function offsetOf(document: Document.Parsed, path: readonly (string | number)[], which: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    let key: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      [key, node] = [pair?.key, pair?.value];
    } else {
      node = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
    }
    const isLast = depth === path.length - 1;
    const found = (isLast && which === 'key' ? startOf(key) : startOf(node)) ?? startOf(key);
    if (found === undefined) return offset;
    offset = found;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
