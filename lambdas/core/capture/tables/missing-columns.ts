import { formatCount } from '../../text/numbers.ts';
import type { TableOptions } from './reader.ts';

/** The number of names that a message quotes. */
const QUOTED = 8;

/** The message for a file that lacks required columns, once for all its records. null if it has them all. */
export function describeMissingColumns(
  file: string,
  names: readonly string[],
  { required, header }: Pick<TableOptions, 'required' | 'header'>,
): string | null {
  const has = new Set(names);
  const missing = required.filter((name) => !has.has(name));
  if (missing.length === 0) return null;
  const columns = `no column${missing.length > 1 ? 's' : ''} ${missing.join(' and ')}`;
  const more = names.length - QUOTED;
  const list = `${names.slice(0, QUOTED).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (header) return `${name} has ${columns}; its header is ${list}; is the header missing?`;
  return `${name} has ${columns}; its columns are ${list}`;
}
