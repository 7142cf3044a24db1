/**
 * A smoke test in a real AWS account: deploys, checks generated captures, sees the alerts, with `--role` retrains and rolls back,
 * deletes everything, and prints which assumptions hold and what it cost. docs/assumptions.md describes it.
 *
 *     npm run smoke:aws -- [--region REGION] [--role ARN] [--dry-run]
 *
 * Exits with 1 when a step failed, an assumption was refuted, or something was left behind, and with 2 for a wrong option.
 */
import { createInterface } from 'node:readline/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { Evidence } from './assumptions.ts';
import { type Clients, clientsOf } from './aws/clients.ts';
import { jobUsages } from './cost/jobs.ts';
import { Meter } from './cost/meter.ts';
import { describePlan } from './describe.ts';
import { cleanUp, listLeftovers, type Remaining } from './leftovers/clean-up.ts';
import { scopeOfAll, scopeOfRun } from './leftovers/leftover.ts';
import { type Names, namesOf } from './names.ts';
import { OptionError, type Options, readOptions, USAGE } from './options.ts';
import { perform } from './perform.ts';
import { expect, type Session, SmokeError, type Time } from './session.ts';
import { ENDPOINT_USAGE } from './steps/endpoint.ts';
import { Steps } from './steps/runner.ts';
import { smoke } from './story.ts';

const CLEANUP_ONLY = 'npm run smoke:aws -- --cleanup-only';

const say = (line: string) => console.log(line);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === null) say(USAGE);
  else process.exitCode = (await main(options)) ? 0 : 1;
} catch (error) {
  const { name, message } = error as Error;
  console.error(error instanceof OptionError ? `${message}\n\n${USAGE}` : `${name}: ${message}`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

/** @returns whether all went well */
async function main(options: Options): Promise<boolean> {
  const names = namesOf(options.stack, Date.now());
  if (options.dryRun) {
    say(describePlan(options, names));
    return true;
  }
  const clients = clientsOf({ region: options.region });
  const account = await identify(clients, options);
  return options.cleanupOnly ? removeLeftovers(options, clients, account) : runOnce(options, names, clients, account);
}

/** The account of the credentials, which has to be the role's. */
async function identify(clients: Clients, { retraining }: Options): Promise<string> {
  const { Account = '', Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
  say(`${Arn} in account ${Account}`);
  const owner = retraining?.role.split(':')[4] ?? Account;
  expect(owner === Account, `the role is one of account ${owner}, the credentials are for ${Account}`);
  return Account;
}

async function runOnce(options: Options, names: Names, clients: Clients, account: string): Promise<boolean> {
  say(`\n${describePlan(options, names, account)}\n`);
  if (!(await agreed('Create all this?', options))) return false;
  const signal = interruption();
  const [evidence, meter] = [new Evidence(), new Meter()];
  const session: Session = { options, names, account, clients, time: clock(), evidence, meter, signal, say };
  const interrupted = { ...session, time: clock(signal) };
  if (options.keep) say(`Everything will be kept. To delete it: ${CLEANUP_ONLY}\n`);
  return perform(session, {
    steps: () => smoke(interrupted, new Steps(interrupted)),
    ...(!options.keep && { cleanUp: () => deleteAll(session) }),
    jobs: () => jobUsages(session),
  });
}

async function deleteAll({ clients, meter, names, options, time }: Session): Promise<Remaining[]> {
  say('\ndelete everything');
  const removed = ({ kind }: { readonly kind: string }) => {
    if (kind === 'endpoint') meter.stop(ENDPOINT_USAGE, time.now());
  };
  return cleanUp({ clients, time }, scopeOfRun(names, options.retraining?.role), { say, removed });
}

/** Shows what earlier runs have left, and deletes it. */
async function removeLeftovers(options: Options, clients: Clients, account: string): Promise<boolean> {
  const scope = scopeOfAll(options.stack, options.retraining?.role);
  const found = await listLeftovers({ clients, time: clock() }, scope);
  if (found.length === 0) {
    say(`nothing is left in ${options.region}`);
    return true;
  }
  for (const { kind, name } of found) say(`  ${kind} ${name}`);
  if (!(await agreed(`Delete all this in account ${account}, region ${options.region}?`, options))) return false;
  const remaining = await cleanUp({ clients, time: clock() }, scope, { say });
  return remaining.length === 0;
}

async function agreed(question: string, { yes }: Options): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new SmokeError('there is no terminal to ask on: give --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`${question} [y/N] `)).trim().toLowerCase() === 'y';
  } finally {
    terminal.close();
  }
}

function clock(signal?: AbortSignal): Time {
  return {
    now: () => Date.now(),
    sleep: (milliseconds) => delay(milliseconds, undefined, signal && { signal }),
  };
}

/** Ctrl-C ends the present step, and what was created is deleted. A second one ends the program. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) {
      say(`\nended in the middle: something may be left. To delete it: ${CLEANUP_ONLY}`);
      process.exit(1);
    }
    say('\ninterrupted: what was created is deleted. Another Ctrl-C ends the program at once.');
    controller.abort(new SmokeError('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
