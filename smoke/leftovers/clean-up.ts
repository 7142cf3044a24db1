import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { buckets } from './buckets.ts';
import type { Account, Finder, Leftover, Scope } from './leftover.ts';
import { logGroups } from './log-groups.ts';
import { queues } from './queues.ts';
import { rolePolicies } from './role-policies.ts';
import { endpoints, jobs, models } from './sagemaker.ts';
import { stacks } from './stacks.ts';

/**
 * In the order of their removal: the stack first, because its machine creates jobs, models and configurations; then what costs
 * money; buckets after the endpoints, which write captures there, and after the policies, which are known by their buckets.
 */
const FINDERS: readonly Finder[] = [stacks, jobs, endpoints, models, queues, rolePolicies, buckets, logGroups];

/** Something that could not be removed, or could not even be looked for. */
export interface Remaining {
  readonly what: string;
  readonly reason: string;
}

export interface Reporting {
  /** Prints a line. */
  say(line: string): void;
  /** Called after the removal of each. */
  removed?(leftover: Leftover): void;
}

/** All leftovers, without removing any. @throws the first error of a service */
export async function listLeftovers(
  account: Account,
  scope: Scope,
  finders: readonly Finder[] = FINDERS,
): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const finder of finders) found.push(...(await finder.find(account, scope)));
  return found;
}

/**
 * Finds and removes, one kind after the other. An error does not keep the others from being removed.
 *
 * @returns what remains
 */
export async function cleanUp(
  account: Account,
  scope: Scope,
  { say, removed = () => {} }: Reporting,
  finders: readonly Finder[] = FINDERS,
): Promise<Remaining[]> {
  const remaining: Remaining[] = [];
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const reason = errorMessage(error);
      say(`  not deleted: ${what}: ${reason}`);
      remaining.push({ what, reason });
    }
  };
  for (const finder of finders) {
    await attempt(`possibly ${finder.kinds}`, async () => {
      for (const leftover of await finder.find(account, scope)) {
        const what = `${leftover.kind} ${leftover.name}`;
        await attempt(what, async () => {
          await leftover.remove();
          say(`  deleted: ${what}`);
          removed(leftover);
        });
      }
    });
  }
  return remaining;
}
