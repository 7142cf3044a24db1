import type { CapturedFile } from '../../core/capture/known-file.ts';
import type { SeenPart } from '../../core/capture/seen-records.ts';
import type { CaptureShard } from '../../core/check/reading/shards/shard.ts';

/** A shard that is to be read. */
export interface Job {
  readonly sources: readonly CapturedFile[];
  readonly known: SeenPart | null;
  readonly resolve: (shard: CaptureShard) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads one shard at a time. */
export interface ShardReader {
  readonly isIdle: boolean;
  read(job: Job): void;
  end(): Promise<void>;
}
