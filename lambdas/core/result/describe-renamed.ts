import type { SeenColumns } from '../capture/seen-columns.ts';
import { nearestName } from '../monitor/nearest.ts';
import { defang } from '../text/defang.ts';
import { quoted } from '../text/quoted.ts';
import type { Redactor } from '../text/redactor.ts';

const SHOWN = 3;

/**
 * The name that a missing column may have now: `mean_texture is new in the same files`. Empty where nothing suggests one.
 *
 * @param known The columns that the monitor names: none of them is a new name.
 */
export function describeRenamed(
  column: string,
  seen: SeenColumns,
  known: ReadonlySet<string>,
  redactor: Redactor,
): string {
  const found = seen.replacing(column);
  if (found === null || !redactor.shows) return '';
  const names = found.names.filter((name) => !known.has(name));
  const near = nearestName(column, names);
  const show = (name: string) => defang(quoted(name));
  if (!found.isElsewhere) return near === null ? '' : `they have ${show(near)}, which the monitor does not name`;
  if (names.length === 0) return '';
  const shown = near === null ? names.slice(0, SHOWN) : [near];
  const more = near === null && names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${shown.map(show).join(', ')}${more} ${shown.length > 1 ? 'are' : 'is'} new in the same files`;
}
