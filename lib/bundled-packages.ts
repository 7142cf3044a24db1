import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';

export const NODE_MODULES = join(import.meta.dirname, '../node_modules');

type Change = (source: string) => string;

/**
 * The packages that a bundle takes in a changed copy, by the modules that are changed: others of the package import these by
 * relative paths, which no alias of the bundler replaces.
 */
const CHANGED: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  zod: {
    // 21 KB of every bundle. Only `npm run schema` writes JSON schemas.
    'v4/core/to-json-schema.js': refuseAll,
    'v4/core/json-schema-processors.js': refuseAll,
  },
  '@aws-sdk/client-s3': {
    // 54 KB: the schemas of all operations, of which the functions call four.
    'dist-es/schemas/schemas_0.js': literalKeys,
  },
};

/** Makes the copies. @returns the folder of each package, by its name */
export function bundledPackages(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(CHANGED).map(([name, changes]) => {
      const installed = join(NODE_MODULES, name);
      const folder = FileSystem.mkdtemp('driftwarden-package-');
      const isNeeded = (path: string) => {
        if (path === installed) return true;
        const extension = extname(path);
        return extension === '' ? !UNUSED.has(basename(path)) : extension === '.js' || extension === '.json';
      };
      cpSync(installed, folder, { recursive: true, filter: isNeeded });
      for (const [module, change] of Object.entries(changes)) {
        writeFileSync(join(folder, module), change(readFileSync(join(installed, module), 'utf8')));
      }
      return [name, folder];
    }),
  );
}

/** Folders of sources, types and CommonJS builds. */
const UNUSED = new Set(['src', 'dist-cjs', 'dist-types']);

/** Every export is a function that refuses; those that a schema calls while it is made return one. */
function refuseAll(source: string): string {
  const declared = [...source.matchAll(/^export (?:function|const) (\w+)/gm)];
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};$/gm)];
  const names = [...declared, ...renamed].map(([, name]) => name);
  const ofName = (name: string) => `${name.startsWith('create') ? 'later' : 'refuse'} as ${name}`;
  return [
    "const refuse = () => { throw new Error('a bundled function writes no JSON schema'); };",
    'const later = () => refuse;',
    `export { ${names.map(ofName).join(', ')} };`,
  ].join('\n');
}

/**
 * Keys that are named by a constant, `{ [_xN]: … }`, as texts, `{ "xmlName": … }`: for a bundler a computed key may run code,
 * so that it keeps what nobody uses.
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
