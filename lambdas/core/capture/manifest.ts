/**
 * Whether a file that begins with this text is a manifest of a batch transform capture: the JSON array
 * `[{"prefix": p}, "a", "b", …]`, which names the objects p + "a", p + "b", ….
 */
export function startsManifest(text: string): boolean {
  return /^\s*\[\s*\{\s*"prefix"\s*:/.test(text);
}
