import { dirname, resolve } from 'node:path';
import { LocationError, openLocation } from '../../lambdas/adapters/local/open-location.ts';
import type { DataSource } from '../../lambdas/core/ports.ts';
import { listSources } from '../../lambdas/core/sources.ts';

/** A single file that the user named. Throws LocationError when it is none. */
export async function fileSource(path: string): Promise<DataSource> {
  const location = openLocation(path, process.cwd());
  if (location.prefix === '') throw new LocationError(`${path} is a folder: name one file`);
  for await (const source of listSources(location)) {
    if (resolve(path) === resolve(dirname(path), location.prefix) && source.uri === path) return source;
  }
  throw new LocationError(`${path} is empty`);
}
