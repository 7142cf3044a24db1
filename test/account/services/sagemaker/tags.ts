import * as z from 'zod';
import type { Action } from './action.ts';
import { invalid, readInput, TAGS, type Tag } from './input.ts';
import type { Permissions } from './permissions.ts';

const ADD = z.strictObject({ ResourceArn: z.string(), Tags: TAGS.unwrap() });
const LIST = z.strictObject({ ResourceArn: z.string() });

/** Tags of whatever has an ARN. */
export class Tags {
  readonly #tags = new Map<string, Map<string, string>>();

  /** A resource that comes to be, with its tags. */
  create(arn: string, tags: readonly Tag[] = []): void {
    this.#tags.set(arn, new Map(tags.map(({ Key, Value }) => [Key, Value])));
  }

  delete(arn: string): void {
    this.#tags.delete(arn);
  }

  actions({ permissions }: { readonly permissions: Permissions }): [string, Action][] {
    return [
      [
        'AddTags',
        (given, principal) => {
          const { ResourceArn, Tags: tags } = readInput('AddTags', ADD, given);
          permissions.check(principal, 'AddTags', [ResourceArn], { tags });
          const own = this.#of(ResourceArn);
          for (const { Key, Value } of tags) own.set(Key, Value);
          return { Tags: listed(own) };
        },
      ],
      [
        'ListTags',
        (given, principal) => {
          const { ResourceArn } = readInput('ListTags', LIST, given);
          permissions.check(principal, 'ListTags', [ResourceArn]);
          return { Tags: listed(this.#of(ResourceArn)) };
        },
      ],
    ];
  }

  #of(arn: string): Map<string, string> {
    const tags = this.#tags.get(arn);
    if (tags === undefined) throw invalid(`Resource does not exist: ${arn}`);
    return tags;
  }
}

function listed(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
