/** Schemes that programs make links of without `//`. */
const SCHEMES =
  'mailto|tel|sms|callto|facetime|skype|sips?|xmpp|im|news|nntp|file|magnet|javascript|vbscript|data|outlook|onenote|ms-[a-z-]+';

/** What mail and chat programs make links or mentions of, each with the part that is put into brackets. */
const LINKS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // `https://…`
  [/:(?=\/\/)/g, '[:]'],
  // `mailto:…`
  [new RegExp(`\\b(${SCHEMES}):(?=\\S)`, 'gi'), '$1[:]'],
  // `\\server\share`, which Outlook opens.
  [/\\\\(?=[\p{L}\p{N}])/gu, '[\\\\]'],
  // `name@example`, `@channel`
  [/@(?=[^\s\]])/g, '[@]'],
  // `example.com`, `www.example.com`, with any full stop that a name of a host may have
  [/(?<=[^\s[])[.\u3002\uff0e\uff61](?=\p{L})/gu, '[$&]'],
  // `192.0.2.1`
  [/\b(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(?=\d{1,3}\b)/g, '$1[.]$2[.]$3[.]'],
];

/**
 * Captured text for a sentence in a message: no mail or chat program makes a link or a mention of it, and people still recognize it.
 * `https://evil.example/x` becomes `https[:]//evil[.]example/x`. Numbers such as `12.5` stay as they are.
 */
export function defang(text: string): string {
  return LINKS.reduce((safe, [pattern, instead]) => safe.replaceAll(pattern, instead), text);
}

/**
 * A message with the captured text as it is in the data, for a terminal: from there, people copy values into the monitor file.
 * Undoes {@link defang}, also in the whole of a message. Brackets that the data itself has around such a character are lost.
 */
export function refang(message: string): string {
  return message.replaceAll(/\[([.\u3002\uff0e\uff61:@]|\\\\)\]/gu, '$1');
}
