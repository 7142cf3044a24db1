import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { EXIT } from '../../bin/commands/exit.ts';
import type { CheckResult } from '../../lambdas/core/result/schema.ts';
import { type Run, run } from '../bin/fake-process.ts';

/** The day that the captures of every fixture are of. */
const DAY = '2026-11-23';

/**
 * A copy of one folder of fixtures, with its files as they were sent: the repository keeps them compressed. Removed when the
 * test is over.
 */
export function unpack(name: string): RealData {
  const folder = mkdtempSync(join(tmpdir(), 'real-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(import.meta.dirname, 'fixtures', name), folder, { recursive: true });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.gz')) continue;
    const path = join(entry.parentPath, entry.name);
    writeFileSync(path.slice(0, -'.gz'.length), gunzipSync(readFileSync(path)));
    rmSync(path);
  }
  return new RealData(folder);
}

/** A folder with real forms of data, and the command line in front of it. */
export class RealData {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Builds the baseline; its text. */
  async baseline(): Promise<Run> {
    const built = await this.#run(['baseline', 'm']);
    if (built.code !== 0) throw new Error(built.stderr);
    return built;
  }

  /** A dry run over the day, and what a person reads of it. Finding no data is an outcome too. */
  async check(kind: 'drift' | 'accuracy', asOf = '2026-11-26'): Promise<{ result: CheckResult; text: string }> {
    const args = ['check', 'm', '--window', DAY, '--as-of', asOf, '--dry-run', '--kind', kind];
    const [json, text] = [await this.#run([...args, '--json']), await this.#run(args)];
    if (json.code !== EXIT.done && json.code !== EXIT.noData) throw new Error(json.stderr);
    const [result] = JSON.parse(json.stdout) as CheckResult[];
    return { result, text: text.stdout };
  }

  #run(args: readonly string[]): Promise<Run> {
    return run([...args, '--monitors', this.path('monitors'), '--store', this.path('store')]);
  }
}
