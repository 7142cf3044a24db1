import type { MisplacedAnswer } from '../capture/misplaced-answers.ts';
import { defang } from '../text/defang.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import type { Redactor } from '../text/redactor.ts';

/** Keys that a message names. */
const SHOWN_KEYS = 5;
const LONGEST_KEY = 60;

/**
 * Where an answer probably is, when it is not where the monitor file says, and how to write it: `the answers have the
 * key "score": write prediction.score: score`. One printable line.
 */
export function describeMisplaced(role: string, { keys, keyCount, meant }: Omit<MisplacedAnswer, 'rows'>): string {
  const setting = `prediction.${role.startsWith('score:') ? `scores.${plain(role.slice('score:'.length))}` : role}`;
  if (keyCount === 0) return `the answers have no keys: write ${setting}: 0, or another position`;
  if (keys.length === 0) return `the answers have ${countOf(keyCount, 'key')}: ${setting} can name one`;
  const shown = keys.slice(0, SHOWN_KEYS).map((key) => `"${defang(printable(key, LONGEST_KEY))}"`);
  const more = keyCount - shown.length;
  const list = `${shown.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`;
  const found = `the answers have the ${keys.length === 1 ? 'key' : 'keys'} ${list}`;
  return meant === null ? `${found}: ${setting} can name one` : `${found}: write ${setting}: ${plain(meant)}`;
}

/** The same by role, without the keys of captured answers where values are not shown, but for a key that is the role's name. */
export function shownMisplaced(
  misplaced: ReadonlyMap<string, MisplacedAnswer>,
  redactor: Redactor,
): ReadonlyMap<string, MisplacedAnswer> {
  if (redactor.shows) return misplaced;
  const shown = Array.from(misplaced, ([role, { keys, meant, ...found }]): [string, MisplacedAnswer] => {
    const own = (key: string | null) => key === role;
    return [role, { ...found, keys: keys.filter(own), meant: own(meant) ? meant : null }];
  });
  return new Map(shown);
}

/** A key in YAML, quoted where it could be read as something else. */
function plain(key: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(key) && !/^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i.test(key);
  return isPlain && key.length <= LONGEST_KEY ? key : defang(JSON.stringify(printable(key, LONGEST_KEY)));
}
