import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';

const INSTALLED = join(import.meta.dirname, '../node_modules/zod');
/** The modules that write JSON schemas: 21 KB of every bundle. Only `npm run schema` writes some. */
const WRITERS = ['v4/core/to-json-schema.js', 'v4/core/json-schema-processors.js'];

/**
 * A copy of zod in which whoever asks for a JSON schema gets an error. Zod's other modules import these by relative paths,
 * which no alias of the bundler replaces.
 *
 * @returns its folder
 */
export function zodWithoutJsonSchemas(): string {
  const folder = FileSystem.mkdtemp('driftwarden-zod-');
  const isNeeded = (path: string) => basename(path) !== 'src' && ['', '.js', '.json'].includes(extname(path));
  cpSync(INSTALLED, folder, { recursive: true, filter: isNeeded });
  for (const module of WRITERS) {
    writeFileSync(join(folder, module), replacement(exportedNames(readFileSync(join(INSTALLED, module), 'utf8'))));
  }
  return folder;
}

function exportedNames(source: string): string[] {
  const declared = [...source.matchAll(/^export (?:function|const) (\w+)/gm)];
  const renamed = [...source.matchAll(/^export \{ \w+ as (\w+) \};$/gm)];
  return [...declared, ...renamed].map(([, name]) => name);
}

/** Every name is a function that refuses; those that a schema calls while it is made return one. */
function replacement(names: readonly string[]): string {
  const ofName = (name: string) => `${name.startsWith('create') ? 'later' : 'refuse'} as ${name}`;
  return [
    "const refuse = () => { throw new Error('a bundled function writes no JSON schema'); };",
    'const later = () => refuse;',
    `export { ${names.map(ofName).join(', ')} };`,
  ].join('\n');
}
