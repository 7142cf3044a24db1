import { LabelTally } from '../baseline/label-tally.ts';
import { keyTime } from '../capture/key-time.ts';
import { RejectionLog } from '../capture/rejections.ts';
import { ColumnBuilder } from '../columns/column-builder.ts';
import type { RunContext } from '../context.ts';
import type { LabelSink } from '../labels/formats/reader.ts';
import { LABEL_READERS } from '../labels/formats/registry.ts';
import type { LabelValue } from '../labels/label-reader.ts';
import type { PredictionKeys } from '../labels/prediction-keys.ts';
import { readLabels } from '../labels/read-labels.ts';
import type { LabelSettings } from '../monitor/monitor.ts';
import { copyText } from '../text/copy-text.ts';
import { printable } from '../text/printable.ts';
import { LOOKED_AT, Sample } from './data-sample.ts';

const LONGEST_TEXT = 40;
const TALLIED_ROWS = 10_000;

/** The first records of the label files. */
export interface LabelSample {
  readonly sample: Sample;
  readonly log: RejectionLog;
  /** Records with a label. */
  readonly records: number;
  /** Records whose id is that of a prediction. */
  readonly matched: number;
  /** The first id; null without one. */
  readonly firstId: string | null;
  readonly classes: LabelTally;
  /** Number of labels that are not finite numbers; the next field has the first of them, printable. */
  readonly notNumbers: number;
  readonly firstText: string | null;
  /** First and last hour of arrival, milliseconds since the epoch; null where files are not in folders by hour. */
  readonly arrived: { readonly first: number; readonly last: number } | null;
}

/**
 * Reads the first records of the label files, whatever predictions they belong to.
 *
 * @param keys The predictions whose ids are matched.
 * @param since The earliest possible arrival, milliseconds since the epoch: earlier hours are skipped.
 */
export async function readLabelSample(
  settings: LabelSettings,
  keys: PredictionKeys,
  since: number,
  context: Pick<RunContext, 'open'>,
): Promise<LabelSample> {
  const sample = new Sample(context, settings.uri);
  const log = new RejectionLog();
  const sink = new SampledLabels(keys, sample);
  const isHourly = LABEL_READERS[settings.format].hourly;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  async function* sources() {
    for await (const source of sample.sources(({ uri }) => !isHourly || !(keyTime(uri) + HOUR <= since))) {
      const arrival = keyTime(source.uri);
      if (arrival < first) first = arrival;
      if (arrival > last) last = arrival;
      yield source;
    }
  }
  try {
    await readLabels(sources(), settings, { log, labels: sink });
  } catch (error) {
    if (!(error instanceof EnoughLabels)) throw error;
  }
  return { sample, log, ...sink.finish(), arrived: isHourly && first <= last ? { first, last } : null };
}

const HOUR = 3_600_000;

/** Thrown to stop reading after enough labels. */
class EnoughLabels extends Error {
  override readonly name = 'EnoughLabels';
}

/** Takes every label until there are enough. */
class SampledLabels implements LabelSink {
  readonly #keys: PredictionKeys;
  readonly #sample: Sample;
  readonly #classes = new LabelTally();
  readonly #column = new ColumnBuilder();
  #filled = 0;
  #records = 0;
  #matched = 0;
  #notNumbers = 0;
  #firstText: string | null = null;
  #firstId: string | null = null;
  /** Whether the latest record has been counted. */
  #isCounted = true;

  constructor(keys: PredictionKeys, sample: Sample) {
    this.#keys = keys;
    this.#sample = sample;
  }

  wants(id: string): boolean {
    if (this.#sample.rows >= LOOKED_AT.rows) throw new EnoughLabels();
    this.#sample.enough(1);
    this.#firstId ??= copyText(id);
    this.#isCounted = false;
    return true;
  }

  add(id: string, _position: number, _size: number, value: LabelValue): void {
    if (!this.#isCounted) {
      this.#isCounted = true;
      this.#records++;
      if (this.#keys.find(id) !== undefined) this.#matched++;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.#notNumbers++;
      this.#firstText ??= printable(String(value), LONGEST_TEXT);
    }
    if (typeof value === 'number') this.#column.setNumber(this.#filled, value);
    else if (typeof value === 'string') this.#column.setText(this.#filled, value);
    else this.#column.setBoolean(this.#filled, value);
    if (++this.#filled === TALLIED_ROWS) this.#tally();
  }

  finish(): Pick<LabelSample, 'records' | 'matched' | 'firstId' | 'classes' | 'notNumbers' | 'firstText'> {
    this.#tally();
    return {
      records: this.#records,
      matched: this.#matched,
      firstId: this.#firstId,
      classes: this.#classes,
      notNumbers: this.#notNumbers,
      firstText: this.#firstText,
    };
  }

  #tally(): void {
    this.#classes.add(this.#column.take(this.#filled), this.#filled);
    this.#filled = 0;
  }
}
