/**
 * Copies a text that will be kept. A slice keeps the whole text that it was cut from in memory. The copy goes through
 * UTF-16 because UTF-8 would lose unpaired surrogates.
 */
export function copyText(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
