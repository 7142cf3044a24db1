import { CAPTURE_READERS } from '../../../capture/formats/registry.ts';
import { MisplacedAnswers } from '../../../capture/misplaced-answers.ts';
import { readCapture } from '../../../capture/read-capture.ts';
import { RejectionLog } from '../../../capture/rejections.ts';
import { SeenColumns } from '../../../capture/seen-columns.ts';
import { type SeenPart, SeenRecords } from '../../../capture/seen-records.ts';
import type { DataSource } from '../../../ports.ts';
import { Profiler } from '../../../profile/profiler.ts';
import { answersAsTable } from '../prediction-columns.ts';
import type { CaptureShard, ReadingPlan } from './shard.ts';

/** What was found in the files of a window that are read so far, shard by shard: here, or elsewhere and absorbed. */
export class WindowReading implements Found {
  readonly log = new RejectionLog();
  readonly seen = new SeenRecords();
  readonly columns = new SeenColumns();
  readonly misplaced = new MisplacedAnswers();
  readonly #plan: ReadingPlan;
  readonly #features: Profiler;
  readonly #answers: Profiler;

  constructor(plan: ReadingPlan) {
    this.#plan = plan;
    this.#features = new Profiler(plan.features);
    this.#answers = new Profiler(plan.answers);
  }

  /**
   * Reads the files of a shard.
   *
   * @param onChunk Called after each chunk.
   */
  async read(sources: AsyncIterable<DataSource>, onChunk?: () => void): Promise<void> {
    const { features, answers } = await profileFiles(this.#plan, sources, this, onChunk);
    // As if it had been read elsewhere: sums are then the same to the bit.
    this.#features.absorb(features);
    this.#answers.absorb(answers);
  }

  /**
   * Adds a shard that was read elsewhere, without what was found in the shards before it. If records of it have an
   * id of those, it is not added.
   *
   * @returns what {@link readShard} has to know of earlier records to read it again; null if it was added
   */
  absorb(shard: CaptureShard): SeenPart | null {
    const { ids, repeats, known } = this.seen.meet(shard.seen);
    if (ids === 0) {
      this.seen.add(shard.seen);
      this.#add(shard, 0);
      return null;
    }
    const areUsed = CAPTURE_READERS[this.#plan.capture.format].sharesIds && repeats === 0;
    if (!areUsed || !this.log.hasConflictSamples) return known;
    this.seen.addConflicting(shard.seen);
    this.#add(shard, ids);
    return null;
  }

  /** Adds a shard that was read knowing what the shards before it have. */
  absorbKnowing(shard: CaptureShard): void {
    this.seen.add(shard.seen);
    this.#add(shard, 0);
  }

  #add({ features, answers, reading, misplaced, columns }: CaptureShard, conflicts: number): void {
    this.log.absorb(reading, conflicts);
    this.misplaced.absorb(misplaced);
    for (const names of columns) this.columns.add(names);
    this.#features.absorb(features);
    this.#answers.absorb(answers);
  }

  /** What all shards hold. */
  finish() {
    const { misplaced } = this.misplaced;
    return { features: this.#features.finish(), answers: this.#answers.finish(), misplaced, columns: this.columns };
  }
}

/**
 * Reads the files of a shard, to be absorbed by the reading of the whole window.
 *
 * @param known What has to be known of the shards before it. null: nothing
 */
export async function readShard(
  plan: ReadingPlan,
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  known: SeenPart | null,
): Promise<CaptureShard> {
  const [log, seen] = [new RejectionLog(), new SeenRecords(known)];
  const [columns, misplaced] = [new SeenColumns(), new MisplacedAnswers()];
  const profiles = await profileFiles(plan, sources, { log, seen, columns, misplaced });
  const answered = [...misplaced.misplaced];
  return { ...profiles, reading: log.part(), misplaced: answered, columns: columns.sets, seen: seen.part() };
}

interface Found {
  readonly log: RejectionLog;
  readonly seen: SeenRecords;
  readonly columns: SeenColumns;
  readonly misplaced: MisplacedAnswers;
}

async function profileFiles(
  plan: ReadingPlan,
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  { log, seen, columns, misplaced }: Found,
  onChunk?: () => void,
): Promise<Pick<CaptureShard, 'features' | 'answers'>> {
  const { capture, window } = plan;
  const [features, answers] = [new Profiler(plan.features), new Profiler(plan.answers)];
  const options = { window, ids: false, log, seen, misplaced, seenColumns: columns };
  for await (const chunk of readCapture(sources, capture, options)) {
    features.add(chunk);
    answers.add(answersAsTable(chunk));
    onChunk?.();
  }
  return { features: features.part(), answers: answers.part() };
}
