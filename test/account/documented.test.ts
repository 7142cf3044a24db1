import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blocksOf } from '../documented/blocks.ts';
import { runAccount, runSageMaker } from './documented.ts';

const CODE = readFileSync(join(import.meta.dirname, 'documented.ts'), 'utf8');

it('the code on the page about the test account is code that compiles', () => {
  const here = [...CODE.matchAll(/ {2}\/\/ In README.md:\n([\s\S]*?) {2}\/\/ Up to here./g)];
  expect(here.length).toBe([runAccount, runSageMaker].length);
  // The page aligns its comments.
  const onPage = blocksOf('ts account').map(({ text }) => text.replaceAll(/; +\/\/ /g, '; // '));
  expect(onPage).toEqual(here.map(([, code]) => code.replaceAll(/^ {2}/gm, '')));
});
