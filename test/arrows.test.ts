import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The rooms of the core from the innermost out: a file may import from its own floor and from those below it. */
const FLOORS: readonly (readonly string[])[] = [
  ['text', 'columns', 'statistics', 'ports.ts', 'window.ts', 'sources.ts', 'listing-digest.ts'],
  ['capture'],
  ['performance', 'profile'],
  ['drift', 'quality', 'comparison'],
  ['monitor', 'labels'],
  ['baseline', 'result', 'decision', 'history', 'retraining', 'judge'],
  ['report', 'world.ts'],
  ['steps'],
  [
    'check-drift.ts',
    'check-accuracy.ts',
    'compare.ts',
    'evaluate.ts',
    'build-baseline.ts',
    'check-data.ts',
    'status.ts',
    'latest-window.ts',
    'retrain.ts',
    'retrain-step.ts',
    'operate-retraining.ts',
    'operate-incidents.ts',
  ],
];
const ROOT = join(import.meta.dirname, '..');
const CORE = join(ROOT, 'lambdas/core');

/** Every relative import of the sources below a folder, as paths from the repository's root. */
function importsBelow(folder: string): { from: string; to: string }[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((name) => {
    const path = join(ROOT, folder, name);
    const specifiers = [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)];
    return specifiers.map(([, specifier]) => ({
      from: relative(ROOT, path),
      to: relative(ROOT, join(dirname(path), specifier)),
    }));
  });
}

function floorOf(path: string): number {
  const room = relative(CORE, join(ROOT, path)).split('/')[0];
  return FLOORS.findIndex((floor) => floor.includes(room));
}

describe('arrows', () => {
  const core = importsBelow('lambdas/core');

  it('stay inside the core', () => {
    expect(core.filter(({ to }) => !to.startsWith('lambdas/core/'))).toEqual([]);
  });

  it('know every room', () => {
    expect(new Set(core.map(({ from }) => from).filter((from) => floorOf(from) < 0))).toEqual(new Set());
  });

  it('never point outwards', () => {
    expect(core.filter(({ from, to }) => floorOf(from) < floorOf(to))).toEqual([]);
  });

  it('keep tests, simulations and measurements out of the product', () => {
    const product = ['lambdas', 'bin', 'lib'].flatMap(importsBelow);
    expect(product.filter(({ to }) => /^(test|simulate|bench)\//.test(to))).toEqual([]);
  });

  it('reach adapters only from commands and handlers', () => {
    const adapters = importsBelow('lambdas/adapters').filter(({ to }) => !/^lambdas\/(core|adapters)\//.test(to));
    expect(adapters).toEqual([]);
  });
});
