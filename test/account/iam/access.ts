import { AwsError } from '../aws-error.ts';
import type { Resource, Stack } from '../template/stack.ts';
import type { Context } from './conditions.ts';
import { type AccessRequest, decide, type Principal } from './evaluate.ts';
import { listOf, parsePolicy, type Statement } from './policy.ts';
import { type Role, readAttached, readRoles } from './roles.ts';

/** Keys of a user, or the temporary ones of an assumed role. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
  readonly principal: Principal;
  /** ARN by which STS knows their holder: of a user, or of the role with the name of the session. */
  readonly callerArn: string;
}
export type TemporaryCredentials = Credentials & { readonly sessionToken: string };

/** One decision, kept so that tests can say what was used and what was refused. */
export interface AccessRecord {
  /** Role ARN or service name. */
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  readonly reason: string;
  /** What was asked for, to be decided again under other policies; undefined of an assumed role. */
  readonly request: AccessRequest | undefined;
}

/** Types with a policy of the resource, and which property names the resources it is for. */
const RESOURCE_POLICIES: readonly { type: string; resources: string }[] = [
  { type: 'AWS::S3::BucketPolicy', resources: 'Bucket' },
  { type: 'AWS::SNS::TopicPolicy', resources: 'Topics' },
  { type: 'AWS::SQS::QueuePolicy', resources: 'Queues' },
];

/** Types that matter here and may be retained. */
const RETAINABLE = [
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
];

/** Who may do what, by the template's roles and resource policies; keeps a record of every decision. */
export class Access {
  readonly records: AccessRecord[] = [];
  readonly #account: string;
  #stack: Stack | undefined;
  /** What stayed when it was taken out of the stack. */
  #left: readonly Resource[] = [];
  /** Roles of the stack, and roles outside of it. */
  #ownRoles: ReadonlyMap<string, Role> = new Map();
  readonly #otherRoles = new Map<string, Role>();
  /** By the name of the role. */
  #attached: ReadonlyMap<string, readonly Statement[]> = new Map();
  /** By ARN: those of the stack, and others. */
  #ownPolicies: ReadonlyMap<string, readonly Statement[]> = new Map();
  readonly #otherPolicies = new Map<string, Statement[]>();
  readonly #sessions = new Map<string, Credentials>();

  constructor(stack: Stack) {
    this.#account = stack.place.account;
    this.read(stack);
  }

  /**
   * Roles and policies are those of this stack from now on, besides those of the stack before that are retained. What did not come from
   * a stack stays.
   */
  read(stack: Stack): void {
    const before = this.#stack;
    const known = [...this.#left, ...RETAINABLE.flatMap((type) => before?.resources(type) ?? [])];
    this.#left = known.filter(({ id, isRetained }) => isRetained && !stack.has(id));
    this.#stack = stack;
    const of = (type: string) => [...stack.resources(type), ...this.#left.filter((each) => each.type === type)];
    this.#attached = readAttached([...of('AWS::IAM::Policy'), ...of('AWS::IAM::ManagedPolicy')]);
    this.#ownRoles = readRoles(stack, this.#attached);
    const arns = new Map<string, string>();
    for (const type of ['AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SQS::Queue'])
      for (const { ref, arn } of of(type)) arns.set(ref, arn);
    const found = new Map<string, Statement[]>();
    const add = (arn: string, document: unknown, id: string) =>
      found.set(arn, [...(found.get(arn) ?? []), ...parsePolicy(document, id)]);
    for (const { type, resources } of RESOURCE_POLICIES) {
      for (const { id, properties } of of(type)) {
        for (const ref of listOf(properties[resources]).map(String))
          add(arns.get(ref) ?? ref, properties.PolicyDocument, id);
      }
    }
    for (const { id, arn, properties } of of('AWS::KMS::Key')) add(arn, properties.KeyPolicy, id);
    for (const { id, properties } of of('AWS::Lambda::Permission')) {
      const { FunctionName: Resource, Principal: Service, Action, SourceArn } = properties;
      const Condition = SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } };
      add(Resource, { Statement: { Effect: 'Allow', Principal: { Service }, Action, Resource, Condition } }, id);
    }
    this.#ownPolicies = found;
  }

  /** @param source Names the policy in messages. */
  addResourcePolicy(arn: string, document: unknown, source = arn): void {
    const before = this.#otherPolicies.get(arn) ?? [];
    this.#otherPolicies.set(arn, [...before, ...parsePolicy(document, source)]);
  }

  #resourcePolicy(arn: string): readonly Statement[] | undefined {
    const policies = [this.#ownPolicies.get(arn), this.#otherPolicies.get(arn)].filter((each) => each !== undefined);
    return policies.length === 0 ? undefined : policies.flat();
  }

