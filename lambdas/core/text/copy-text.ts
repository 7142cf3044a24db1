/**
 * The same text in memory of its own, for what is kept: engines hold the whole text that a piece was cut from. UTF-16 keeps
 * unpaired surrogates.
 */
export function copyText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
