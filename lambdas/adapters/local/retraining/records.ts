import type * as z from 'zod';
import { type ObjectStore, PreconditionFailedError } from '../../../core/ports.ts';

/** Kinds of records of local retrainings. Each has a folder of the monitor. */
type RecordKind = 'executions' | 'answers' | 'jobs' | 'models' | 'packages' | 'endpoint';

/** A record cannot be read: another program wrote or removed it. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/** Named JSON documents of one monitor, `{monitor}/{kind}/{name}.json`, which SageMaker and Step Functions would store. */
export class Records {
  readonly #store: ObjectStore;
  readonly #monitor: string;

  constructor(store: ObjectStore, monitor: string) {
    this.#store = store;
    this.#monitor = monitor;
  }

  /** Creates a record. @returns false if there is one with this name already */
  async create(kind: RecordKind, name: string, document: object): Promise<boolean> {
    try {
      await this.#store.put(this.#key(kind, name), bytesOf(document), { ifNoneMatch: '*' });
      return true;
    } catch (error) {
      if (error instanceof PreconditionFailedError) return false;
      throw error;
    }
  }

  async replace(kind: RecordKind, name: string, document: object): Promise<void> {
    await this.#store.put(this.#key(kind, name), bytesOf(document));
  }

  /** Reads a record; null if there is none. @throws RecordError */
  async read<T extends z.ZodType>(kind: RecordKind, name: string, schema: T): Promise<z.output<T> | null> {
    return (await this.#load(kind, name, schema))?.document ?? null;
  }

  /**
   * Changes a record by compare-and-swap. A change that returns null leaves it as it is.
   *
   * @returns Whether it was changed. @throws RecordError
   */
  async change<T extends z.ZodType>(
    kind: RecordKind,
    name: string,
    schema: T,
    change: (document: z.output<T>) => object | null,
  ): Promise<boolean> {
    for (;;) {
      const loaded = await this.#load(kind, name, schema);
      const changed = loaded && change(loaded.document);
      if (loaded === null || changed === null) return false;
      try {
        await this.#store.put(this.#key(kind, name), bytesOf(changed), { ifMatch: loaded.etag });
        return true;
      } catch (error) {
        if (!(error instanceof PreconditionFailedError)) throw error;
      }
    }
  }

  async #load<T extends z.ZodType>(kind: RecordKind, name: string, schema: T) {
    const key = this.#key(kind, name);
    const stored = await this.#store.get(key);
    if (stored === null) return null;
    try {
      return { document: schema.parse(JSON.parse(new TextDecoder().decode(stored.bytes))), etag: stored.etag };
    } catch (cause) {
      throw new RecordError(`${key} is not a record that this program wrote`, { cause });
    }
  }

  #key(kind: RecordKind, name: string): string {
    return `${this.#monitor}/${kind}/${name}.json`;
  }
}

function bytesOf(document: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`);
}
