/** The first `length` UTF-16 units of a text, or one less if the cut would split a character. */
export function truncate(text: string, length: number): string {
  const cut = text.slice(0, length);
  return cut.length < text.length && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
