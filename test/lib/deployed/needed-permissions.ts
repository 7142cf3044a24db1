import type { TestAccount } from '../../account/account.ts';
import type { AccessRequest } from '../../account/iam/evaluate.ts';
import { type Permission, removePermission } from '../../account/template/permissions.ts';
import { IS_EXHAUSTIVE } from '../../exhaustive.ts';

/** Of so many permissions, one is taken away and its scenario played, unless all are. */
const PLAYED = 8;

/**
 * The permissions without which a request of a scenario would have been refused. Takes milliseconds for each, where playing the scenario
 * without it takes a second.
 *
 * @param since Records of earlier requests, which do not count.
 */
export function neededPermissions(
  account: TestAccount,
  permissions: readonly Permission[],
  since = 0,
): ReadonlySet<Permission> {
  const requests = new Map<string, AccessRequest>();
  for (const { allowed, request } of account.access.records.slice(since)) {
    if (allowed && request) requests.set(JSON.stringify([request, [...request.context]]), request);
  }
  const needed = permissions.filter((permission) => {
    account.changePolicies((template) => removePermission(template, permission));
    const ofAction = [...requests.values()].filter(({ action }) => action === permission.action);
    return ofAction.some((request) => account.access.wouldRefuse(request));
  });
  account.changePolicies();
  return new Set(needed);
}

/** Whether what comes of a missing permission is tried, by its index among all. */
export function isPlayed(index: number): boolean {
  return IS_EXHAUSTIVE || index % PLAYED === 0;
}
