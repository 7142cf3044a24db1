import { type Context, holds } from './conditions.ts';
import { matchesAction, matchesPattern } from './pattern.ts';
import type { Principals, Statement } from './policy.ts';

/** The caller: a role, or an AWS service. */
export type Principal =
  | { readonly kind: 'role'; readonly arn: string; readonly account: string }
  | { readonly kind: 'service'; readonly name: string };

export interface AccessRequest {
  readonly principal: Principal;
  /** `service:Action`. */
  readonly action: string;
  /** ARN, or `*` for actions without a resource. */
  readonly resource: string;
  readonly context: Context;
}

/** The statements that bear on a request. */
export interface Policies {
  /** Of the role; empty for a service. */
  readonly identity: readonly Statement[];
  /** Of the resource; undefined when it has no policy. */
  readonly resource: readonly Statement[] | undefined;
  /** The resource's policy has to let the account in before identity policies count, as with KMS keys. */
  readonly resourceMustAllow?: boolean;
}

export interface Decision {
  readonly allowed: boolean;
  /** The statement that decided, or what was missing. */
  readonly reason: string;
}

/**
 * IAM's decision within one account: an explicit deny wins; else an allow of either side is enough. A resource policy that
 * names the whole account delegates to the account's identity policies and allows no caller by itself.
 */
export function decide(request: AccessRequest, { identity, resource, resourceMustAllow }: Policies): Decision {
  const own = identity.filter((statement) => applies(statement, request));
  const its = (resource ?? []).filter(
    (statement) => applies(statement, request) && concerns(statement.principals, request.principal) !== 'no',
  );
  const denied = [...own, ...its].find(({ effect }) => effect === 'Deny');
  if (denied) return { allowed: false, reason: `denied by ${denied.source}` };

  const named = its.find(({ principals }) => concerns(principals, request.principal) === 'named');
  if (named) return { allowed: true, reason: `allowed by ${named.source}` };
  if (request.principal.kind === 'service')
    return { allowed: false, reason: `no resource policy allows the service ${request.principal.name}` };
  if (resourceMustAllow && its.length === 0)
    return { allowed: false, reason: 'the resource policy does not let the account in' };
  if (own.length === 0) return { allowed: false, reason: 'no identity-based policy allows the action' };
  return { allowed: true, reason: `allowed by ${own[0].source}` };
}

/** Whether a statement's action, resource and conditions fit the request. */
function applies({ actions, resources, conditions }: Statement, { action, resource, context }: AccessRequest): boolean {
  if (actions.patterns.some((pattern) => matchesAction(pattern, action)) === actions.negated) return false;
  if (resources && resources.patterns.some((pattern) => matchesPattern(pattern, resource)) === resources.negated)
    return false;
  return conditions.every((condition) => holds(condition, context));
}

/** `account` when only the account as a whole is named. */
function concerns(principals: Principals | undefined, principal: Principal): 'named' | 'account' | 'no' {
  if (principals === undefined) return 'no';
  if (principals.aws.includes('*')) return 'named';
  if (principal.kind === 'service') return principals.services.includes(principal.name) ? 'named' : 'no';
  if (principals.aws.includes(principal.arn)) return 'named';
  const { account } = principal;
  return principals.aws.some((arn) => arn === account || arn === `arn:aws:iam::${account}:root`) ? 'account' : 'no';
}
