import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { compactErrors } from './compact-errors.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const NODE_MODULES = join(import.meta.dirname, '../node_modules');

type Change = (source: string) => string;

/**
 * The packages that bundles take from a changed copy, with the changed modules. The other modules of a package import these by
 * relative paths, which an alias of the bundler cannot replace.
 */
const CHANGED: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  zod: {
    // 21 KB of every bundle. Only `npm run generate` writes JSON schemas.
    'v4/core/to-json-schema.js': refuseAll,
    'v4/core/json-schema-processors.js': refuseAll,
  },
  arquero: Object.fromEntries(
    // 22 KB: what the core does not call. Tables have all verbs as methods, so a bundler keeps every one.
    [
      ...['to-arrow', 'to-csv', 'to-html', 'to-json', 'to-markdown'].map((name) => `format/${name}`),
      ...['array', 'date', 'math', 'object', 'string'].map((name) => `op/functions/${name}`),
      ...['fold', 'impute', 'join', 'pivot', 'sample', 'spread', 'unroll'].map((name) => `verbs/${name}`),
    ].map((module) => [`src/${module}.js`, refuseAll]),
  ),
  // The schemas of all operations, of which the functions call a few: 54 KB of the client of S3, 43 KB of that of Lambda.
  ...Object.fromEntries(
    ['s3', 'lambda', 'sfn', 'sns', 'cloudwatch', 'secrets-manager'].map((service) => [
      `@aws-sdk/client-${service}`,
      { 'dist-es/schemas/schemas_0.js': literalKeys, 'dist-es/models/errors.js': compactErrors },
    ]),
  ),
};

/** Creates the copies. @returns the folder of each package, by its name */
export function bundledPackages(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(CHANGED).map(([name, changes]) => {
      const installed = join(NODE_MODULES, name);
      const folder = temporaryFolder('driftwarden-package-');
      const isUsed = (folder: string) =>
        !UNUSED.has(folder) || Object.keys(changes).some((module) => module.startsWith(`${folder}/`));
      const isNeeded = (path: string) => {
        if (path === installed) return true;
        const extension = extname(path);
        return extension === '' ? isUsed(basename(path)) : extension === '.js' || extension === '.json';
      };
      cpSync(installed, folder, { recursive: true, filter: isNeeded });
      for (const [module, change] of Object.entries({ ...changes, 'package.json': withoutLists })) {
        writeFileSync(join(folder, module), change(readFileSync(join(installed, module), 'utf8')));
      }
      return [name, folder];
    }),
  );
}

/** Folders of sources, types and CommonJS builds, unless changed modules are in them. */
const UNUSED = new Set(['src', 'dist-cjs', 'dist-types']);

/** Leaves out what a manifest lists for developers. A client imports its manifest for its version: 2 KB of the bundle each. */
function withoutLists(manifest: string): string {
  const { scripts, dependencies, devDependencies, files, keywords, ...rest } = JSON.parse(manifest);
  return JSON.stringify(rest);
}

/** Replaces every export with a function that throws. Exports named `create…`, which zod calls while it builds a schema, return one. */
function refuseAll(source: string): string {
  const declared = [...source.matchAll(/^export (?:function|const) (\w+)/gm)];
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};$/gm)];
  const names = [...declared, ...renamed].map(([, name]) => name);
  const ofName = (name: string) => `${name.startsWith('create') ? 'later' : 'refuse'} as ${name}`;
  return [
    "const refuse = () => { throw new Error('a bundled function does without this'); };",
    'const later = () => refuse;',
    `export { ${names.map(ofName).join(', ')} };`,
  ].join('\n');
}

/**
 * Replaces keys computed from a constant, `{ [_xN]: … }`, with literal keys, `{ "xmlName": … }`. A computed key may run code, so the
 * bundler would keep every object that has one, even if it is unused.
 */
function literalKeys(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source.replace(/\[(\w+)\]: /g, (key, name) => {
    const text = constants.get(name);
    return text === undefined ? key : `${text}: `;
  });
}
