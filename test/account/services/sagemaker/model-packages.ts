import { AwsError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import { type Account, output, seconds } from './account.ts';
import type { Action } from './action.ts';
import { invalid, readInput } from './input.ts';
import {
  CREATE_MODEL_PACKAGE,
  CREATE_MODEL_PACKAGE_GROUP,
  LIST_MODEL_PACKAGES,
  MODEL_PACKAGE,
  MODEL_PACKAGE_GROUP,
  type ModelPackageInput,
  UPDATE_MODEL_PACKAGE,
} from './model-package-input.ts';
import { pageOf } from './page.ts';

interface Group {
  readonly name: string;
  readonly arn: string;
  readonly description: Record<string, unknown>;
  readonly versions: ModelPackage[];
}

/** One version of a model in the registry. */
export interface ModelPackage {
  readonly arn: string;
  readonly group: string;
  readonly version: number;
  readonly input: ModelPackageInput;
  /** UTC milliseconds. */
  readonly created: number;
  modified: number;
  approval: NonNullable<ModelPackageInput['ModelApprovalStatus']>;
  approvalDescription: string | undefined;
  metadata: Readonly<Record<string, string>> | undefined;
}

/** Groups of model packages; the packages of a group are its versions, counted from 1. */
export class ModelPackages {
  readonly #account: Account;
  readonly #groups = new Map<string, Group>();
  /** What was made under which client token. */
  readonly #tokens = new Map<string, { readonly requested: string; readonly arn: string }>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Versions of a group, oldest first. @throws AwsError ValidationException */
  versions(group: string): readonly ModelPackage[] {
    return this.#group(group).versions;
  }

  /** Deletes a group with its versions, as the owner of the account. */
  deleteGroup(name: string): void {
    this.#groups.delete(name);
  }

  actions(): [string, Action][] {
    return [
      ['CreateModelPackageGroup', (given, principal) => this.#createGroup(given, principal)],
      ['DescribeModelPackageGroup', (given, principal) => this.#describeGroup(given, principal)],
      ['CreateModelPackage', (given, principal) => this.#create(given, principal)],
      ['DescribeModelPackage', (given, principal) => this.#describe(given, principal)],
      ['UpdateModelPackage', (given, principal) => this.#update(given, principal)],
      ['ListModelPackages', (given, principal) => this.#list(given, principal)],
    ];
  }

  #createGroup(given: unknown, principal: Principal): Record<string, unknown> {
    const { Tags: tags, ...input } = readInput('CreateModelPackageGroup', CREATE_MODEL_PACKAGE_GROUP, given);
    const name = input.ModelPackageGroupName;
    const arn = this.#account.arn('model-package-group', name);
    this.#account.permissions.check(principal, 'CreateModelPackageGroup', [arn], { tags });
    if (this.#groups.has(name)) throw invalid(`Model Package Group already exists: ${arn}`);
    const description = output({
      ...input,
      ModelPackageGroupArn: arn,
      ModelPackageGroupStatus: 'Completed',
      CreationTime: seconds(this.#account.clock.now),
      CreatedBy: {},
    });
    this.#groups.set(name, { name, arn, description, versions: [] });
    this.#account.tags.create(arn, tags);
    return { ModelPackageGroupArn: arn };
  }

  #describeGroup(given: unknown, principal: Principal): Record<string, unknown> {
    const { ModelPackageGroupName: name } = readInput('DescribeModelPackageGroup', MODEL_PACKAGE_GROUP, given);
    const arn = this.#account.arn('model-package-group', name);
    this.#account.permissions.check(principal, 'DescribeModelPackageGroup', [arn]);
    return this.#group(name).description;
  }

  #create(given: unknown, principal: Principal): Record<string, unknown> {
    const input = readInput('CreateModelPackage', CREATE_MODEL_PACKAGE, given);
    const { ModelPackageGroupName: group, ClientToken: token, Tags: tags } = input;
    const version = (this.#groups.get(group)?.versions.length ?? 0) + 1;
    const arn = this.#account.arn('model-package', `${group}/${version}`);
    const groupArn = this.#account.arn('model-package-group', group);
    this.#account.permissions.check(principal, 'CreateModelPackage', [arn, groupArn]);
    const { versions } = this.#group(group);
    if (tags !== undefined) throw invalid('Tags cannot be given to a version: it has the tags of its group');
    const requested = JSON.stringify(input);
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (known !== undefined) {
      if (known.requested === requested) return { ModelPackageArn: known.arn };
      throw new AwsError('ConflictException', `the client token ${token} belongs to another request`);
    }
    const { now } = this.#account.clock;
    versions.push({
      arn,
      group,
      version,
      input,
      created: now,
      modified: now,
      approval: input.ModelApprovalStatus ?? 'PendingManualApproval',
      approvalDescription: undefined,
      metadata: input.CustomerMetadataProperties,
    });
    this.#account.tags.create(arn);
    if (token !== undefined) this.#tokens.set(token, { requested, arn });
    return { ModelPackageArn: arn };
  }

  #describe(given: unknown, principal: Principal): Record<string, unknown> {
    const { ModelPackageName: arn } = readInput('DescribeModelPackage', MODEL_PACKAGE, given);
    this.#account.permissions.check(principal, 'DescribeModelPackage', [arn]);
    const found = this.#find(arn);
    const { ClientToken: _, ...request } = found.input;
    return output({
      ...request,
      ...summary(found),
      ApprovalDescription: found.approvalDescription,
      CustomerMetadataProperties: found.metadata,
      LastModifiedTime: seconds(found.modified),
      ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
      CertifyForMarketplace: false,
      CreatedBy: {},
    });
  }

  #update(given: unknown, principal: Principal): Record<string, unknown> {
    const input = readInput('UpdateModelPackage', UPDATE_MODEL_PACKAGE, given);
    this.#account.permissions.check(principal, 'UpdateModelPackage', [input.ModelPackageArn]);
    const found = this.#find(input.ModelPackageArn);
    found.approval = input.ModelApprovalStatus ?? found.approval;
    found.approvalDescription = input.ApprovalDescription ?? found.approvalDescription;
    found.metadata = { ...found.metadata, ...input.CustomerMetadataProperties };
    found.modified = this.#account.clock.now;
    return { ModelPackageArn: found.arn };
  }

  #list(given: unknown, principal: Principal): Record<string, unknown> {
    const wanted = readInput('ListModelPackages', LIST_MODEL_PACKAGES, given);
    this.#account.permissions.check(principal, 'ListModelPackages', ['*']);
    const { ModelPackageGroupName: group, ModelApprovalStatus: approval } = wanted;
    const found = this.#group(group).versions.filter((each) => approval === undefined || each.approval === approval);
    const { items, more } = pageOf(found, wanted);
    return { ModelPackageSummaryList: items.map(summary), ...more };
  }

  #find(arn: string): ModelPackage {
    for (const { versions } of this.#groups.values())
      for (const version of versions) if (version.arn === arn) return version;
    throw invalid(`ModelPackage ${arn} does not exist.`);
  }

  #group(name: string): Group {
    const group = this.#groups.get(name);
    if (group === undefined)
      throw invalid(`ModelPackageGroup ${this.#account.arn('model-package-group', name)} does not exist.`);
    return group;
  }
}

function summary({ arn, group, version, input, created, approval }: ModelPackage): Record<string, unknown> {
  return output({
    ModelPackageGroupName: group,
    ModelPackageVersion: version,
    ModelPackageArn: arn,
    ModelPackageDescription: input.ModelPackageDescription,
    CreationTime: seconds(created),
    ModelPackageStatus: 'Completed',
    ModelApprovalStatus: approval,
  });
}
