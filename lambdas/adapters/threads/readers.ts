import type { SeenPart } from '../../core/capture/seen-records.ts';
import type { CaptureShard } from '../../core/check/reading/shards/shard.ts';
import type { DataSource } from '../../core/ports.ts';

/** A shard that is to be read. */
export interface Job {
  readonly sources: readonly DataSource[];
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
