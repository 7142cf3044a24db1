/**
 * What mail and chat programs make links or mentions of, wider than any of them: an address with a scheme, a name of a host whose last
 * part has letters only, an address of a mailbox, four numbers, a share of Windows, a mention.
 */
const LINKED: readonly RegExp[] = [
  /[a-z][a-z0-9+.-]*:\/\/\S/iu,
  /(?<![a-z0-9])(?:mailto|tel|sms|file|news|javascript|data|skype|callto):\S/iu,
  /[\p{L}\p{N}-][.\u3002]\p{L}{2,}/u,
  /[^\s@]@[\p{L}\p{N}]/u,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/,
  /\\\\[\p{L}\p{N}]+/u,
  /(?:^|\s)@\w/,
];

/** The patterns of links that a text has. */
export function linkedIn(text: string): string[] {
  return LINKED.filter((pattern) => pattern.test(text)).map(String);
}
