import type { RunContext } from '../../../lambdas/core/context.ts';
import type { ObjectStore } from '../../../lambdas/core/ports.ts';

/** Places whose bytes are counted as they are read, by the uri of the place. */
export interface CountedReading {
  readonly open: RunContext['open'];
  /** Bytes that were read of a place since the last call. */
  take(uri: string): number;
}

export function countReading(open: RunContext['open']): CountedReading {
  const read = new Map<string, number>();
  const count = (uri: string, bytes: Uint8Array) => {
    read.set(uri, (read.get(uri) ?? 0) + bytes.length);
    return bytes;
  };
  return {
    open: (uri) => {
      const location = open(uri);
      const { store } = location;
      const counting: ObjectStore = {
        list: (prefix) => store.list(prefix),
        folders: (prefix) => store.folders(prefix),
        put: (...given) => store.put(...given),
        get: async (key) => {
          const object = await store.get(key);
          if (object !== null) count(uri, object.bytes);
          return object;
        },
        stream: async function* (key) {
          for await (const bytes of store.stream(key)) yield count(uri, bytes);
        },
        slice: async (...range) => count(uri, await store.slice(...range)),
      };
      return { ...location, store: counting };
    },
    take: (uri) => {
      const bytes = read.get(uri) ?? 0;
      read.delete(uri);
      return bytes;
    },
  };
}
