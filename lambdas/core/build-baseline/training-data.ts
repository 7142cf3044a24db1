import { BaselineError } from '../baseline/document.ts';
import { LabelTally } from '../baseline/label-tally.ts';
import { SameDataFinder } from '../baseline/same-data.ts';
import type { TimeColumnSearch } from '../baseline/time-column-search.ts';
import { readDataset } from '../capture/read-dataset.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { dialectOf } from '../capture/tables/dialect.ts';
import type { TableChunk } from '../columns/column.ts';
import { renameColumns } from '../columns/rename-columns.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { listSources } from '../sources.ts';
import { countOf, formatCount, formatShare } from '../text/numbers.ts';
import { quoting } from '../text/redactor.ts';

type Settings = NonNullable<Monitor['baseline']>;

/** The reading options of a monitor's training data. */
export function readingOptions(settings: Settings) {
  const { format, header, missing } = settings;
  return { ...(format && { format }), ...dialectOf(settings), header, missing };
}

/** The names of features, by the columns of the training data that have them under another name. */
export function featuresByColumn({ columns }: Pick<Settings, 'columns'>): ReadonlyMap<string, string> {
  return new Map(Array.from(columns, ([feature, column]) => [column, feature]));
}

/** The training data, read as often as needed, with the names that features have in captures. Only the first pass looks for faults. */
export class TrainingData {
  readonly #settings: Settings;
  readonly #context: Pick<RunContext, 'open' | 'onProgress'>;
  readonly #named: readonly string[];
  readonly log = new RejectionLog();
  /** The table's own names of the columns read so far, wanted or not. */
  readonly columns = new Set<string>();
  readonly labels = new LabelTally();
  readonly #times: TimeColumnSearch | null;
  #passes = 0;

  /**
   * @param named the table's own names of columns that the monitor file names: one that exists and cannot be read is an error
   * @param times looks at every column on the first pass
   */
  constructor(
    settings: Settings,
    context: Pick<RunContext, 'open' | 'onProgress'>,
    { named = [], times = null }: { readonly named?: readonly string[]; readonly times?: TimeColumnSearch | null } = {},
  ) {
    this.#settings = settings;
    this.#context = context;
    this.#named = named;
    this.#times = times;
  }

  /** @throws BaselineError when two files hold the same rows */
  async *read(wanted: (name: string) => boolean): AsyncGenerator<TableChunk> {
    const { uri, label } = this.#settings;
    const isFirst = this.#passes++ === 0;
    const log = isFirst ? this.log : new RejectionLog();
    const finder = isFirst ? new SameDataFinder() : null;
    const options = { ...readingOptions(this.#settings), named: this.#named, log };
    const renamed = featuresByColumn(this.#settings);
    let rows = 0;
    for await (const source of listSources(this.#context.open(uri))) {
      for await (const read of readDataset(source, options)) {
        for (const name of read.columns.keys()) this.columns.add(name);
        const chunk = renameColumns(read, renamed);
        rows += chunk.rows;
        finder?.add(chunk);
        if (isFirst) this.#times?.add(chunk);
        if (isFirst && label !== undefined) this.labels.add(chunk.columns.get(label), chunk.rows);
        this.#context.onProgress?.(rows);
        yield { rows: chunk.rows, columns: new Map([...chunk.columns].filter(([name]) => wanted(name))) };
      }
      const same = finder?.endFile(source.uri) ?? null;
      if (same !== null) {
        throw new BaselineError(
          `${same.uri} and ${source.uri} hold the same ${countOf(same.rows, 'row')}: keep one of them, or name one in baseline.uri`,
        );
      }
    }
  }

  /** @throws BaselineError when more records were rejected than `capture.maxRejectedShare` allows */
  requireReadable(maxRejectedShare: number): void {
    const { records, rejected, share } = this.log;
    if (share <= maxRejectedShare) return;
    const [sample] = this.log.summarize().rejected.samples;
    const place = sample === undefined ? '' : `, such as ${sample.uri}${sample.line === null ? '' : `:${sample.line}`}`;
    const unread =
      `${this.#settings.uri}: ${formatCount(rejected)} of ${countOf(records, 'record')} cannot be read (${formatShare(share)}; ` +
      `capture.maxRejectedShare allows ${formatShare(maxRejectedShare)})${place}`;
    throw quoting(BaselineError, (redactor) => {
      if (sample === undefined) return unread;
      return `${redactor.uri(unread)}: ${redactor.whole(sample.detail) || sample.reason}`;
    });
  }
}
