import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request as it came over the wire; `path` is not decoded, `body` is decompressed. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Answer = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

/** An HTTP server on the loopback interface that remembers what it was asked, for real SDK clients to talk to. */
export class LoopbackServer {
  readonly url: string;
  readonly received: ReceivedRequest[];
  readonly #queue: Answer[];
  readonly close: () => Promise<void>;

  constructor(url: string, received: ReceivedRequest[], queue: Answer[], close: () => Promise<void>) {
    this.url = url;
    this.received = received;
    this.#queue = queue;
    this.close = close;
  }

  /** Answers the next requests so, one each; the ones after them as usual. */
  next(...answers: Answer[]): void {
    this.#queue.push(...answers);
  }

  /** Forgets what was asked and how the next requests were to be answered. */
  forget(): void {
    this.received.length = 0;
    this.#queue.length = 0;
  }

  /** Settings of an SDK client that talks to this server. */
  get clientSettings() {
    return {
      region: 'us-east-1',
      endpoint: this.url,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts: 3,
    };
  }
}

export async function startServer(usual: Answer): Promise<LoopbackServer> {
  const received: ReceivedRequest[] = [];
  const queue: Answer[] = [];
  const server = createServer(async (incoming, response) => {
    const [path, query = ''] = incoming.url!.split('?');
    const raw = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>));
    const body = incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const { method = '', headers } = incoming;
    const request = { method, path, query: new URLSearchParams(query), headers, body };
    received.push(request);
    await (queue.shift() ?? usual)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new LoopbackServer(`http://127.0.0.1:${port}`, received, queue, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

/** Answers with S3's or SNS's form of an error. */
export function xmlError(status: number, code: string): Answer {
  return (request, response) => {
    const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>the ${code} message</Message></Error>`;
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(request.method === 'HEAD' ? '' : body);
  };
}
