import type { MonitorDefinition } from './monitor-definition.ts';

/** A bucket's policy has 20 KB; what is left is for its other statements. Characters. */
const MAX_JOB_ACCESS = 18_000;
/** What three statements take besides roles and monitors; a role stands in each of them. */
const STATEMENTS = 750;
const ROLE_PLACES = 3;
/** A monitor's name stands in five ARNs and three prefixes, between so many characters together. */
const NAME_PLACES = 8;
const AROUND_NAMES = 670;

/** More roles than the policy of the state bucket can name. */
export class TooManyJobRolesError extends Error {
  override readonly name = 'TooManyJobRolesError';
  readonly roles: number;
  constructor(roles: number) {
    super(
      `the retrainings of this deployment name ${roles} roles (retraining.role), more than a bucket's policy holds: let monitors share a role, or deploy them in several stacks`,
    );
    this.roles = roles;
  }
}

/** The names of the monitors of each role that jobs of retrainings run as. */
export function jobRoles(definitions: readonly MonitorDefinition[]): Map<string, string[]> {
  const roles = new Map<string, string[]>();
  for (const { monitor, retraining } of definitions) {
    if (retraining !== null) roles.set(retraining.role, [...(roles.get(retraining.role) ?? []), monitor.name]);
  }
  return roles;
}

/** Roles that may work on the retrainings of the same monitors; `*` stands for all. */
export interface JobAccess {
  readonly roles: readonly string[];
  readonly names: readonly string[];
}

/**
 * Each role with its monitors, while a bucket's policy holds that; else all roles with all monitors.
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

/** How long the statements are at most. */
function sizeOf(access: readonly JobAccess[]): number {
  const sizes = access.map(({ roles, names }) => {
    const named = names.reduce((sum, name) => sum + AROUND_NAMES + NAME_PLACES * name.length, 0);
    return STATEMENTS + named + ROLE_PLACES * roles.reduce((sum, role) => sum + role.length + 3, 0);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
