import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../account/template/assembly.ts';
import { listPermissions, type Permission, removePermission } from '../../account/template/permissions.ts';
import { deployed, synthesizeStack } from './deployment.ts';
import { describePermission } from './describe-permission.ts';
import { largeDay, openLargeDay, readerName, readings, storedResult, uploadCaptures } from './large-window.ts';
import { isPlayed, neededPermissions } from './needed-permissions.ts';
import { dueTime, PARCELS, parcelDefinition } from './parcels.ts';

const MINUTE = 60_000;
const DUE = dueTime('drift', 0);
const DATA_KEY = 'arn:aws:kms:us-east-1:123456789012:key/data';
/** Ten, each larger than a part, make a large window. */
const OBJECTS = 10;
const LISTED = 2 ** 30;

const synthesized = synthesizeStack([parcelDefinition()], { readingConcurrency: 5, dataKeys: [DATA_KEY], key: 'new' });
const { template } = readAssembly(synthesized.cdkOut);
/** What the stack has only with `readingConcurrency`. */
const permissions = listPermissions(template).filter(
  (permission) =>
    permission.holder.includes('Reading') ||
    (permission.holder.includes('CheckDrift') && /window_parts|Reading-Machine/.test(JSON.stringify(permission))),
);

interface Played {
  readonly outcome: object;
  /** Actions that were refused. */
  readonly denied: ReadonlySet<string>;
  readonly needed: ReadonlySet<Permission>;
}

/** Reads and checks the window, in an account of its own. */
async function play(without?: Permission): Promise<Played> {
  const day = largeDay(OBJECTS);
  const change = without && ((deployedTemplate: typeof template) => removePermission(deployedTemplate, without));
  return deployed(synthesized, { now: DUE, ...(change && { change }) }, async (deployment) => {
    const { account } = deployment;
    account.keys.createKey(DATA_KEY);
    await openLargeDay(deployment, day, { kmsKey: DATA_KEY });
    uploadCaptures(deployment, day, { listedSize: LISTED });
    await deployment.fire(PARCELS, 'drift', DUE);
    await account.advanceTo(DUE + 30 * MINUTE);
    const outcome = {
      ended: readings(deployment).map(({ status, error }) => [status, error]),
      rows: storedResult(deployment)?.result.data.rows,
      isLogged: account.lambda.logs(readerName(deployment)).includes('started'),
    };
    return {
      outcome,
      denied: new Set(account.denied().map(({ action }) => action)),
      needed: without ? new Set() : neededPermissions(account, permissions),
    };
  });
}

describe('every permission for large windows', () => {
  let complete: object;
  let needed: ReadonlySet<Permission>;

  it('is there for a scenario in which nothing is denied', async () => {
    const { outcome, denied, needed: neededHere } = await play();
    expect(denied).toEqual(new Set());
    expect(outcome).toEqual({ ended: [['SUCCEEDED', undefined]], rows: 180, isLogged: true });
    complete = outcome;
    needed = neededHere;
  });

  it.each(permissions.map((permission, i) => [describePermission(permission), permission, i] as const))(
    'is missed: %s',
    async (_, permission, i) => {
      if (!isPlayed(i) && needed.has(permission)) return;
      const { outcome, denied } = await play(permission);
      expect(denied).toEqual(new Set([permission.action]));
      expect(outcome).not.toEqual(complete);
    },
  );
});
