import { AwsError } from '../../aws-error.ts';
import type { MessageAttribute } from './filter-policy.ts';

/** What a publisher hands over. */
export interface Publication {
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string | undefined;
  readonly structure?: string | undefined;
  readonly attributes?: ReadonlyMap<string, MessageAttribute>;
}

/** Message and attributes together. */
export const MAX_PUBLISH_BYTES = 262_144;

/**
 * The documented limits of a publication.
 *
 * @returns the text for each protocol under its name, `default` for the rest
 * @throws AwsError InvalidParameter
 */
export function textsOf({ message, subject, structure, attributes = new Map() }: Publication): Map<string, string> {
  let bytes = Buffer.byteLength(message);
  for (const [name, { type, value }] of attributes) {
    if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name))
      throw invalid(`the attribute name ${JSON.stringify(name)} is not allowed`);
    if (value === '') throw invalid(`the attribute ${name} has no value`);
    bytes += Buffer.byteLength(name) + Buffer.byteLength(type) + Buffer.byteLength(value);
  }
  if (message === '') throw invalid('Empty message');
  if (bytes > MAX_PUBLISH_BYTES) throw invalid(`Message too long: ${bytes} bytes, ${MAX_PUBLISH_BYTES} allowed`);
  if (subject !== undefined && (subject === '' || subject.length >= 100 || /\p{Cc}|\u2028|\u2029/u.test(subject)))
    throw invalid(
      `Subject: ${JSON.stringify(subject)} is not 1 to 99 characters without line breaks and control characters`,
    );
  if (structure === undefined) return new Map([['default', message]]);
  if (structure !== 'json') throw invalid(`MessageStructure: ${structure} is not json`);
  return protocolTexts(message);
}

function protocolTexts(message: string): Map<string, string> {
  let texts: unknown;
  try {
    texts = JSON.parse(message);
  } catch (cause) {
    throw Object.assign(invalid('Message Structure - JSON message body failed to parse'), { cause });
  }
  const entries = Object.entries(texts as object);
  const broken = entries.find(([, text]) => typeof text !== 'string');
  if (broken) throw invalid(`Message Structure - the text for ${broken[0]} is not a string`);
  if (!entries.some(([name]) => name === 'default'))
    throw invalid('Message Structure - No default entry in JSON message body');
  return new Map(entries);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${message}`);
}
