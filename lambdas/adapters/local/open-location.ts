import { existsSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Location } from '../../core/sources.ts';
import { FolderStore } from './folder-store.ts';

/** A place that data should be read from does not exist or cannot be opened from here. */
export class LocationError extends Error {
  override readonly name = 'LocationError';
}

/**
 * Opens a folder or a single file by its path or `file://` URI.
 *
 * @param base Folder that relative paths start from.
 */
export function openLocation(uri: string, base: string): Location {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(uri) && !uri.startsWith('file://')) {
    throw new LocationError(`${uri}: only folders and files can be read here; copy the data to a folder and name that`);
  }
  const path = uri.startsWith('file://') ? fileURLToPath(uri) : resolve(base, uri);
  if (!existsSync(path)) throw new LocationError(`${uri}: there is no file or folder ${path}`);
  const isFile = statSync(path).isFile();
  const root = isFile ? dirname(path) : path;
  return {
    store: new FolderStore(root),
    prefix: isFile ? basename(path) : '',
    uriOf: (key) => (isFile ? uri : `${uri.replace(/\/$/, '')}/${key}`),
  };
}
