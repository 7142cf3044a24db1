import { countOf } from './numbers.ts';
import { printable } from './printable.ts';

const MAX_NAMES = 20;
const MAX_NAME = 60;

/** `price, weight and 3 more`. Names of columns come from captured data, so they are made printable. */
export function listNames(names: readonly string[], most = MAX_NAMES): string {
  const shown = names.slice(0, most).map((name) => (name === '' ? '(empty name)' : printable(name, MAX_NAME)));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${countOf(more, 'more', 'more')}` : shown.join(', ');
}
