import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestName } from '../../core/monitor/nearest.ts';
import type { Location } from '../../core/sources.ts';
import { printable } from '../../core/text/printable.ts';
import { FolderStore } from './folder-store.ts';

/** A location of data does not exist or cannot be opened from here. */
class LocationError extends Error {
  override readonly name = 'LocationError';
}

/**
 * Opens a folder or a single file by its path or `file://` URI.
 *
 * @param base Folder of relative paths.
 */
export function openLocation(uri: string, base: string): Location {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(uri) && !uri.startsWith('file://')) {
    throw new LocationError(`${uri}: only folders and files can be read here; copy the data to a folder and use that`);
  }
  const path = uri.startsWith('file://') ? fileURLToPath(uri) : resolve(base, uri);
  if (!existsSync(path))
    throw new LocationError(printable(`${uri}: there is no file or folder ${path}${hint(path)}`, 1000));
  const isFile = statSync(path).isFile();
  const root = isFile ? dirname(path) : path;
  return {
    store: new FolderStore(root),
    prefix: isFile ? basename(path) : '',
    uriOf: (key) => (isFile ? uri : `${uri.replace(/\/$/, '')}/${key}`),
  };
}

/** The most names of a folder that a message lists. */
const SHOWN_NAMES = 5;

/** Suggests names from the folder of the path, such as another variant or a name with another case. */
function hint(path: string): string {
  const folder = dirname(path);
  try {
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    const near = nearestName(basename(path), names);
    if (near !== null) return `; did you mean ${near}?`;
    const more = names.length > SHOWN_NAMES ? ', …' : '';
    return names.length === 0 ? '' : `; ${folder} contains ${names.sort().slice(0, SHOWN_NAMES).join(', ')}${more}`;
  } catch {
    // There is no such folder, or it cannot be listed.
    return '';
  }
}
