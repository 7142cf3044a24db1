import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from './aws-error.ts';
import type { VirtualClock } from './clock.ts';
import type { Access } from './iam/access.ts';
import { readBody, refuseAsJson, type Service, type ServiceResponse } from './services/request.ts';

/** Where a request goes and in whose name, as its signature says. */
const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/;

/** A request as an observer sees it. */
export interface ObservedRequest {
  /** Counted from 1. */
  readonly number: number;
  readonly phase: 'before' | 'after';
  /** The service's name in signatures: `s3`, `sns`, `monitoring`. */
  readonly service: string;
  readonly method: string;
  /** With its query, as it came. */
  readonly url: string;
  /** ARN of the role that sends it. */
  readonly role: string;
}

/**
 * Called twice for each request: before it is handled, when it may be lost on the way, and before it is answered, when the answer may
 * be cut off in the middle.
 */
export type Observer = (request: ObservedRequest) => 'lost' | 'cut' | undefined;

/** The account's one HTTP server on loopback: finds the caller by the access key and hands the request to its service. */
export class FrontDoor {
  /** Failures of the test account itself, such as something it does not imitate: no test may overlook them. */
  readonly faults: Error[] = [];
  observer: Observer = () => undefined;
  #requests = 0;
  readonly #server: Server;
  readonly #access: Access;
  readonly #clock: VirtualClock;
  /** By the service's name in signatures. */
  readonly #services: ReadonlyMap<string, Service>;

  constructor(services: ReadonlyMap<string, Service>, access: Access, clock: VirtualClock) {
    this.#services = services;
    this.#access = access;
    this.#clock = clock;
    this.#server = createServer((message, response) => void this.#serve(message, response));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const [, accessKeyId, region = '', name = ''] = CREDENTIAL.exec(message.headers.authorization ?? '') ?? [];
    const service = this.#services.get(name);
    const observed = {
      number: ++this.#requests,
      service: name,
      method: message.method ?? 'GET',
      url: message.url ?? '/',
      role: '',
    };
    let answer: ServiceResponse;
    try {
      const body = await readBody(message);
      if (service === undefined) throw new AwsError('NotImplemented', `there is no service ${name} here`, 501);
      const principal = this.#access.identify(
        accessKeyId,
        message.headers['x-amz-security-token'] as string | undefined,
      );
      if (principal.kind === 'role') observed.role = principal.arn;
      if (this.observer({ ...observed, phase: 'before' }) === 'lost') {
        message.destroy();
        return;
      }
      const [path, query = ''] = message.url!.split(/\?(.*)/s);
      const { method = 'GET', headers } = message;
      answer = await service.handle({
        principal,
        region,
        method,
        path,
        query: new URLSearchParams(query),
        headers,
        body,
      });
    } catch (error) {
      if (!(error instanceof AwsError) || error.status === 501) this.faults.push(error as Error);
      const refusal = error instanceof AwsError ? error : new AwsError('InternalError', String(error), 501);
      answer = service?.refuse(refusal, requestId) ?? refuseAsJson(refusal);
    }
    const cut = this.observer({ ...observed, phase: 'after' }) === 'cut';
    const date = new Date(this.#clock.now).toUTCString();
    response.writeHead(answer.status, { date, 'x-amz-request-id': requestId, ...answer.headers });
    const body = message.method === 'HEAD' ? undefined : answer.body;
    if (cut && body !== undefined) response.write(body.slice(0, body.length / 2), () => response.destroy());
    else response.end(body);
  }
}
