import { PassThrough, Writable } from 'node:stream';
import { runCommandLine } from '../../bin/commands/program.ts';
import type { CommandLineProcess } from '../../bin/commands/terminal.ts';
import { requireAsPublished } from './published-schema.ts';

/** A stream that keeps what is written to it, as a terminal of so many columns or as a pipe. */
class KeptStream extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number | undefined;

  constructor(columns?: number) {
    super({ decodeStrings: false });
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command line in this process. What it prints with --json has to be as published.
 *
 * @param columns Width of the terminal; not given: stdout is a pipe.
 * @param input What is piped into it.
 * @param clock Milliseconds that never go back. @default - stands still
 * @param typed What a person types, then ends the input; not given: stdin is no terminal.
 */
export async function run(
  args: readonly string[],
  {
    columns,
    env = {},
    typed,
    input,
    // However busy the machine is, no second passes after which progress is shown.
    clock = () => 0,
  }: {
    columns?: number;
    env?: CommandLineProcess['env'];
    typed?: string;
    input?: string | Uint8Array;
    clock?: () => number;
  } = {},
): Promise<Run> {
  const [stdout, stderr] = [new KeptStream(columns), new KeptStream()];
  const code = await runCommandLine(args, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    env,
    ...(typed !== undefined && { stdin: inputOf(typed, true) }),
    ...(input !== undefined && { stdin: inputOf(input, false) }),
    clock,
  });
  requireAsPublished(args, stdout.text);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

function inputOf(text: string | Uint8Array, isTTY: boolean): NodeJS.ReadStream {
  const stream = Object.assign(new PassThrough(), { isTTY });
  stream.end(text);
  return stream as unknown as NodeJS.ReadStream;
}
