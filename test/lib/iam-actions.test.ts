import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from './kinds-of-templates.ts';
import { synthesizeNested } from './templates.ts';

/** By action, the ARNs and the condition keys that it accepts: see reference/make-iam-actions.py. */
const ACTIONS: Readonly<
  Record<string, { readonly resources: readonly string[]; readonly conditions: readonly string[] }>
> = JSON.parse(readFileSync(new URL('./reference/iam-actions.json', import.meta.url), 'utf8'));

/** Keys that every action accepts (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html). */
const GLOBAL = /^aws:(PrincipalAccount|PrincipalArn|ResourceAccount|SecureTransport|SourceAccount|SourceArn)$/i;
const WILDCARD = /[*?]/;
/** All actions of a service, for its owner or in a denial: neither has to name them. */
const WHOLE_SERVICE = /^[a-z0-9-]+:\*$/;

interface Statement {
  readonly where: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every statement of every policy below a value, wherever it is. */
function statementsIn(value: unknown, where: string): Statement[] {
  if (Array.isArray(value)) return value.flatMap((each) => statementsIn(each, where));
  if (typeof value !== 'object' || value === null) return [];
  if ('Effect' in value && 'Action' in value) return [{ ...(value as unknown as Statement), where }];
  return Object.values(value).flatMap((each) => statementsIn(each, where));
}

const statements = TEMPLATES.flatMap(({ kind, definitions, props }) =>
  [...synthesizeNested(definitions, props).templates.values()].flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([id, { Properties }]) => statementsIn(Properties, `${id} of ${kind}`)),
  ),
);

/** What is known of the actions that a pattern such as `kms:GenerateDataKey*` stands for. */
function known(action: string) {
  if (!WILDCARD.test(action)) return action in ACTIONS ? [ACTIONS[action]] : [];
  const pattern = new RegExp(`^${action.replaceAll('*', '.*')}$`, 'i');
  return Object.keys(ACTIONS)
    .filter((name) => pattern.test(name))
    .map((name) => ACTIONS[name]);
}

/** Whether a key is one such as `kms:EncryptionContext:${EncryptionContextKey}`, whose end the policy names. */
function isKey(known: string, key: string): boolean {
  const open = known.indexOf('${');
  return open === -1 ? known === key : key.length > open && key.startsWith(known.slice(0, open));
}

const actionsOf = ({ Action }: Statement) => [Action].flat().filter((action) => !WHOLE_SERVICE.test(action));

describe('every policy of every kind of stack', () => {
  it('is among the statements of these tests', () => {
    expect(statements.length).toBeGreaterThan(200);
  });

  it('names actions that exist', () => {
    const unknown = statements.flatMap((each) => actionsOf(each).filter((action) => known(action).length === 0));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('has conditions on keys that the action accepts', () => {
    const wrong = statements.flatMap((statement) => {
      const keys = Object.values(statement.Condition ?? {}).flatMap((each) => Object.keys(each));
      return actionsOf(statement).flatMap((action) =>
        keys
          .filter(
            (key) =>
              !GLOBAL.test(key) && !known(action).some(({ conditions }) => conditions.some((each) => isKey(each, key))),
          )
          .map((key) => `${action} ${key} (${statement.where})`),
      );
    });
    expect(wrong).toEqual([]);
  });

  it('names resources of a service where the action has resources, and no resource where it has none', () => {
    const wrong = statements.flatMap((statement) => {
      if (statement.Resource === undefined) return [];
      const resources = [statement.Resource].flat();
      return actionsOf(statement)
        .filter((action) => {
          const accepts = HAS_RESOURCES.test(action) || known(action).some((each) => each.resources.length > 0);
          return resources.includes('*') ? accepts && !isExempt(statement) : !accepts;
        })
        .map((action) => `${action} on ${JSON.stringify(statement.Resource).slice(0, 100)} (${statement.where})`);
    });
    expect(wrong).toEqual([]);
  });
});

/**
 * The reference lists no resources for these, but Step Functions checks them on the state machine whose task has the token: so its
 * errors say, and so the CDK's `grantTaskResponse` grants them.
 */
const HAS_RESOURCES = /^states:SendTask(Success|Failure)$/;

/** The policy of a key is about this key only, and its resource has to be `*`. Network interfaces have no names before they exist. */
function isExempt(statement: Statement): boolean {
  return actionsOf(statement).every((action) => action.startsWith('kms:') || action.startsWith('ec2:'));
}
