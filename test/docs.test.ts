import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMonitor } from '../lambdas/core/monitor/parse.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGES = ['README.md', 'monitors/README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

describe('pages', () => {
  it.each(PAGES)('%s links only to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  const examples = PAGES.flatMap((page) =>
    [...read(page).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text], i) => ({ page, i, text })),
  );

  it.each(examples)('$page has a valid monitor in example $i', ({ text }) => {
    expect(() => parseMonitor(text, 'monitors/example.yaml')).not.toThrow();
  });

  it('has such examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(2);
  });
});
