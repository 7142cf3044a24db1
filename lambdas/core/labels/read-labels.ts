import type { RejectionLog } from '../capture/rejections.ts';
import { numberFormat } from '../columns/number-format.ts';
import type { DataSource } from '../ports.ts';
import type { LabelRun, LabelSink } from './formats/reader.ts';
import { LABEL_READERS } from './formats/registry.ts';
import { noOrigin } from './label-origin.ts';
import { LabelReader } from './label-reader.ts';
import { FileHashes, SeenFiles } from './seen-files.ts';
import type { LabelSpec } from './spec.ts';

/** Takes the labels of a reading. */
export interface LabelTarget {
  /** Counts the records and keeps rejections. Labels of unknown ids count as outside the window. */
  readonly log: RejectionLog;
  readonly labels: LabelSink;
  /**
   * The labels that arrived too late: all, or those of a table from a time on, see {@link LabelRun.lateFrom}.
   * @default none
   */
  readonly late?: { readonly all?: boolean; readonly from?: number };
  /**
   * Labels whose own time is later are not known yet: they are passed on as such, and not counted as read.
   * @default all are known
   */
  readonly knownBy?: number;
}

/** A file, and who takes its labels. */
export interface SharedSource {
  readonly source: DataSource;
  readonly targets: readonly LabelTarget[];
}

/**
 * Reads labels into a target in the order of their arrival: by source, then by line. Sources must be in the order of
 * their keys, which begin with the hour of arrival. A table with the same bytes as an earlier one is read as a repeat.
 * A record that cannot be read is rejected in the target's log and reading goes on. Errors of a source are thrown.
 */
export async function readLabels(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  spec: LabelSpec,
  target: LabelTarget,
): Promise<void> {
  await readSharedLabels(shared(sources, [target]), spec);
}

async function* shared(
  sources: AsyncIterable<DataSource> | Iterable<DataSource>,
  targets: readonly LabelTarget[],
): AsyncGenerator<SharedSource> {
  for await (const source of sources) yield { source, targets };
}

/** Reads each file once for several targets. Each gets the same as if its files were read for it alone. */
export async function readSharedLabels(
  sources: AsyncIterable<SharedSource> | Iterable<SharedSource>,
  spec: LabelSpec,
): Promise<void> {
  const files = LABEL_READERS[spec.format];
  const hashes = new FileHashes();
  const readings = new Map<LabelTarget, Reading>();
  const readingOf = (target: LabelTarget) => {
    const reading = readings.get(target) ?? new Reading(spec, target, hashes);
    readings.set(target, reading);
    return reading;
  };
  for await (const { source, targets } of sources) {
    const runs: LabelRun[] = [];
    for (const target of targets) runs.push(await readingOf(target).open(source));
    if (runs.length > 0) await files.read(source, runs);
  }
}

/** What all files of one target share. */
class Reading {
  readonly #run: LabelRun;
  readonly #seen: SeenFiles | null;

  constructor(
    spec: LabelSpec,
    { log, labels, late = {}, knownBy = Number.POSITIVE_INFINITY }: LabelTarget,
    hashes: FileHashes,
  ) {
    const { isTable } = LABEL_READERS[spec.format];
    const reader = new LabelReader(spec.missing, isTable ? undefined : numberFormat(spec));
    const origin = noOrigin();
    origin.isLate = late.all ?? false;
    this.#run = { spec, log, reader, labels, origin, lateFrom: late.from ?? Number.POSITIVE_INFINITY, knownBy };
    // Ground-truth records are recognised one by one, and with times, the older label is known.
    this.#seen = isTable && spec.time === undefined ? new SeenFiles(hashes) : null;
  }

  async open(source: DataSource): Promise<LabelRun> {
    this.#run.origin.isRepeat = this.#seen !== null && (await this.#seen.isRepeat(source));
    return this.#run;
  }
}
