import type { StoredObject, WriteCondition } from '../../lambdas/core/ports.ts';
import { MemoryStore } from '../../test/core/stories/memory-store.ts';

/** Keys that a check writes and never reads: most of what a monitor stores in a year. */
const FOR_OTHERS = /\/(profiles|checks)\//;

/**
 * A store in memory without the objects that no check reads. Reading such a key is an error, so that it cannot pass for
 * missing.
 */
export class SparingStore extends MemoryStore {
  override async put(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<{ etag: string }> {
    if (!FOR_OTHERS.test(key)) return super.put(key, bytes, condition);
    if (condition !== undefined) reject(key);
    return { etag: 'not kept' };
  }

  override async get(key: string): Promise<{ bytes: Uint8Array; etag: string } | null> {
    if (FOR_OTHERS.test(key)) reject(key);
    return super.get(key);
  }

  override list(prefix: string): AsyncIterable<StoredObject> {
    if (FOR_OTHERS.test(prefix)) reject(prefix);
    return super.list(prefix);
  }

  override stream(key: string): AsyncIterable<Uint8Array> {
    if (FOR_OTHERS.test(key)) reject(key);
    return super.stream(key);
  }

  override async slice(key: string, start: number, end: number): Promise<Uint8Array> {
    if (FOR_OTHERS.test(key)) reject(key);
    return super.slice(key, start, end);
  }
}

function reject(key: string): never {
  throw new Error(`${key} is read by a check, but simulations do not keep it: change FOR_OTHERS`);
}
