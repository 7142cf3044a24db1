/** The command line as `npx driftwarden` starts it, but on no machine so slow that it shows its progress. */
import { runCommandLine } from '../../bin/commands/program.ts';

const [program, ...args] = process.argv.slice(2);
if (program !== 'driftwarden') throw new RangeError(`there is no stand-in for npx ${program}`);
const { stdout, stderr, stdin, env } = process;
process.exitCode = await runCommandLine(args, { stdout, stderr, stdin, env, clock: () => 0 });
