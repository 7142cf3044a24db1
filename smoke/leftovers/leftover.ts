import type { Clients } from '../aws/clients.ts';
import { NAME_PREFIX, type Names, TAG } from '../names.ts';
import { type Session, type Waiting, waitFor } from '../session.ts';

/** Whose leftovers are looked for: those of one run, or of all. */
export interface Scope {
  /** Beginning of the names. */
  readonly prefix: string;
  readonly stack: string;
  /** ARN of the role of jobs and models; undefined: no role is looked at. */
  readonly role: string | undefined;
  /** @param run Value of the program's tag; undefined without the tag. */
  has(run: string | undefined): boolean;
}

export function scopeOfRun({ prefix, run, stack }: Names, role?: string): Scope {
  return { prefix, stack, role, has: (other) => other === run };
}

/** Everything that has the program's tag or its names. */
export function scopeOfAll(stack: string, role?: string): Scope {
  return { prefix: NAME_PREFIX, stack, role, has: (run) => run !== undefined };
}

/** Something that a run has created and that is still there. */
export interface Leftover {
  readonly kind: string;
  readonly name: string;
  /** Resolves when it is gone, or will be without more ado. */
  remove(): Promise<void>;
}

/** What finding and removing needs. */
export type Account = Pick<Session, 'time'> & { readonly clients: Clients };

/** Finds leftovers of some kinds. */
export interface Finder {
  /** What it looks for, for messages. */
  readonly kinds: string;
  find(account: Account, scope: Scope): Promise<Leftover[]>;
}

/** Value of the program's tag among tags. */
export function tagOf(tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]) {
  return tags.find(({ Key }) => Key === TAG)?.Value;
}

/** Tries until the service lets it happen. @throws the last error */
export async function persist(account: Account, waiting: Waiting, remove: () => Promise<unknown>): Promise<void> {
  let last: unknown;
  const tried = async () => {
    try {
      await remove();
      return true;
    } catch (error) {
      last = error;
      return undefined;
    }
  };
  await waitFor(account, waiting, tried).catch(() => {
    throw last;
  });
}
