import type { CapturedFile } from '../../core/capture/known-file.ts';
import type { SeenPart } from '../../core/capture/seen-records.ts';
import type { CaptureShard } from '../../core/check/reading/shards/shard.ts';

/** A file of a shard. The thread that has the store opens it. */
export type SharedFile = Pick<CapturedFile, 'uri' | 'size' | 'etag' | 'partitions' | 'outside'>;

/** To a thread that reads. `id` is the one by which it has asked for a stream or for bytes. */
export type ToReader =
  | { readonly type: 'read'; readonly files: readonly SharedFile[]; readonly known: SeenPart | null }
  | FromSource;

export type FromSource =
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

/** From a thread that reads. `file` is the index among the files of the shard. */
export type FromReader =
  | { readonly type: 'stream'; readonly id: number; readonly file: number }
  /** A piece of a stream has been read. */
  | { readonly type: 'more'; readonly id: number }
  /** The rest of a stream is not wanted. */
  | { readonly type: 'close'; readonly id: number }
  | { readonly type: 'slice'; readonly id: number; readonly file: number; readonly start: number; readonly end: number }
  | { readonly type: 'done'; readonly shard: CaptureShard }
  /** @property source Set if it is the failure of a stream or slice, by its id. */
  | { readonly type: 'error'; readonly uri: string; readonly error: unknown; readonly source: number | null };
