/** How a payload of a known content type is written. */
export type TextForm = 'csv' | 'json' | 'json-lines';

const CONTENT_TYPES = new Map<string, TextForm>([
  ['text/csv', 'csv'],
  ['application/csv', 'csv'],
  ['application/json', 'json'],
  ['text/json', 'json'],
  ['application/jsonlines', 'json-lines'],
  ['application/x-jsonlines', 'json-lines'],
  ['application/jsonl', 'json-lines'],
  ['application/ndjson', 'json-lines'],
  ['application/x-ndjson', 'json-lines'],
]);

/** Content types that servers and clients send by default, whatever the content is. */
const UNSPECIFIC = new Set([
  '',
  '*/*',
  'text/plain',
  'text/html',
  'application/octet-stream',
  'binary/octet-stream',
  'application/x-www-form-urlencoded',
]);

/** The form that a content type declares. undefined: none that can be read. */
export function formOf(contentType: string): TextForm | undefined {
  const type = mediaType(contentType);
  return CONTENT_TYPES.get(type) ?? (type.endsWith('+json') ? 'json' : undefined);
}

/** Whether the content type says nothing about the content. */
export function isUnspecific(contentType: string): boolean {
  return UNSPECIFIC.has(mediaType(contentType));
}

/** The content type in lower case, without its parameters. */
function mediaType(contentType: string): string {
  const parameters = contentType.indexOf(';');
  return (parameters === -1 ? contentType : contentType.slice(0, parameters)).trim().toLowerCase();
}
