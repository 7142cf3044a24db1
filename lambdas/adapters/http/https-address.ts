/** The shortest part of a path or query that may be a secret, in characters. */
const SHORTEST = 6;

/** Whether events can be posted to an address: `https:`, without a user name and a password, which fetch refuses. */
export function isHttpsAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return protocol === 'https:' && username === '' && password === '';
}

/**
 * What no message may quote of an address, because it may be a secret, as it is in the addresses of many chat services: the path and the
 * query, as a whole and in parts, as they are sent and decoded. Not the host.
 */
export function secretsOf(address: string): string[] {
  if (!URL.canParse(address)) return [address];
  const { pathname, search } = new URL(address);
  const parts = `${pathname}${search}`.split(/[/?&=]/);
  const long = [...parts, ...parts.map(decoded)].filter((part) => part.length >= SHORTEST);
  return [address, `${pathname}${search}`, ...long].filter((text) => text.length > 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
