import { access } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { createRequire, enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Runs in the function's process: the client of the Lambda Runtime API, as AWS's own for Node is. Between invocations the
 * process waits; the date it sees is the account's virtual time.
 */

// Imported, it would load Node's WebSocket and `fetch`, which the bundles do not.
const http: typeof import('node:http') = createRequire(import.meta.url)('node:http');

const BASE = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${BASE}${path}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function describe(error: unknown): string {
  const { name = 'Error', message = String(error), stack = '' } = (error ?? {}) as Partial<Error>;
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') });
}

/** Real time goes on within an invocation, starting from the virtual time at which it was made. */
const RealDate = Date;
let virtual = { start: Number(process.env['TEST_ACCOUNT_TIME']), since: RealDate.now() };
const now = () => virtual.start + (RealDate.now() - virtual.since);

function replaceDate(): void {
  const VirtualDate = new Proxy(RealDate, {
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}

type Handler = (event: unknown, context: object) => unknown;

async function loadHandler(): Promise<Handler> {
  const name = process.env['_HANDLER']!;
  const dot = name.lastIndexOf('.');
  const file = join(process.env['LAMBDA_TASK_ROOT']!, name.slice(0, dot));
  for (const extension of ['.mjs', '.js', '.cjs']) {
    const exists = await access(file + extension).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const module = await import(pathToFileURL(file + extension).href);
    const handler = module[name.slice(dot + 1)] ?? module.default?.[name.slice(dot + 1)];
    if (typeof handler === 'function') return handler;
  }
  throw Object.assign(new Error(`${name} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
}

function contextOf(headers: IncomingHttpHeaders): object {
  const env = process.env;
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
  };
}

async function main(): Promise<void> {
  const compiled = process.env['TEST_ACCOUNT_COMPILED'];
  delete process.env['TEST_ACCOUNT_COMPILED'];
  if (compiled) enableCompileCache(compiled);
  replaceDate();
  let handler: Handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    await send('POST', '/init/error', describe(error));
    process.exit(1);
  }
  for (let i = 0; ; i++) {
    // The process will be killed, and would not write what it has compiled.
    if (i === 1) flushCompileCache();
    const { headers, body } = await send('GET', '/invocation/next');
    virtual = { start: Number(headers['x-virtual-time']), since: RealDate.now() };
    const path = `/invocation/${headers['lambda-runtime-aws-request-id']}`;
    const before = process.cpuUsage();
    const measured = () => {
      const { user, system } = process.cpuUsage(before);
      return { 'x-processor-time': String((user + system) / 1000) };
    };
    try {
      const result = await handler(JSON.parse(body), contextOf(headers));
      await send('POST', `${path}/response`, JSON.stringify(result ?? null), measured());
    } catch (error) {
      await send('POST', `${path}/error`, describe(error), measured());
    }
  }
}

await main();
