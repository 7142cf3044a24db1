import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { transformSync } from 'esbuild';
import type { LambdaFunction } from './function.ts';
import { watchMemory } from './watch-memory.ts';

/** The error of an invocation, as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How an invocation ended. Durations are real milliseconds. */
export interface Outcome {
  /** JSON; undefined when it failed. */
  readonly payload?: string;
  readonly error?: FunctionError;
  readonly duration: number;
  /** Milliseconds of processor time, without the start of the process; undefined when it ended. Other load does not count. */
  readonly processorTime: number | undefined;
  /** Highest resident memory seen, megabytes (2^20 bytes). */
  readonly peakMemory: number;
  readonly logs: string;
}

interface Job {
  readonly requestId: string;
  readonly payload: string;
  readonly virtualTime: number;
  readonly finish: (result: { payload: string } | { error: FunctionError }) => void;
}

/** As JavaScript, made once: every process would spend as long on the types as on its start. */
const BOOTSTRAP = transformSync(readFileSync(new URL('bootstrap.ts', import.meta.url), 'utf8'), { loader: 'ts' }).code;
/** Where the processes of a function leave what they have compiled, for those that start later: beside its folder in a cdk.out. */
function compiledOf(folder: string): Record<string, string> {
  return basename(folder).startsWith('asset.') ? { TEST_ACCOUNT_COMPILED: join(dirname(folder), 'compiled') } : {};
}
/** Lambda gives a function's start ten seconds before it counts against the timeout. */
const INIT_ALLOWANCE = 10_000;

/**
 * One execution environment: a Node process behind a Runtime API of its own on loopback, used for one invocation after the
 * other. A timeout, too much memory or an exit ends the process; the next invocation starts a new one.
 */
export class Sandbox {
  readonly #function: LambdaFunction;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #server: Server;
  #onReady: () => void = () => {};
  #child: ChildProcess | undefined;
  /** The process's open request for its next event. */
  #waiting: ServerResponse | undefined;
  #job: Job | undefined;
  #logs = '';
  #peakMemory = 0;
  #processorTime: number | undefined;

  private constructor(of: LambdaFunction, environment: Readonly<Record<string, string>>) {
    this.#function = of;
    this.#environment = environment;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async open(of: LambdaFunction, environment: Readonly<Record<string, string>>): Promise<Sandbox> {
    const sandbox = new Sandbox(of, environment);
    await new Promise<void>((resolve) => sandbox.#server.listen(0, '127.0.0.1', resolve));
    return sandbox;
  }

  /** One invocation at a time. */
  async invoke(requestId: string, payload: string, virtualTime: number): Promise<Outcome> {
    const started = performance.now();
    this.#logs = '';
    this.#peakMemory = 0;
    this.#processorTime = undefined;
    const { timeout } = this.#function;
    let timer: NodeJS.Timeout | undefined;
    const result = await new Promise<{ payload: string } | { error: FunctionError }>((finish) => {
      this.#job = { requestId, payload, virtualTime, finish };
      const seconds = (timeout / 1000).toFixed(2);
      const expire = () => {
        finish({
          error: {
            errorType: 'Sandbox.Timedout',
            errorMessage: `${requestId} Task timed out after ${seconds} seconds`,
          },
        });
        this.#kill();
      };
      timer = setTimeout(expire, timeout + (this.#waiting ? 0 : INIT_ALLOWANCE));
      const restart = () => {
        clearTimeout(timer);
        timer = setTimeout(expire, timeout);
      };
      // A process that is alive but not waiting yet is about to ask for its next event.
      if (this.#waiting) this.#deliver();
      else if (this.#child === undefined) this.#spawn(virtualTime, restart);
    });
    clearTimeout(timer);
    // What the process wrote before it answered is in the pipe: let it be read.
    await setImmediate();
    await setImmediate();
    this.#job = undefined;
    return {
      ...result,
      duration: performance.now() - started,
      processorTime: this.#processorTime,
      peakMemory: this.#peakMemory,
      logs: this.#logs,
    };
  }

  /** Ends the process in the middle of what it does, as a failing machine would. */
  crash(): void {
    if (this.#job) this.#child?.kill('SIGKILL');
    else this.#kill();
  }

  async close(): Promise<void> {
    this.#kill();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #spawn(virtualTime: number, onReady: () => void): void {
    this.#onReady = onReady;
    const { handler, folder, memory } = this.#function;
    const heap = `--max-old-space-size=${Math.floor(memory * 0.9)}`;
    const child = spawn(process.execPath, [heap, '--input-type=module', '--eval', BOOTSTRAP], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Only what Lambda gives: nothing of the environment that the tests run in.
      env: {
        ...this.#environment,
        TZ: ':UTC',
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${(this.#server.address() as AddressInfo).port}`,
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: handler,
        TEST_ACCOUNT_TIME: String(virtualTime),
        ...compiledOf(folder),
      },
    });
    this.#child = child;
    let tooLarge = false;
    const stopWatching = watchMemory(child.pid!, (megabytes) => {
      this.#peakMemory = Math.max(this.#peakMemory, megabytes);
      if (megabytes <= memory) return;
      tooLarge = true;
      child.kill('SIGKILL');
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#logs += text;
      });
    child.on('close', (code, signal) => {
      stopWatching();
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#waiting = undefined;
      const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
      const errorType = tooLarge ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
      this.#job?.finish({ error: { errorType, errorMessage: `Runtime exited with error: ${how}` } });
    });
  }

  #kill(): void {
    const child = this.#child;
    this.#child = undefined;
    this.#waiting = undefined;
    child?.kill('SIGKILL');
  }

  /** The Runtime API. */
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!.replace('/2018-06-01/runtime', '');
    if (path === '/invocation/next') {
      this.#waiting = response;
      this.#onReady();
      this.#onReady = () => {};
      if (this.#job) this.#deliver();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    response.writeHead(202).end('{}');
    const job = this.#job;
    this.#job = undefined;
    const processorTime = request.headers['x-processor-time'];
    if (processorTime !== undefined) this.#processorTime = Number(processorTime);
    // A process that could not start is about to exit.
    if (path === '/init/error') this.#kill();
    if (path.endsWith('/response')) job?.finish({ payload: body });
    else job?.finish({ error: JSON.parse(body) as FunctionError });
  }

  #deliver(): void {
    const { requestId, payload, virtualTime } = this.#job!;
    this.#waiting!.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(virtualTime + this.#function.timeout),
      'lambda-runtime-invoked-function-arn': this.#function.arn,
      'x-virtual-time': String(virtualTime),
    });
    this.#waiting!.end(payload);
    this.#waiting = undefined;
  }
}
