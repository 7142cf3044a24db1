import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../aws-error.ts';
import type { Principal } from '../iam/evaluate.ts';

/** A request as the services see it: read whole, its caller known. */
export interface ServiceRequest {
  readonly principal: Principal;
  /** For which it is signed. */
  readonly region: string;
  readonly method: string;
  /** As it came, with its escapes: keys such as `a/../b` must not be normalized. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** A part of the account behind the front door. */
export interface Service {
  handle(request: ServiceRequest): ServiceResponse | Promise<ServiceResponse>;
  /** How this service's protocol says no. */
  refuse(error: AwsError, requestId: string): ServiceResponse;
}

/** Reads a request's body, unpacked. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const encoding = message.headers['content-encoding'];
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding !== undefined)
    throw new AwsError('NotImplemented', `the test account does not unpack the content encoding ${encoding}`, 501);
  return body;
}

/** The error form of the JSON protocols. */
export function refuseAsJson(error: AwsError): ServiceResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': error.code };
  return { status: error.status, headers, body: JSON.stringify({ __type: error.code, message: error.message }) };
}
