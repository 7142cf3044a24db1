import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The rooms of the core from the innermost out: a file imports only from its own room and from those before it. */
const ROOMS: readonly string[] = [
  'text',
  'columns',
  'statistics',
  'ports.ts',
  'alerts.ts',
  'window.ts',
  'in-turn.ts',
  'listing-digest.ts',
  'sources.ts',
  'states-language.ts',
  'capture',
  'context.ts',
  'profile',
  'drift',
  'quality',
  'performance',
  'comparison',
  'monitor',
  'labels',
  'privacy',
  'result',
  'baseline',
  'decision',
  'history',
  'judge',
  'report',
  'check',
  'build-baseline',
  'retraining',
  'operate',
  'watchdog',
  'delivery',
  'files',
  'backtest',
  'validate',
  'init',
];
const ROOT = join(import.meta.dirname, '..');
const CORE = join(ROOT, 'lambdas/core');
const PAGE = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

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

function roomOf(path: string): number {
  return ROOMS.indexOf(relative(CORE, join(ROOT, path)).split('/')[0]);
}

/** The names in the first column of a table of docs/architecture.md, without the slash of folders. */
function tableAt(header: string): string[] {
  const [table] = PAGE.slice(PAGE.indexOf(header)).split('\n\n');
  const cells = table.split('\n').slice(2);
  return cells.flatMap((line) =>
    [...line.split(' | ')[0].matchAll(/`([^`]+)`/g)].map(([, name]) => name.replace(/\/$/, '')),
  );
}

function foldersOf(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

describe('the page about the architecture', () => {
  it('has every folder that the repository is made of', () => {
    const folders = tableAt('| folder | what').map((path) => path.split('/').at(-1)!);
    const lambdas = foldersOf('lambdas').filter((name) => name !== 'adapters');
    const others = [
      'bin',
      'lib',
      'test',
      'monitors',
      'package',
      'examples',
      'demo',
      'bench',
      'simulate',
      'smoke',
      ...foldersOf('lambdas/adapters'),
    ];
    expect(folders.sort()).toEqual([...lambdas, ...others].sort());
  });

  it('names files that exist in the way of a row', () => {
    const [, way] = PAGE.split('## The way of a row');
    const paths = [...way.split('\n## ')[0].matchAll(/`([a-z0-9./-]+\/[a-z0-9./-]*)`/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => path !== 'lambdas/core/' && !existsSync(join(CORE, path)))).toEqual([]);
  });

  it('names files that exist in the rooms', () => {
    const rows = [...PAGE.matchAll(/^\| `([a-z-]+\/)` \| (.*) \|$/gm)].filter(([, room]) =>
      existsSync(join(CORE, room)),
    );
    const files = rows.flatMap(([, room, text]) =>
      [...text.matchAll(/`([a-z0-9/-]+(?:\.ts|\/))`/g)].map(([, file]) => `${room}${file}`),
    );
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => !existsSync(join(CORE, file)))).toEqual([]);
  });

  it('says which rooms have no folder of tests, and what the other folders of tests are', () => {
    const [, row] = /^\| `test\/` \| (.*) \|$/m.exec(PAGE)!;
    const [, without] = /Rooms without a folder there: ([^.]*)\./.exec(row)!;
    const rooms = foldersOf('lambdas/core');
    const folders = foldersOf('test/core');
    const names = [...without.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(rooms.filter((room) => !folders.includes(room)).sort());
    for (const folder of folders.filter((name) => !rooms.includes(name))) expect(row).toContain(`\`core/${folder}/\``);
  });

  it('names files that exist in the folders of the repository', () => {
    const rows = [...PAGE.matchAll(/^\| `([a-z/-]+\/)` \| (.*) \|$/gm)].filter(([, folder]) =>
      existsSync(join(ROOT, folder)),
    );
    const files = rows.flatMap(([, folder, text]) =>
      [...text.matchAll(/`([a-z0-9/-]+(?:\.ts|\/))`/g)].map(([, file]) => `${folder}${file}`),
    );
    expect(files).toContain('lib/check-access.ts');
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('has every folder of the simulations', () => {
    expect(tableAt('| folder of `simulate/`').sort()).toEqual(foldersOf('simulate').sort());
  });
});

describe('arrows', () => {
  const core = importsBelow('lambdas/core');

  it('stay inside the core', () => {
    expect(core.filter(({ to }) => !to.startsWith('lambdas/core/'))).toEqual([]);
  });

  it('lead between rooms that exist', () => {
    expect([...ROOMS].sort()).toEqual(readdirSync(CORE).sort());
  });

  it('are on the page about the architecture, in this order', () => {
    expect(tableAt('| room |')).toEqual(ROOMS);
  });

  it('never point outwards, so that no rooms import each other', () => {
    expect(core.filter(({ from, to }) => roomOf(from) < roomOf(to))).toEqual([]);
  });

  it('keep tests, simulations and measurements out of the product', () => {
    const product = ['lambdas', 'bin', 'lib'].flatMap(importsBelow);
    expect(product.filter(({ to }) => /^(test|simulate|bench|smoke)\//.test(to))).toEqual([]);
  });

  it('lead from adapters and the interpreter of state machines to the core and to each other only', () => {
    const outer = ['lambdas/adapters', 'lambdas/states-language'].flatMap(importsBelow);
    expect(outer.filter(({ to }) => !/^lambdas\/(core|adapters|states-language)\//.test(to))).toEqual([]);
    const interpreter = importsBelow('lambdas/states-language');
    expect(interpreter.filter(({ to }) => to.startsWith('lambdas/adapters/'))).toEqual([]);
  });
});
