import * as z from 'zod';
import { AwsError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import { type Account, output, seconds } from './account.ts';
import type { Action } from './action.ts';
import { ENVIRONMENT, imitated, invalid, NAME, ROLE_ARN, readInput, S3_URI, TAGS } from './input.ts';
import { parseS3Uri } from './s3-uri.ts';

const CREATE_MODEL = z.strictObject({
  ModelName: NAME,
  ExecutionRoleArn: ROLE_ARN,
  PrimaryContainer: z.strictObject({
    Image: z.string().min(1).max(255),
    ModelDataUrl: S3_URI.optional(),
    Environment: ENVIRONMENT,
    ContainerHostname: z.string().optional(),
    Mode: imitated('SingleModel').optional(),
  }),
  EnableNetworkIsolation: z.boolean().optional(),
  Tags: TAGS,
});
const MODEL = z.strictObject({ ModelName: NAME });

/** A model that can serve. */
export interface Model {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly image: string;
  /** `s3://…/model.tar.gz`, if it has one. */
  readonly dataUrl: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Content of `model.tar.gz` when the model was made: what a predictor predicts with. */
  readonly bytes: Uint8Array | undefined;
  readonly description: Record<string, unknown>;
}

/** Models by name. */
export class Models {
  readonly #account: Account;
  readonly #models = new Map<string, Model>();

  constructor(account: Account) {
    this.#account = account;
  }

  get names(): string[] {
    return [...this.#models.keys()];
  }

  actions(): [string, Action][] {
    return [
      ['CreateModel', (given, principal) => this.#create(given, principal)],
      ['DescribeModel', (given, principal) => this.get(this.#named('DescribeModel', given, principal)).description],
      [
        'DeleteModel',
        (given, principal) => {
          const { name, arn } = this.get(this.#named('DeleteModel', given, principal));
          this.#models.delete(name);
          this.#account.tags.delete(arn);
          return {};
        },
      ],
    ];
  }

  find(name: string): Model | undefined {
    return this.#models.get(name);
  }

  /** @throws AwsError ValidationException */
  get(name: string): Model {
    const model = this.#models.get(name);
    if (model === undefined) throw invalid(`Could not find model "${this.#account.arn('model', name)}".`);
    return model;
  }

  async #create(given: unknown, principal: Principal): Promise<Record<string, unknown>> {
    const { Tags: tags, ...input } = readInput('CreateModel', CREATE_MODEL, given);
    const { ModelName: name, ExecutionRoleArn: roleArn, PrimaryContainer: container } = input;
    const arn = this.#account.arn('model', name);
    this.#account.permissions.check(principal, 'CreateModel', [arn], { role: roleArn, tags });
    const dataUrl = container.ModelDataUrl;
    const bytes = await this.#readData(dataUrl, roleArn, arn);
    // After the reading, so that of two calls at once one wins.
    if (this.#models.has(name)) throw invalid(`Cannot create already existing model "${arn}".`);
    const environment = container.Environment ?? {};
    const description = output({ ...input, ModelArn: arn, CreationTime: seconds(this.#account.clock.now) });
    const image = container.Image;
    this.#models.set(name, { name, arn, roleArn, image, dataUrl, environment, bytes, description });
    this.#account.tags.create(arn, tags);
    return { ModelArn: arn };
  }

  /** Reads the data of a model as each of its instances does when it starts. @throws AwsError ValidationException when its role may not */
  async load({ dataUrl, roleArn, arn }: Model): Promise<void> {
    await this.#readData(dataUrl, roleArn, arn);
  }

  async #readData(dataUrl: string | undefined, roleArn: string, arn: string): Promise<Uint8Array | undefined> {
    const files = this.#account.filesAs(roleArn, arn);
    if (dataUrl === undefined) return undefined;
    try {
      return await files.get(parseS3Uri(dataUrl));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid(
        `Could not access model data at ${dataUrl}. Please ensure that the role "${roleArn}" has "s3:GetObject" permissions ` +
          `and that the object is located in ${this.#account.place.region}: ${error.message}`,
      );
    }
  }

  #named(action: string, given: unknown, principal: Principal): string {
    const { ModelName: name } = readInput(action, MODEL, given);
    this.#account.permissions.check(principal, action, [this.#account.arn('model', name)]);
    return name;
  }
}
