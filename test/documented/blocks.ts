import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Every page that people read, as a path from the root. */
export const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'monitors/README.md',
  'test/account/README.md',
  'examples/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export const readPage = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** What follows the opening fence: the language, and where that does not say how the block is checked, its kind. */
  readonly info: string;
  /** Without the fences and their indentation; each line ends with a line feed. */
  readonly text: string;
}

const FENCED = /^( *)```([^\n]*)\n([\s\S]*?)^ *```$/gm;

const blocks: readonly Block[] = PAGES.flatMap((page) => {
  const text = readPage(page);
  return [...text.matchAll(FENCED)].map(({ 1: indent, 2: info, 3: body, index }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    info,
    text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
});

/** All blocks of all pages. */
export const allBlocks = (): readonly Block[] => blocks;

/**
 * The blocks of a kind, for the test that checks them: blocks.test.ts knows which one that is.
 *
 * @throws Error if no page has such a block
 */
export function blocksOf(info: string): readonly Block[] {
  const found = blocks.filter((block) => block.info === info);
  if (found.length === 0) throw new Error(`no page has a block of the kind ${JSON.stringify(info)}`);
  return found;
}

/** Such as `README.md:7`. */
export const placeOf = ({ page, line }: Block): string => `${page}:${line}`;
