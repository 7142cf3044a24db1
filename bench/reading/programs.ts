import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { MONITOR, type Payload, WINDOW } from './captures.ts';
import type { Packaged } from './packaged.ts';

export interface Program {
  readonly name: string;
  readonly args: (folder: string, payload: Payload) => readonly string[];
  /** Whether its output is the number of rows. */
  readonly counts: boolean;
}

export interface Programs {
  /** What reads captures. */
  readonly readers: (payload: Payload, columns: number) => readonly Program[];
  /** What joins labels with captures. */
  readonly joins: readonly Program[];
  /** A check whose captures have been read before. */
  readonly again: Program;
  /** A check that stores what it has read. */
  readonly first: Program['args'];
}

const checkOf = (kind: 'drift' | 'accuracy') => ['--kind', kind, '--window', WINDOW, '--json'];

export const monitorOf = (folder: string): string => join(folder, `${MONITOR}.yaml`);

/** They are bundled, as Driftwarden's command line is in the package, so that none pays for stripping types. */
export async function makePrograms(packaged: Packaged): Promise<Programs> {
  const folder = join(packaged.folder, 'programs');
  await build({
    entryPoints: ['naive', 'duckdb', 'profile', 'naive-join', 'duckdb-join'].map((name) =>
      join(import.meta.dirname, `${name}.ts`),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@duckdb/node-api'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
    logLevel: 'error',
  });
  const script = (name: string, mode?: string, columns?: number) => (data: string, payload: Payload) => [
    join(folder, `${name}.mjs`),
    data,
    mode ?? payload,
    String(columns),
  ];
  const check =
    (kind: 'drift' | 'accuracy', ...options: readonly string[]) =>
    (data: string) => [
      ...packaged.commandLine(join(data, 'store')),
      'check',
      monitorOf(data),
      ...checkOf(kind),
      ...options,
    ];
  const ours = (name: string, args: Program['args']): Program => ({
    name: `Driftwarden: ${name}`,
    args,
    counts: false,
  });
  const reader = (mode: string): Program => ({
    name: `Driftwarden: ${mode} reader, profile`,
    args: script('profile', mode),
    counts: true,
  });
  return {
    readers: (payload, columns) => [
      { name: 'naive loop', args: script('naive', undefined, columns), counts: true },
      { name: 'DuckDB, one thread', args: script('duckdb', undefined, columns), counts: true },
      reader('general'),
      // Rows of tables have no requests to read directly.
      ...(payload === 'parquet' ? [] : [reader('direct')]),
      ours('check --kind drift', check('drift', '--dry-run', '--jobs', '1')),
      ours(`the same, --jobs ${availableParallelism()}`, check('drift', '--dry-run')),
    ],
    joins: [
      { name: 'naive loop', args: script('naive-join'), counts: true },
      { name: 'DuckDB, one thread', args: script('duckdb-join'), counts: true },
      ours('check --kind accuracy', check('accuracy', '--dry-run')),
    ],
    again: ours('the drift check once more, no file read', check('drift')),
    first: check('drift'),
  };
}
