import { findHour, foldersBetween } from '../../capture/hour-folders.ts';
import { capturePrefixes } from '../../capture/prefixes.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { RedactedContext } from '../../privacy/redacted-context.ts';
import type { DataRead } from '../../result/schema.ts';
import { isData, type Location } from '../../sources.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import { printable } from '../../text/printable.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { Window } from '../../window.ts';
import { capturedTimes } from './captured-times.ts';

/** Files are counted up to here: one page of an S3 listing. */
const MAX_COUNTED = 1000;
/** Folders that are looked into for other variants, on each of two levels. */
const MAX_FOLDERS = 8;
/** Places that a message names. */
const SHOWN_PLACES = 3;

/**
 * Why a window has no captured rows, in terms of what is there instead: nothing in its hours but data of other days, a uri
 * that is one level too high or names another variant, rows of other times. One printable line. A place that may not be
 * listed is one that nothing is said about.
 */
export async function describeAbsence(
  monitor: Monitor,
  window: Window,
  data: DataRead,
  context: RedactedContext,
): Promise<string> {
  const { capture } = monitor;
  const uri = withoutSlash(capture.uri);
  if (data.objects > 0) {
    const files = countOf(data.objects, 'file');
    const rows = data.rowsOutsideWindow === 0 ? 'no row' : countOf(data.rowsOutsideWindow, 'row');
    if (isHourly(monitor, window)) {
      const own = `${rows} in ${files} of the window's hours and the hours beside them`;
      const { store, prefix } = context.open(capture.uri);
      const all = await tolerant(() => describeHours({ store }, prefix));
      const outside = data.rowsOutsideWindow === 0 ? '' : ', none of them in the window';
      return line(`${own}${outside}${all === null ? '' : `; ${all} below ${uri}`}`);
    }
    if (data.rowsOutsideWindow === 0) return line(`no row in ${files} below ${uri}`);
    // The first and last time of plain rows are single values of the data.
    const mayTell = context.byHand && context.redactor.shows;
    const times = mayTell ? await capturedTimes(monitor, context) : null;
    const when = times === null ? '' : ` ${range(times.first, times.last)}`;
    return line(`${rows}${when} in ${files} below ${uri}, none of them in the window`);
  }
  const location = context.open(capture.uri);
  if (!isHourly(monitor, window)) return line(`there is no file with data below ${uri}`);
  const nothing = `nothing below ${uri}/${foldersBetween(window.start, window.end)}`;
  if (location.prefix !== '' && !location.prefix.endsWith('/')) {
    return line(`${uri} is one file; ${capture.format} is read from a folder of hours, yyyy/mm/dd/hh`);
  }
  const elsewhere = await tolerant(() => otherPlaces(location, uri, context));
  return line(elsewhere === null ? nothing : `${nothing}; ${elsewhere}`);
}

/** Whether the captures lie in folders of hours, so that a window need not list everything. */
export function isHourly({ capture }: Monitor, window: Window): boolean {
  return capturePrefixes(capture, window).every((prefix) => prefix !== '');
}

async function otherPlaces(location: Location, uri: string, context: RedactedContext): Promise<string | null> {
  const own = await describeHours(location, location.prefix);
  if (own !== null) return `${own} below ${uri}`;
  const inside = await findVariants(location, uri, context);
  if (inside !== null) return inside;
  // A deployed function may not list what is around the places of its monitors.
  const around = context.byHand ? await aroundPlace(uri, context) : null;
  if (around !== null) return around;
  const files = await countFiles(location.store, location.prefix);
  return files === null ? null : `${files} below ${uri}, but none in folders of hours, yyyy/mm/dd/hh`;
}

/** The uri is too deep, or names a variant or an endpoint that captures nothing. */
async function aroundPlace(uri: string, context: RedactedContext): Promise<string | null> {
  const parts = uri.split('/');
  for (let levels = 1; levels <= 4 && parts.length > levels; levels++) {
    const parent = parts.slice(0, -levels).join('/');
    if (/^$|:\/?$/.test(parent)) return null;
    const found = await tolerant(async () => {
      const around = context.open(parent);
      if ((await findHour(around.store, around.prefix, { from: 'newest' })) !== null) {
        return `there is data below ${parent}: set capture.uri to that folder`;
      }
      return levels > 2 ? null : findVariants(around, parent, context);
    });
    if (found !== null) return found;
  }
  return null;
}

/** `12 files`, `more than 1,000 files`; null where there is none. */
async function countFiles(store: Location['store'], prefix: string): Promise<string | null> {
  let files = 0;
  for await (const object of store.list(prefix)) {
    if (isData(object, prefix)) files++;
    if (files > MAX_COUNTED) return `more than ${formatCount(MAX_COUNTED)} files`;
  }
  return files === 0 ? null : countOf(files, 'file');
}

/** `336 files from 2026-03-01 to 2026-03-14`; null where no hour holds data. */
async function describeHours({ store }: Pick<Location, 'store'>, prefix: string): Promise<string | null> {
  const newest = await findHour(store, prefix, { from: 'newest' });
  if (newest === null) return null;
  const oldest = (await findHour(store, prefix, { from: 'oldest' })) ?? newest;
  const count = await countFiles(store, prefix);
  return `${count} ${range(oldest, newest)}`;
}

/** Folders with hours one or two levels down: the uri names the endpoint, or what holds the endpoints. */
async function findVariants(
  { store, prefix }: Location,
  uri: string,
  { redactor }: RedactedContext,
): Promise<string | null> {
  const names = await foldersOf(store, prefix);
  const variants: string[] = [];
  for (const name of names) {
    if ((await findHour(store, `${prefix}${name}/`, { from: 'newest' })) !== null) variants.push(name);
  }
  if (variants.length > 0)
    return `there is data below ${places(uri, variants, redactor)}: add the variant to capture.uri`;
  for (const name of names) {
    for (const inner of await foldersOf(store, `${prefix}${name}/`)) {
      const path = `${name}/${inner}`;
      if ((await findHour(store, `${prefix}${path}/`, { from: 'newest' })) !== null) variants.push(path);
    }
  }
  if (variants.length === 0) return null;
  return `there is data below ${places(uri, variants, redactor)}: add the endpoint and the variant to capture.uri`;
}

async function foldersOf(store: Location['store'], prefix: string): Promise<readonly string[]> {
  const names = await store.folders(prefix);
  return names.filter((name) => !/^\d{4}$/.test(name) && !name.startsWith('.')).slice(0, MAX_FOLDERS);
}

function places(uri: string, names: readonly string[], redactor: Redactor): string {
  const shown = names.slice(0, SHOWN_PLACES).map((name) => withoutSlash(redactor.uri(`${uri}/${name}/`)));
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${countOf(more, 'other folder')}`;
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** What is only said to be helpful must not end a check. */
async function tolerant<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch {
    return null;
  }
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, '');
}

/** Names of folders come with the data. */
function line(text: string): string {
  return printable(text, 500);
}

/** `from 2026-03-01 to 2026-03-14`, UTC. */
function range(first: number, last: number): string {
  return day(first) === day(last) ? `of ${day(first)}` : `from ${day(first)} to ${day(last)}`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
