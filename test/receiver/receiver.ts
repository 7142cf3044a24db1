import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The certificate of receivers. Processes that call one are given it as `NODE_EXTRA_CA_CERTS`. */
export const CERTIFICATE = join(import.meta.dirname, 'reference/certificate.pem');

/** A request that a receiver got. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Status and body of an answer, with a redirect's place; null: none is given. */
export type Answer = { readonly status: number; readonly body?: string; readonly location?: string } | null;

/** An HTTPS server on 127.0.0.1 in place of PagerDuty or of a receiver of webhooks. */
export class Receiver {
  readonly url: string;
  readonly received: Received[] = [];
  /** How it answers from now on. */
  answer: (request: Received) => Answer = () => ({ status: 202, body: '{"status":"success"}' });
  readonly close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
  }

  static async open(path = '/'): Promise<Receiver> {
    const key = readFileSync(join(import.meta.dirname, 'reference/key.pem'));
    let receiver: Receiver | undefined;
    const server = createServer({ key, cert: readFileSync(CERTIFICATE) }, async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString();
      const received = { path: request.url ?? '', headers: request.headers, body };
      receiver!.received.push(received);
      const answer = receiver!.answer(received);
      if (answer === null) return;
      response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    receiver = new Receiver(`https://127.0.0.1:${port}${path}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return receiver;
  }

  /** The bodies of requests, parsed. */
  get bodies() {
    return this.received.map(({ body }) => JSON.parse(body));
  }
}
