import { PassThrough, Writable } from 'node:stream';
import { runCommandLine } from '../../bin/commands/program.ts';
import type { CommandLineProcess } from '../../bin/commands/terminal.ts';

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
 * Runs the command line in this process.
 *
 * @param columns Width of the terminal; not given: stdout is a pipe.
 * @param typed What a person types, then ends the input; not given: stdin is no terminal.
 */
export async function run(
  args: readonly string[],
  { columns, env = {}, typed }: { columns?: number; env?: CommandLineProcess['env']; typed?: string } = {},
): Promise<Run> {
  const [stdout, stderr] = [new KeptStream(columns), new KeptStream()];
  const code = await runCommandLine(args, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    env,
    ...(typed !== undefined && { stdin: terminalInput(typed) }),
    // However busy the machine is, no second passes after which progress is shown.
    clock: () => 0,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

function terminalInput(typed: string): NodeJS.ReadStream {
  const stream = Object.assign(new PassThrough(), { isTTY: true });
  stream.end(typed);
  return stream as unknown as NodeJS.ReadStream;
}
