import { hash } from 'node:crypto';
import type { RunContext } from '../../../context.ts';
import type { ListingDigest } from '../../../listing-digest.ts';
import type { LabelSettings, Monitor } from '../../../monitor/monitor.ts';
import type { ObjectStore } from '../../../ports.ts';
import { type AnswersKey, loadAnswersKey } from '../../../privacy/answers-key.ts';
import { PROFILE_VERSION } from '../../../profile/types.ts';
import { KeyedHash } from '../../../text/keyed-hash.ts';
import type { Redactor } from '../../../text/redactor.ts';
import type { Window } from '../../../window.ts';
import { MEGABYTE } from '../memory-limit.ts';
import { READING } from '../reading-version.ts';
import { keptAnswersOf } from './answers-keys.ts';
import { OpenedFile, sealFile } from './sealed-file.ts';
import { type AnswersFound, restoreAnswers, storedAnswers } from './stored-answers.ts';

/** The share of the memory that a window's file may take. A larger one is not kept, and not read. */
const MOST_SHARE = 1 / 8;
/** Megabytes, where memory is not limited. */
const USUAL_MEMORY = 2048;

/** What decides, besides the files of a window, which answers are found in them. */
export interface AnswersIdentity {
  readonly monitor: Monitor;
  readonly window: Window;
  /** Id of the baseline whose grids and categories count the answers; null without one. */
  readonly baseline: string | null;
  readonly redactor: Redactor;
  /** Of the files. */
  readonly files: ListingDigest;
}

/** What accuracy checks keep of the windows of one monitor, so that each capture is read once, however often labels come. */
export class KeptAnswers {
  /** Hashes the ids of all windows, which share it: each label is hashed once for all of them. */
  readonly ids: KeyedHash;
  readonly #store: ObjectStore;
  readonly #key: AnswersKey | null;
  readonly #isReadOnly: boolean;
  readonly #mostBytes: number;

  private constructor(
    { results, dryRun, memory = USUAL_MEMORY }: Pick<RunContext, 'results' | 'dryRun' | 'memory'>,
    key: AnswersKey | null,
  ) {
    this.ids = key?.ids ?? new KeyedHash();
    this.#store = results;
    this.#key = key;
    this.#isReadOnly = dryRun;
    this.#mostBytes = MOST_SHARE * memory * MEGABYTE;
  }

  /** Whether answers are kept, or were. */
  get isOpen(): boolean {
    return this.#key !== null;
  }

  /** @param context Its store is read directly: a store that remembers what it read would hold all windows in memory. */
  static async open(
    { name, labels }: { readonly name: string; readonly labels: Pick<LabelSettings, 'keepAnswers'> | null },
    context: Pick<RunContext, 'results' | 'dryRun' | 'memory'>,
  ): Promise<KeptAnswers> {
    const { results, dryRun } = context;
    const isWanted = labels !== null && labels.keepAnswers > 0;
    const key = isWanted ? await tolerant(dryRun, () => loadAnswersKey(results, name, dryRun)) : null;
    return new KeptAnswers(context, key);
  }

  /**
   * What was kept of a window's present files; null without it, or where it is damaged or was found in another way.
   *
   * @param onSize Called before memory is taken for the rows, and may throw.
   */
  async load(
    identity: AnswersIdentity,
    onSize: (rows: number, requests: number) => void,
  ): Promise<AnswersFound | null> {
    if (this.#key === null) return null;
    const bytes = await tolerant(this.#isReadOnly, () => this.#read(keyOf(identity)));
    const file = bytes && OpenedFile.open(bytes, this.#key.files);
    return file && restoreAnswers(file, identity.monitor, readingOf(identity), this.ids, onSize);
  }

  /** Keeps what was found in a window's files; in a dry run nothing. */
  async save(identity: AnswersIdentity, found: AnswersFound): Promise<void> {
    if (this.#key === null || this.#isReadOnly) return;
    const content = storedAnswers(found, readingOf(identity));
    const file = sealFile(content, this.#key.files, this.#mostBytes);
    if (file !== null) await this.#store.put(keyOf(identity), file);
  }

  /** The bytes of a file, if there is one, of a size that memory allows. */
  async #read(key: string): Promise<Uint8Array | null> {
    for await (const object of this.#store.list(key)) {
      if (object.key === key && object.size <= this.#mostBytes) return (await this.#store.get(key))?.bytes ?? null;
    }
    return null;
  }
}

function keyOf({ monitor, window }: AnswersIdentity): string {
  return `${keptAnswersOf(monitor.name)}${window.name}.bin`;
}

/** A digest of the files and of all that decides what is found in them. */
function readingOf({ monitor, window, baseline, redactor, files }: AnswersIdentity): string {
  const { problem, capture, performance, privacy } = monitor;
  // Files are compared by their full names, and limits do not decide what is found.
  const { uri: _, maxRejectedShare: __, expectData: ___, ...spec } = capture;
  const settings = [
    READING,
    PROFILE_VERSION,
    problem,
    spec,
    performance.segments,
    window.start,
    window.end,
    baseline,
    privacy.values,
    // Excerpts are kept as texts may quote them: by the present key of hashes.
    redactor.token(''),
    String(files),
  ];
  return hash('sha256', JSON.stringify(settings)).slice(0, 32);
}

/** A dry run may have no permission to read this. It then reads the captures. */
async function tolerant<T>(isReadOnly: boolean, read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isReadOnly) return null;
    throw error;
  }
}
