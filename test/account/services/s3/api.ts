import { crc32 } from 'node:zlib';
import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { KeyRing } from '../kms.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../request.ts';
import { element } from '../xml.ts';
import { type Bucket, noSuchKey, type S3Object } from './bucket.ts';
import { listObjects } from './list-objects.ts';
import { rangeOf } from './range.ts';
import type { S3 } from './s3.ts';

/** Query parameters of the plain object operations; any other one asks for something that is not imitated. */
const PLAIN = new Set(['x-id', 'versionId', 'list-type']);

/** The answer to a request that is signed for another region than the bucket's. That to HEAD has no body. */
function redirect(region: string, method: string): ServiceResponse {
  const message = 'The bucket you are attempting to access must be addressed using the specified endpoint.';
  const body = `<Error>${element('Code', 'PermanentRedirect')}${element('Message', message)}</Error>`;
  const headers = { 'content-type': 'application/xml', 'x-amz-bucket-region': region };
  return { status: 301, headers, ...(method === 'HEAD' ? {} : { body }) };
}

/** S3's REST protocol in path style: list (version 2), get, head, put with conditions, delete. */
export class S3Api implements Service {
  readonly #s3: S3;
  readonly #access: Access;
  readonly #keys: KeyRing;
  readonly #clock: VirtualClock;

  constructor(s3: S3, access: Access, keys: KeyRing, clock: VirtualClock) {
    this.#s3 = s3;
    this.#access = access;
    this.#keys = keys;
    this.#clock = clock;
  }

  handle(request: ServiceRequest): ServiceResponse {
    const slash = request.path.indexOf('/', 1);
    const bucket = this.#s3.bucket(decodeURIComponent(request.path.slice(1, slash === -1 ? undefined : slash)));
    const key = slash === -1 ? '' : decodeURIComponent(request.path.slice(slash + 1));
    if (bucket.region !== undefined && request.region !== bucket.region) return redirect(bucket.region, request.method);
    const owner = request.headers['x-amz-expected-bucket-owner'];
    if (owner !== undefined && owner !== (bucket.owner ?? this.#s3.account))
      throw new AwsError('AccessDenied', 'Access Denied', 403);
    if (key === '') {
      if (request.method === 'GET' && request.query.get('list-type') === '2')
        return listObjects(bucket, request, this.#access);
      throw unsupported(request);
    }
    for (const name of request.query.keys()) if (!PLAIN.has(name)) throw unsupported(request);
    if (request.method === 'GET' || request.method === 'HEAD') return this.#get(bucket, key, request);
    if (request.method === 'PUT') return this.#put(bucket, key, request);
    if (request.method === 'DELETE') return this.#delete(bucket, key, request);
    throw unsupported(request);
  }

  refuse(error: AwsError, requestId: string): ServiceResponse {
    const body = `<Error>${element('Code', error.code)}${element('Message', error.message)}${element('RequestId', requestId)}</Error>`;
    return { status: error.status, headers: { 'content-type': 'application/xml' }, body };
  }

  #get(bucket: Bucket, key: string, { principal, method, query, headers }: ServiceRequest): ServiceResponse {
    const versionId = query.get('versionId') ?? undefined;
    const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
    this.#access.authorize(principal, action, `arn:aws:s3:::${bucket.name}/${key}`);
    const object = bucket.get(key, versionId);
    if (object === undefined) {
      // Without permission to list the bucket, a missing key is 403, not 404. There is no `s3:prefix` in this context.
      this.#access.authorize(principal, 's3:ListBucket', `arn:aws:s3:::${bucket.name}`);
      throw noSuchKey(key);
    }
    this.#keys.use(principal, object.kmsKey, ['kms:Decrypt'], 's3');
    if (headers['if-match'] !== undefined && headers['if-match'] !== object.etag)
      throw new AwsError('PreconditionFailed', 'the object has another ETag', 412);
    const range = rangeOf(headers.range, object.size);
    const { start, end } = range ?? { start: 0, end: object.size };
    const facts: Record<string, string> = { ...factsOf(object), 'content-length': String(end - start) };
    if (range) facts['content-range'] = `bytes ${start}-${end - 1}/${object.size}`;
    const status = range ? 206 : 200;
    const asksForChecksum = !range && headers['x-amz-checksum-mode'] === 'ENABLED';
    if (method !== 'GET' && !asksForChecksum) return { status, headers: facts };
    const bytes = object.read();
    if (asksForChecksum) facts['x-amz-checksum-crc32'] = checksumOf(bytes);
    return { status, headers: facts, ...(method === 'GET' ? { body: bytes.subarray(start, end) } : {}) };
  }

  #put(bucket: Bucket, key: string, { principal, headers, body }: ServiceRequest): ServiceResponse {
    if (headers['x-amz-copy-source'] !== undefined || String(headers['x-amz-content-sha256']).startsWith('STREAMING'))
      throw new AwsError('NotImplemented', 'the test account imitates neither copies nor chunked uploads', 501);
    const resource = `arn:aws:s3:::${bucket.name}/${key}`;
    this.#access.authorize(principal, 's3:PutObject', resource, encryptionContext(headers));
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
    // A conditional write on an ETag needs the right to read, says the S3 user guide.
    if (ifMatch !== undefined) this.#access.authorize(principal, 's3:GetObject', resource);
    const kmsKey = encryptionKey(headers) ?? bucket.kmsKey;
    this.#keys.use(principal, kmsKey, ['kms:GenerateDataKey'], 's3');
    const sent = headers['x-amz-checksum-crc32'];
    if (sent !== undefined && sent !== checksumOf(body))
      throw new AwsError('BadDigest', `the CRC32 you specified (${sent}) did not match what was received`);
    const contentType = headers['content-type'] ?? 'application/octet-stream';
    const object = bucket.put(key, body, this.#clock.now, contentType, { ifMatch, ifNoneMatch, kmsKey });
    return { status: 200, headers: { etag: object.etag, ...versionOf(object) } };
  }

  #delete(bucket: Bucket, key: string, { principal, query }: ServiceRequest): ServiceResponse {
    if (query.has('versionId')) throw new AwsError('NotImplemented', 'versions cannot be deleted here', 501);
    this.#access.authorize(principal, 's3:DeleteObject', `arn:aws:s3:::${bucket.name}/${key}`);
    bucket.delete(key, this.#clock.now);
    return { status: 204 };
  }
}

function encryptionKey(headers: ServiceRequest['headers']): string | undefined {
  if (headers['x-amz-server-side-encryption'] !== 'aws:kms') return undefined;
  return String(headers['x-amz-server-side-encryption-aws-kms-key-id'] ?? 'alias/aws/s3');
}

function encryptionContext(headers: ServiceRequest['headers']): Map<string, string[]> {
  const context = new Map<string, string[]>();
  for (const name of ['x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id']) {
    const value = headers[name];
    if (value !== undefined) context.set(`s3:${name}`, [String(value)]);
  }
  return context;
}

function factsOf(object: S3Object): Record<string, string> {
  const { etag, contentType, modified } = object;
  const time = new Date(modified).toUTCString();
  return { etag, 'content-type': contentType, 'last-modified': time, 'accept-ranges': 'bytes', ...versionOf(object) };
}

function versionOf({ versionId }: S3Object): Record<string, string> {
  return versionId === 'null' ? {} : { 'x-amz-version-id': versionId };
}

function checksumOf(bytes: Uint8Array): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bytes));
  return checksum.toString('base64');
}

function unsupported({ method, path, query }: ServiceRequest): AwsError {
  return new AwsError('NotImplemented', `the test account does not imitate ${method} ${path}?${query}`, 501);
}
