import { costOf, type Usage } from './cost/cost.ts';
import { describeSummary } from './describe.ts';
import type { Remaining } from './leftovers/clean-up.ts';
import type { Session } from './session.ts';

/** The parts of a run. */
export interface Parts {
  /** All steps. @throws the error of the one that failed, which it has printed */
  steps(): Promise<void>;
  /** Deletes everything that was created. Resolves to what remains. @default - everything is kept */
  cleanUp?(): Promise<Remaining[]>;
  /** Time that SageMaker bills for jobs. */
  jobs(): Promise<Usage[]>;
}

/** What an interrupted step has begun gets so long to end before everything is deleted, milliseconds. */
const GRACE = 10_000;

/**
 * Runs the steps, deletes everything however they end, and prints what was found out and what it cost.
 *
 * @param session Its clock is that of the cleanup: an interruption does not end it.
 * @returns whether all steps succeeded, no assumption was refuted and nothing was left
 */
export async function perform(session: Session, { steps, cleanUp, jobs }: Parts): Promise<boolean> {
  const { evidence, meter, options, say, signal, time } = session;
  let failed = false;
  try {
    await steps();
  } catch {
    failed = true;
    if (signal?.aborted) await time.sleep(GRACE);
  }
  const remaining = cleanUp === undefined ? [] : await cleanUp();
  const billed = await jobs().catch((error: Error) => {
    say(`the jobs of the run could not be read, their cost is missing: ${error.message}`);
    return [];
  });
  const cost = costOf([...billed, ...meter.usages(time.now())], options.region);
  const { running } = meter;
  say(`\n${describeSummary({ evidence, cost, region: options.region, running, remaining })}`);
  return !failed && evidence.refuted.length === 0 && remaining.length === 0;
}
