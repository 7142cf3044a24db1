import type { MisplacedAnswer } from '../capture/misplaced-answers.ts';
import { formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';

/** Keys that a message names. */
const SHOWN_KEYS = 5;
const LONGEST_KEY = 60;

/**
 * Where an answer probably is, when it is not where the monitor file says, and how to write it: `the answers have the
 * key "score": write prediction.score: score`. One printable line.
 */
export function describeMisplaced(role: string, { keys, keyCount, meant }: Omit<MisplacedAnswer, 'rows'>): string {
  const setting = `prediction.${role.startsWith('score:') ? `scores.${plain(role.slice('score:'.length))}` : role}`;
  if (keys.length === 0) return `the answers have no keys: write ${setting}: 0, or another position`;
  const shown = keys.slice(0, SHOWN_KEYS).map((key) => `"${printable(key, LONGEST_KEY)}"`);
  const more = keyCount - shown.length;
  const list = `${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  const found = `the answers have the ${keys.length === 1 ? 'key' : 'keys'} ${list}`;
  return meant === null ? `${found}: ${setting} can name one` : `${found}: write ${setting}: ${plain(meant)}`;
}

/** A key in YAML, quoted where it could be read as something else. */
function plain(key: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(key) && !/^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i.test(key);
  return isPlain && key.length <= LONGEST_KEY ? key : JSON.stringify(printable(key, LONGEST_KEY));
}
