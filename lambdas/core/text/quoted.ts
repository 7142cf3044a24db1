import { printable } from './printable.ts';

/** A feature's name: bare when it is an ordinary word, quoted when it could be mistaken. */
export function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name) && name.length <= 60 ? name : `"${printable(name, 60)}"`;
}
