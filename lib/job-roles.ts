import type { MonitorDefinition } from './monitor-definition.ts';

/** Characters for these statements. A bucket policy has 20 KB; the rest is for its other statements. */
const MAX_JOB_ACCESS = 18_000;
/** Characters of three statements without roles and monitors. Each of them contains the role. */
const STATEMENTS = 750;
const ROLE_PLACES = 3;
/** A monitor's name occurs in five ARNs and three prefixes, which have this many other characters together. */
const NAME_PLACES = 8;
const AROUND_NAMES = 690;

/** The policy of the state bucket cannot hold so many roles. */
export class TooManyJobRolesError extends Error {
  override readonly name = 'TooManyJobRolesError';
  readonly roles: number;
  constructor(roles: number) {
    super(
      `the retrainings of this deployment have ${roles} roles (retraining.role), more than a bucket policy can hold: let monitors share a role, or deploy them in several stacks`,
    );
    this.roles = roles;
  }
}

/** The names of the monitors of each job role. */
export function jobRoles(definitions: readonly MonitorDefinition[]): Map<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const { monitor, retraining } of definitions) {
    if (retraining !== null) roles.set(retraining.role, [...(roles.get(retraining.role) ?? []), monitor.name]);
  }
  return roles;
}

/** Roles with access to the retrainings of the same monitors; `*` means all. */
export interface JobAccess {
  readonly roles: readonly string[];
  readonly names: readonly string[];
}

/**
 * Each role with its monitors, if a bucket policy can hold that; otherwise all roles with all monitors.
 *
 * @throws TooManyJobRolesError
 */
export function sharedOut(monitors: ReadonlyMap<string, readonly string[]>): JobAccess[] {
  if (monitors.size === 0) return [];
  const exact = [...monitors].map(([role, names]): JobAccess => ({ roles: [role], names }));
  if (sizeOf(exact) <= MAX_JOB_ACCESS) return exact;
  const common = [{ roles: [...monitors.keys()], names: ['*'] }];
  if (sizeOf(common) > MAX_JOB_ACCESS) throw new TooManyJobRolesError(monitors.size);
  return common;
}

/** Characters for these statements in a role's own policies, which have 10,240 together. */
const MAX_ROLE_ACCESS = 6000;

/** The names of a role's monitors, if a policy of the role can hold them; otherwise `*`, which means all. */
export function namesInRolePolicy(names: readonly string[]): readonly string[] {
  return sizeOf([{ roles: [], names }]) <= MAX_ROLE_ACCESS ? names : ['*'];
}

/** The largest size of the statements, in characters. */
function sizeOf(access: readonly JobAccess[]): number {
  const sizes = access.map(({ roles, names }) => {
    const named = names.reduce((sum, name) => sum + AROUND_NAMES + NAME_PLACES * name.length, 0);
    return STATEMENTS + named + ROLE_PLACES * roles.reduce((sum, role) => sum + role.length + 3, 0);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
