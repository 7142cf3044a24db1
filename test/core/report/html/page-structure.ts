/**
 * Reads a page the way a browser would as far as our pages go: every `<` must begin a well-formed tag, every attribute must
 * be quoted, every element must be closed in its order. Throws where a page is anything else.
 */
export interface PageStructure {
  /** Tags in their order with the names of their attributes: `dd`, `td class`, `/td`. */
  readonly tags: readonly string[];
  /** Values of all attributes, as written. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** What stands between the tags, as written. Without the style sheet. */
  readonly texts: readonly string[];
}

const VOID = new Set(['!doctype', 'meta', 'rect', 'line', 'path', 'circle']);
const TAG = /<(\/?)([!a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*)(\/?)>/y;

export function readPage(page: string): PageStructure {
  const tags: string[] = [];
  const attributes: [string, string][] = [];
  const texts: string[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < page.length) {
    if (page[at] !== '<') {
      const end = page.indexOf('<', at);
      const text = page.slice(at, end < 0 ? page.length : end);
      if (open.at(-1) !== 'style') texts.push(text);
      at += text.length;
      continue;
    }
    TAG.lastIndex = at;
    const match = TAG.exec(page);
    if (match === null) throw new Error(`no tag at ${at}: ${JSON.stringify(page.slice(at, at + 80))}`);
    const [whole, closing, name, rest] = match;
    const found = [...rest.matchAll(/ ([a-zA-Z][a-zA-Z0-9-]*)(?:="([^"]*)")?/g)].map(
      ([, key, value = '']) => [key, value] as const,
    );
    for (const [key, value] of found) attributes.push([key, value]);
    tags.push(`${closing}${[name, ...found.map(([key]) => key)].join(' ')}`);
    if (closing === '/') {
      const expected = open.pop();
      if (expected !== name) throw new Error(`</${name}> closes <${expected}> at ${at}`);
    } else if (!VOID.has(name)) open.push(name);
    at += whole.length;
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(', ')}`);
  return { tags, attributes, texts };
}
