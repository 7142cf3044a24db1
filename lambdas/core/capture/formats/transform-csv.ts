import { parseNumber } from '../../columns/number-text.ts';
import { copyText } from '../../text/copy-text.ts';
import { CsvText } from '../csv-text.ts';
import { ABSENT } from '../payload.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import type { CaptureSpec } from '../spec.ts';
import { readTimeText } from '../times.ts';
import { notARecord } from './json-record.ts';
import type { TransformEnvelope } from './transformed.ts';

/** The name of a field by its position, as in rows without names. */
const POSITION = /^_c(\d+)$/;

/**
 * Reads lines of CSV from batch transforms. With inference ids, the last two fields are the id and the time of the job.
 * Without them, the time and the id are fields that the monitor names (a listed feature, or `_c0`, which then is not a
 * feature), or the time is that of the object. A line with more fields than listed features begins with the features.
 * All lines of a file are of the same kind.
 */
export class TransformCsv {
  readonly #csv = new CsvText();
  readonly #features: readonly string[] | undefined;
  readonly #time: string | undefined;
  readonly #id: string | undefined;
  /** NaN: unknown. */
  readonly #objectTime: number;
  /** Whether a line had an id and a time. Then all later lines must have them. */
  #hasIds = false;
  /** The number of fields of the first line without an id and a time. 0: there was none. */
  #width = 0;

  constructor({ features, time, id }: CaptureSpec, objectTime: number) {
    this.#features = features;
    this.#time = time;
    this.#id = id;
    this.#objectTime = objectTime;
  }

  /** Throws RejectedRecordError. */
  open(line: string): TransformEnvelope {
    const problem = this.#csv.scan(line);
    if (problem !== null) throw new RejectedRecordError('invalid-csv', problem);
    const hasOtherTime = this.#time !== undefined || !Number.isNaN(this.#objectTime);
    if (!hasOtherTime || this.#endsWithTime()) this.#hasIds = true;
    return this.#hasIds ? this.#withIds() : this.#withoutIds();
  }

  /** Whether the last field is a time. A number does not count as one, because it may be an answer. */
  #endsWithTime(): boolean {
    const width = this.#csv.width(0);
    if (width < 3) return false;
    const text = this.#csv.field(width - 1);
    return Number.isNaN(parseNumber(text, 0, text.length)) && !Number.isNaN(readTimeText(text));
  }

  #withIds(): TransformEnvelope {
    const csv = this.#csv;
    const width = csv.width(0) - 2;
    if (width < 1) throw notARecord('it has no output before an inference id and a time');
    // A copy, because ids are kept longer than the line.
    const id = copyText(csv.field(width));
    const time = csv.field(width + 1);
    if (this.#time === undefined && this.#id === undefined) {
      return { id, uniqueId: id, time, ...this.#split(range(0, width)) };
    }
    const own = this.#named(width);
    return { id: own.id ?? id, uniqueId: id, time: own.time ?? time, ...this.#split(own.rest) };
  }

  #withoutIds(): TransformEnvelope {
    const width = this.#csv.width(0);
    if (this.#width === 0) this.#width = width;
    if (width !== this.#width) {
      const detail = `the line has ${width} fields, the first of its file ${this.#width}`;
      throw new RejectedRecordError('wrong-column-count', detail);
    }
    const { time, id, rest } = this.#named(width);
    if (rest.length === 0) throw notARecord('it has no output');
    return { id, uniqueId: undefined, time: time ?? this.#objectTime, ...this.#split(rest) };
  }

  /** The fields that the monitor names, and the other ones among the first `width`. */
  #named(width: number): { readonly time?: string; readonly id?: string; readonly rest: readonly number[] } {
    const taken = new Set<number>();
    const read = (name: string | undefined, key: 'time' | 'id') => {
      if (name === undefined) return {};
      const listed = this.#features?.indexOf(name) ?? -1;
      const position = listed >= 0 ? listed : Number(POSITION.exec(name)?.[1] ?? Number.NaN);
      if (!(position < width)) {
        const detail = `capture.${key}: the line has no field ${JSON.stringify(name)}; a field is a listed feature, or _c0, _c1, … by its position`;
        throw new RejectedRecordError(key === 'time' ? 'invalid-time' : 'missing-column', detail);
      }
      if (listed < 0) taken.add(position);
      return { [key]: copyText(this.#csv.field(position)) };
    };
    const found = { ...read(this.#time, 'time'), ...read(this.#id, 'id') };
    return { ...found, rest: range(0, width).filter((field) => !taken.has(field)) };
  }

  #split(fields: readonly number[]): Pick<TransformEnvelope, 'request' | 'response'> {
    const features = this.#features?.length ?? 0;
    const inputs = fields.length > features ? features : 0;
    return {
      request: inputs === 0 ? ABSENT : { kind: 'csv', text: this.#join(fields.slice(0, inputs)) },
      response: { kind: 'csv', text: this.#join(fields.slice(inputs)) },
    };
  }

  /** The fields as they are written, separated by commas. */
  #join(fields: readonly number[]): string {
    const { text } = this.#csv;
    const [first] = fields;
    const last = fields[fields.length - 1];
    if (last - first + 1 === fields.length) return text.slice(this.#outerStart(first), this.#outerEnd(last));
    return fields.map((field) => text.slice(this.#outerStart(field), this.#outerEnd(field))).join(',');
  }

  /** The start and end of the field, with its quotes. */
  #outerStart(field: number): number {
    return this.#csv.start(field) - (this.#csv.quoted(field) ? 1 : 0);
  }

  #outerEnd(field: number): number {
    return this.#csv.end(field) + (this.#csv.quoted(field) ? 1 : 0);
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
