import { hash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Answer, type ReceivedRequest, xmlError } from './loopback-server.ts';

interface Kept {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * What S3 does, of what the store asks of it, by the S3 API reference: listings in UTF-8 order and pages, ranges, conditional
 * reads and writes, and its errors. Knows every bucket but `missing-bucket`.
 */
export class MemoryS3 {
  /** By bucket and key, `bucket/key`. */
  readonly objects = new Map<string, Kept>();
  /** Objects in one page of a listing. */
  pageSize = 2;

  readonly answer: Answer = (request, response) => {
    const [, bucket, ...rest] = request.path.split('/');
    const key = rest.map(decodeURIComponent).join('/');
    if (bucket === 'missing-bucket') return xmlError(404, 'NoSuchBucket')(request, response);
    if (request.method === 'PUT') return this.#put(`${bucket}/${key}`, request, response);
    if (request.query.get('list-type') === '2') return this.#list(bucket, request, response);
    return this.#get(`${bucket}/${key}`, request, response);
  };

  #put(name: string, request: ReceivedRequest, response: ServerResponse): void | Promise<void> {
    const { headers, body } = request;
    const before = this.objects.get(name);
    if (headers['if-none-match'] === '*' && before) return xmlError(412, 'PreconditionFailed')(request, response);
    if (headers['if-match'] !== undefined) {
      if (!before) return xmlError(404, 'NoSuchKey')(request, response);
      if (before.etag !== headers['if-match']) return xmlError(412, 'PreconditionFailed')(request, response);
    }
    const metadata = Object.entries(headers).filter(([header]) => header.startsWith('x-amz-meta-'));
    const kept = {
      bytes: body,
      etag: `"${hash('md5', body)}"`,
      metadata: Object.fromEntries(metadata) as Kept['metadata'],
    };
    this.objects.set(name, kept);
    response.writeHead(200, { etag: kept.etag }).end();
  }

  #get(name: string, request: ReceivedRequest, response: ServerResponse): void | Promise<void> {
    const kept = this.objects.get(name);
    if (!kept) return xmlError(404, 'NoSuchKey')(request, response);
    const { bytes, etag, metadata } = kept;
    const { range, 'if-match': wanted } = request.headers;
    if (wanted !== undefined && wanted !== etag) return xmlError(412, 'PreconditionFailed')(request, response);
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
    const start = Number(from ?? 0);
    if (range !== undefined && start >= bytes.length) return xmlError(416, 'InvalidRange')(request, response);
    const end = Math.min(to ? Number(to) + 1 : bytes.length, bytes.length);
    response.writeHead(range === undefined ? 200 : 206, {
      ...metadata,
      etag,
      'content-length': end - start,
      ...(range !== undefined && { 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` }),
    });
    response.end(request.method === 'HEAD' ? undefined : bytes.subarray(start, end));
  }

  #list(bucket: string, { query }: ReceivedRequest, response: ServerResponse): void {
    const prefix = Buffer.from(query.get('prefix') ?? '');
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64');
    const keys = Array.from(this.objects.keys())
      .filter((name) => name.startsWith(`${bucket}/`))
      .map((name) => Buffer.from(name.slice(bucket.length + 1)))
      .filter((key) => key.subarray(0, prefix.length).equals(prefix) && Buffer.compare(key, after) > 0)
      .sort(Buffer.compare);
    if (query.get('delimiter') === '/') {
      const rest = keys.map((key) => String(key).slice(String(prefix).length)).filter((key) => key.includes('/'));
      const groups = [...new Set(rest.map((key) => `${prefix}${key.split('/')[0]}/`))];
      const encoded = groups.map((group) => encodeURIComponent(group).replaceAll('%2F', '/').replaceAll('%20', '+'));
      const common = encoded.map((group) => `<CommonPrefixes><Prefix>${group}</Prefix></CommonPrefixes>`);
      response.writeHead(200, { 'content-type': 'application/xml' });
      const head = '<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>';
      response.end(`<?xml version="1.0"?><ListBucketResult>${head}${common.join('')}</ListBucketResult>`);
      return;
    }
    const page = keys.slice(0, this.pageSize);
    const isEncoded = query.get('encoding-type') === 'url';
    const encode = (key: string) =>
      isEncoded ? encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+') : escapeXml(key);
    const contents = page.map((key) => {
      const { bytes, etag } = this.objects.get(`${bucket}/${key}`)!;
      return `<Contents><Key>${encode(String(key))}</Key><Size>${bytes.length}</Size><ETag>${escapeXml(etag)}</ETag></Contents>`;
    });
    const more = keys.length > page.length;
    const token = more ? `<NextContinuationToken>${page.at(-1)!.toString('base64')}</NextContinuationToken>` : '';
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(
      `<?xml version="1.0"?><ListBucketResult>${isEncoded ? '<EncodingType>url</EncodingType>' : ''}<IsTruncated>${more}</IsTruncated>${token}${contents.join('')}</ListBucketResult>`,
    );
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
