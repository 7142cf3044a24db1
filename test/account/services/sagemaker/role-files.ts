import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { KeyRing } from '../kms.ts';
import type { Service } from '../request.ts';
import type { S3 } from '../s3/s3.ts';
import { parseS3Uri, relativePath, type S3Place } from './s3-uri.ts';

/** One input file. */
export interface InputFile extends S3Place {
  /** Its name within the prefix. */
  readonly path: string;
}

/** S3 with the permissions of a role that SageMaker has assumed. Every method throws S3's AwsError. */
export class RoleFiles {
  readonly #s3: S3;
  readonly #api: Service;
  readonly #access: Access;
  readonly #keys: KeyRing;
  readonly #principal: Principal;

  constructor(s3: S3, api: Service, access: Access, keys: KeyRing, principal: Principal) {
    this.#s3 = s3;
    this.#api = api;
    this.#access = access;
    this.#keys = keys;
    this.#principal = principal;
  }

  /** Files below a prefix, without the empty objects that stand for folders. */
  list(uri: string): InputFile[] {
    const { bucket, key: prefix } = parseS3Uri(uri);
    const found = this.#s3.bucket(bucket);
    this.#access.authorize(
      this.#principal,
      's3:ListBucket',
      `arn:aws:s3:::${bucket}`,
      new Map([['s3:prefix', [prefix]]]),
    );
    return found
      .list(prefix, { limit: Number.POSITIVE_INFINITY })
      .objects.filter(({ key }) => !key.endsWith('/'))
      .map(({ key }) => ({ bucket, key, path: relativePath(prefix, key) }));
  }

  /**
   * Files that a manifest names: `[{"prefix": "s3://…"}, "name", …]`.
   *
   * @throws SyntaxError for what is no JSON
   */
  async manifest(uri: string): Promise<InputFile[]> {
    const text = new TextDecoder().decode(await this.get(parseS3Uri(uri)));
    const [{ prefix }, ...names] = JSON.parse(text) as [{ prefix: string }, ...string[]];
    const start = parseS3Uri(prefix);
    return names.map((path) => ({ bucket: start.bucket, key: start.key + path, path }));
  }

  async get(place: S3Place): Promise<Uint8Array> {
    const { body } = await this.#request('GET', place, Buffer.alloc(0));
    return body as Uint8Array;
  }

  /**
   * Writes the output of a job.
   *
   * @param kmsKey Of the job's output, which needs kms:Encrypt too. Without it SageMaker uses the account's default key for S3, whatever
   * the bucket's is (API reference of OutputDataConfig and TransformOutput).
   */
  async putOutput(place: S3Place, bytes: Uint8Array, kmsKey?: string): Promise<void> {
    this.#keys.encrypt(this.#principal, kmsKey);
    await this.#request('PUT', place, Buffer.from(bytes), {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': kmsKey ?? 'alias/aws/s3',
    });
  }

  /** Writes captured data. */
  async put(place: S3Place, bytes: Uint8Array): Promise<void> {
    await this.#request('PUT', place, Buffer.from(bytes));
  }

  #request(method: string, { bucket, key }: S3Place, body: Buffer, headers: Record<string, string> = {}) {
    const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    return this.#api.handle({
      region: '',
      principal: this.#principal,
      method,
      path,
      query: new URLSearchParams(),
      headers,
      body,
    });
  }
}
