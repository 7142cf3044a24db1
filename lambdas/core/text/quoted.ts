import { printable } from './printable.ts';

/** A feature's name: bare if it is an ordinary word, otherwise in quotes. */
export function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name) && name.length <= 60 ? name : `"${printable(name, 60)}"`;
}
