import { CAPTURE_READERS } from '../../../capture/formats/registry.ts';
import type { CapturedFile, KnownFile } from '../../../capture/known-file.ts';
import { MisplacedAnswers } from '../../../capture/misplaced-answers.ts';
import { readCapture } from '../../../capture/read-capture.ts';
import { RejectionLog } from '../../../capture/rejections.ts';
import { SeenColumns } from '../../../capture/seen-columns.ts';
import { type SeenPart, SeenRecords } from '../../../capture/seen-records.ts';
import { Profiler } from '../../../profile/profiler.ts';
import { answersAsTable } from '../prediction-columns.ts';
import { bytesOf, PART_BYTES } from './divide-sources.ts';
import type { CapturePart, CaptureShard, ReadingPlan } from './shard.ts';

/**
 * What was found in the files of a window that are read so far, shard by shard: here, or elsewhere and absorbed. The profiles of shards
 * are merged to those of a part, and these to the window's, so that sums are the same to the bit where each part is read by another run.
 */
export class WindowReading implements Found {
  readonly log = new RejectionLog();
  readonly seen: SeenRecords;
  readonly columns = new SeenColumns();
  readonly misplaced = new MisplacedAnswers();
  /** What is known of the files, by `fileKey`. */
  readonly learned = new Map<string, KnownFile>();
  readonly #plan: ReadingPlan;
  /** Those of the present part. */
  #profilers: Profilers;
  #partBytes = 0;
  /** Those of the parts before it; null without one. */
  #earlier: Profilers | null = null;

  /** @param known What has to be known of the files before these. null: nothing */
  constructor(plan: ReadingPlan, known: SeenPart | null = null) {
    this.#plan = plan;
    this.seen = new SeenRecords(known);
    this.#profilers = profilersOf(plan);
  }

  /** Says which files are read or absorbed next: those of a shard. */
  beginShard(sources: readonly CapturedFile[]): void {
    if (this.#partBytes >= PART_BYTES) this.#endPart();
    this.#partBytes += bytesOf(sources);
  }

  /**
   * Reads the files of a shard.
   *
   * @param onChunk Called after each chunk.
   */
  async read(sources: AsyncIterable<CapturedFile>, onChunk?: () => void): Promise<void> {
    // As if it had been read elsewhere: sums are then the same to the bit.
    absorbProfiles(this.#profilers, await profileFiles(this.#plan, sources, this, onChunk));
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
    this.seen.addAlone(shard.seen);
    this.#add(shard, ids);
    return null;
  }

  /** Adds a shard that was read knowing what the shards before it have. */
  absorbKnowing(shard: CaptureShard): void {
    this.seen.add(shard.seen);
    this.#add(shard, 0);
  }

  /** Adds a part that was read elsewhere, if need be knowing what those before it have. */
  absorbPart(part: CapturePart): void {
    this.#earlier ??= profilersOf(this.#plan);
    absorbProfiles(this.#earlier, part);
    this.#note(part, 0);
  }

  /** What was found, to be absorbed by the reading of the whole window: all shards have to be of one part. */
  part(): CapturePart {
    return {
      ...partsOf(this.#profilers),
      reading: this.log.part(),
      misplaced: [...this.misplaced.misplaced],
      columns: this.columns.sets,
    };
  }

  /** What all shards hold. */
  finish() {
    if (this.#earlier !== null) this.#endPart();
    const { features, answers } = this.#earlier ?? this.#profilers;
    const { misplaced } = this.misplaced;
    return { features: features.finish(), answers: answers.finish(), misplaced, columns: this.columns };
  }

  #add(shard: CaptureShard, conflicts: number): void {
    absorbProfiles(this.#profilers, shard);
    this.#note(shard, conflicts);
    for (const [key, file] of shard.learned) this.learned.set(key, file);
  }

  #note({ reading, misplaced, columns }: CapturePart, conflicts: number): void {
    this.log.absorb(reading, conflicts);
    this.misplaced.absorb(misplaced);
    for (const names of columns) this.columns.add(names);
  }

  #endPart(): void {
    this.#earlier ??= profilersOf(this.#plan);
    absorbProfiles(this.#earlier, partsOf(this.#profilers));
    this.#profilers = profilersOf(this.#plan);
    this.#partBytes = 0;
  }
}

interface Profilers {
  readonly features: Profiler;
  readonly answers: Profiler;
}

type ProfileParts = Pick<CapturePart, 'features' | 'answers'>;

function profilersOf(plan: ReadingPlan): Profilers {
  return { features: new Profiler(plan.features), answers: new Profiler(plan.answers) };
}

function partsOf({ features, answers }: Profilers): ProfileParts {
  return { features: features.part(), answers: answers.part() };
}

function absorbProfiles({ features, answers }: Profilers, parts: ProfileParts): void {
  features.absorb(parts.features);
  answers.absorb(parts.answers);
}

/**
 * Reads the files of a shard, to be absorbed by the reading of the whole window.
 *
 * @param known What has to be known of the shards before it. null: nothing
 */
export async function readShard(
  plan: ReadingPlan,
  sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>,
  known: SeenPart | null,
): Promise<CaptureShard> {
  const [log, seen] = [new RejectionLog(), new SeenRecords(known)];
  const [columns, misplaced] = [new SeenColumns(), new MisplacedAnswers()];
  const learned = new Map<string, KnownFile>();
  const profiles = await profileFiles(plan, sources, { log, seen, columns, misplaced, learned });
  return {
    ...profiles,
    reading: log.part(),
    misplaced: [...misplaced.misplaced],
    columns: columns.sets,
    learned: [...learned],
    seen: seen.part(),
  };
}

interface Found {
  readonly log: RejectionLog;
  readonly seen: SeenRecords;
  readonly columns: SeenColumns;
  readonly misplaced: MisplacedAnswers;
  readonly learned: Map<string, KnownFile>;
}

async function profileFiles(
  plan: ReadingPlan,
  sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>,
  { log, seen, columns, misplaced, learned }: Found,
  onChunk?: () => void,
): Promise<ProfileParts> {
  const { capture, window } = plan;
  const profilers = profilersOf(plan);
  const options = { window, ids: false, log, seen, misplaced, seenColumns: columns, learned };
  for await (const chunk of readCapture(sources, capture, options)) {
    profilers.features.add(chunk);
    profilers.answers.add(answersAsTable(chunk));
    onChunk?.();
  }
  return partsOf(profilers);
}
