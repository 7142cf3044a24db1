import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Stack } from '../../template/stack.ts';
import type { KeyRing } from '../kms.ts';
import type { Service } from '../request.ts';
import type { S3 } from '../s3/s3.ts';
import { invalid } from './input.ts';
import { Permissions, SAGEMAKER_SERVICE } from './permissions.ts';
import { RoleFiles } from './role-files.ts';
import { Tags } from './tags.ts';

export type Kind =
  | 'training-job'
  | 'transform-job'
  | 'model'
  | 'endpoint'
  | 'endpoint-config'
  | 'model-package'
  | 'model-package-group';

export interface AccountDependencies {
  readonly place: Stack['place'];
  readonly clock: VirtualClock;
  readonly access: Access;
  readonly keys: KeyRing;
  readonly s3: S3;
  /** S3 with its permissions. */
  readonly s3Api: Service;
}

/** What the parts of SageMaker share: the account around them. */
export class Account {
  readonly clock: VirtualClock;
  readonly permissions: Permissions;
  readonly tags = new Tags();
  readonly place: Stack['place'];
  readonly access: Access;
  readonly keys: KeyRing;
  readonly #s3: S3;
  readonly #s3Api: Service;

  constructor({ place, clock, access, keys, s3, s3Api }: AccountDependencies) {
    this.place = place;
    this.clock = clock;
    this.access = access;
    this.keys = keys;
    this.permissions = new Permissions(access, keys);
    this.#s3 = s3;
    this.#s3Api = s3Api;
  }

  /** @returns ARN; those of endpoints are written in lower case, whatever the name */
  arn(kind: Kind, name: string): string {
    const { region, account } = this.place;
    return `arn:aws:sagemaker:${region}:${account}:${kind}/${kind === 'endpoint' ? name.toLowerCase() : name}`;
  }

  /** S3 as `roleArn`. @param sourceArn The job or model that acts. @throws AwsError ValidationException when the role cannot be assumed */
  filesAs(roleArn: string, sourceArn: string): RoleFiles {
    try {
      const context = new Map([['aws:sourcearn', [sourceArn]]]);
      const { principal } = this.access.assumeRole(roleArn, SAGEMAKER_SERVICE, context);
      return new RoleFiles(this.#s3, this.#s3Api, this.access, this.keys, principal);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid(
        `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal '${SAGEMAKER_SERVICE}' to assume the role.`,
      );
    }
  }

  /** Files of a job's input, checked when the job is created. @throws AwsError ValidationException when there are none, or the role may not list them */
  findInput(files: RoleFiles, uri: string, roleArn: string): void {
    try {
      if (files.list(uri).length > 0) return;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
    const bucket = uri.split('/')[2];
    throw invalid(
      `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the ` +
        `selected region (${this.place.region}), that objects exist under that S3 prefix, and that the role "${roleArn}" ` +
        `has "s3:ListBucket" permissions on bucket "${bucket}".`,
    );
  }
}

/** UTC milliseconds as the protocol's seconds; undefined stays. */
export function seconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : time / 1000;
}

/** An output without its undefined fields. */
export function output(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
