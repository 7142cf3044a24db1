/**
 * Characters that JSON.stringify does not escape although terminals and editors act on them. JSON allows escapes for
 * all.
 */
const ACTIVE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * A value as JSON for people and programs: indented by one space, with a line feed at the end, and with control
 * characters escaped so that it is safe to print. A number that is not finite becomes null.
 */
export function formatJson(value: unknown): string {
  const text = JSON.stringify(value, null, 1);
  return `${text.replace(ACTIVE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
