import type { Access } from '../../iam/access.ts';
import type { ServiceRequest, ServiceResponse } from '../request.ts';
import { element } from '../xml.ts';
import type { Bucket } from './bucket.ts';

/** A page holds a thousand keys at most, whatever `max-keys` says. */
const MAX_KEYS = 1000;

/** ListObjectsV2: one page as XML. */
export function listObjects(bucket: Bucket, { principal, query }: ServiceRequest, access: Access): ServiceResponse {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const requested = Number(query.get('max-keys') ?? MAX_KEYS);
  const context = new Map([
    ['s3:prefix', [prefix]],
    ['s3:delimiter', [delimiter]],
    ['s3:max-keys', [String(requested)]],
  ]);
  access.authorize(principal, 's3:ListBucket', `arn:aws:s3:::${bucket.name}`, context);

  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const limit = Math.min(requested, MAX_KEYS);
  const { objects, commonPrefixes, next } = bucket.list(prefix, { after, limit, delimiter });
  const lines = [
    element('Name', bucket.name),
    element('Prefix', prefix),
    element('MaxKeys', requested),
    element('KeyCount', objects.length + commonPrefixes.length),
    element('IsTruncated', String(next !== undefined)),
  ];
  if (next !== undefined) lines.push(element('NextContinuationToken', Buffer.from(next).toString('base64url')));
  for (const { key, etag, listedSize, modified } of objects) {
    const facts = `${element('Key', key)}${element('LastModified', new Date(modified).toISOString())}`;
    lines.push(`<Contents>${facts}${element('ETag', etag)}${element('Size', listedSize)}</Contents>`);
  }
  for (const group of commonPrefixes) lines.push(`<CommonPrefixes>${element('Prefix', group)}</CommonPrefixes>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>${lines.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}