  #role(arn: string): Role | undefined {
    return this.#otherRoles.get(arn) ?? this.#ownRoles.get(arn);
  }

  /**
   * A role outside the stack, such as the one that a team's training jobs already have.
   *
   * @param trust Documents as in a template; `identity` are the role's policies.
   * @returns ARN
   */
  addRole(
    name: string,
    { trust, identity }: { trust: unknown; identity: readonly unknown[] },
    resource = `role/${name}`,
  ): string {
    const arn = `arn:aws:iam::${this.#account}:${resource}`;
    const statements = identity.flatMap((document, index) => parsePolicy(document, `${name} ${index}`));
    this.#otherRoles.set(arn, { arn, trust: parsePolicy(trust, `${name} trust`), identity: statements });
    return arn;
  }

  /**
   * A person with a user and an access key.
   *
   * @param path Of the user, such as `/science/`.
   */
  addUser(name: string, { path = '/', identity }: { path?: string; identity: readonly unknown[] }): Credentials {
    const arn = this.addRole(name, { trust: { Statement: [] }, identity }, `user${path}${name}`);
    const accessKeyId = `AKIATEST${String(this.#sessions.size).padStart(12, '0')}`;
    const principal: Principal = { kind: 'role', arn, account: this.#account };
    const credentials = { accessKeyId, secretAccessKey: `secret-of-${accessKeyId}`, principal, callerArn: arn };
    this.#sessions.set(accessKeyId, credentials);
    return credentials;
  }

  /**
   * Lets a service act as a role, if the role's trust policy names the service.
   *
   * @param session Name of the session.
   * @throws AwsError AccessDenied
   */
  assumeRole(
    roleArn: string,
    service: string,
    context: Context = new Map(),
    session = service.split('.')[0],
  ): TemporaryCredentials {
    const role = this.#role(roleArn);
    const principal: Principal = { kind: 'service', name: service };
    const request = { principal, action: 'sts:AssumeRole', resource: roleArn, context: this.#complete(context) };
    const decision = decide(request, { identity: [], resource: role?.trust });
    this.#record(service, 'sts:AssumeRole', roleArn, decision);
    if (!decision.allowed)
      throw new AwsError('AccessDenied', `${service} may not assume ${roleArn}: ${decision.reason}`, 403);
    const accessKeyId = `ASIATEST${String(this.#sessions.size).padStart(12, '0')}`;
    const credentials: TemporaryCredentials = {
      accessKeyId,
      secretAccessKey: `secret-of-${accessKeyId}`,
      sessionToken: `token-of-${accessKeyId}`,
      principal: { kind: 'role', arn: roleArn, account: this.#account },
      callerArn: `arn:aws:sts::${this.#account}:assumed-role/${roleArn.split('/').at(-1)}/${session}`,
    };
    this.#sessions.set(accessKeyId, credentials);
    return credentials;
  }

  /** Whose keys these are. @throws AwsError for a key that does not exist, or one with a wrong session token */
  identify(accessKeyId: string | undefined, sessionToken: string | undefined): Principal {
    return this.credentials(accessKeyId, sessionToken).principal;
  }

  /** The same with the secret key. @throws AwsError */
  credentials(accessKeyId: string | undefined, sessionToken: string | undefined): Credentials {
    const session = this.#sessions.get(accessKeyId ?? '');
    if (session === undefined || session.sessionToken !== sessionToken)
      throw new AwsError('InvalidAccessKeyId', `the access key ${accessKeyId} does not exist in this account`, 403);
    return session;
  }

  /** Whether it would be allowed; recorded when `authorize` asks. */
  mayDo(principal: Principal, action: string, resource: string, context: Context = new Map()) {
    const identity = principal.kind === 'role' ? this.#identityOf(principal.arn) : [];
    const request = { principal, action, resource, context: this.#complete(context) };
    const policyOf = resource.startsWith('arn:aws:s3:::') ? resource.split('/', 1)[0] : resource;
    const policies = { identity, resource: this.#resourcePolicy(policyOf) };
    return decide(request, { ...policies, resourceMustAllow: action.startsWith('kms:') });
  }

  /** A role outside the stack also has what the stack attaches to its name. */
  #identityOf(arn: string): readonly Statement[] {
    const other = this.#otherRoles.get(arn);
    if (other === undefined) return this.#ownRoles.get(arn)?.identity ?? [];
    return [...other.identity, ...(this.#attached.get(arn.slice(arn.lastIndexOf('/') + 1)) ?? [])];
  }

  /** @throws AwsError AccessDenied, with the reason */
  authorize(principal: Principal, action: string, resource: string, context?: Context): void {
    const decision = this.mayDo(principal, action, resource, context);
    const who = principal.kind === 'role' ? principal.arn : principal.name;
    this.#record(who, action, resource, decision, { principal, action, resource, context: context ?? new Map() });
    if (!decision.allowed) {
      const message = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because ${decision.reason}`;
      throw new AwsError('AccessDenied', message, 403);
    }
  }

  /** Whether the policies as they are now would refuse it. */
  wouldRefuse({ principal, action, resource, context }: AccessRequest): boolean {
    return !this.mayDo(principal, action, resource, context).allowed;
  }

  hasPolicy(resourceArn: string): boolean {
    return this.#resourcePolicy(resourceArn) !== undefined;
  }

  /** What every request carries: real endpoints are reached over TLS, whatever loopback does. */
  #complete(context: Context): Context {
    return new Map([
      ['aws:securetransport', ['true']],
      ['aws:sourceaccount', [this.#account]],
      ['aws:principalaccount', [this.#account]],
      ['aws:resourceaccount', [this.#account]],
      ['s3:tlsversion', ['1.3']],
      ...context,
    ]);
  }

  #record(
    who: string,
    action: string,
    resource: string,
    { allowed, reason }: { allowed: boolean; reason: string },
    request?: AccessRequest,
  ) {
    this.records.push({ who, action, resource, allowed, reason, request });
  }
}
