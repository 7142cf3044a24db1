/** A signal's headline from its lines: the first, or another text for it, and the number of the others. */
export function headlineOf(lines: readonly string[], first = lines[0]): string {
  return lines.length < 2 ? first : `${first} (and ${lines.length - 1} more)`;
}
