import { readTime } from '../times.ts';
import { decodeUtf8 } from '../utf8.ts';

const ZERO = 48;
const COLON = 58;
const LETTER_Z = 90;
/** `2001-02-03T`, and the length of `2001-02-03T04:05:06Z`. */
const DAY_LENGTH = 11;
const PLAIN_LENGTH = 20;

/** Reads times from bytes. Plain ones (`2001-02-03T04:05:06Z`) of the day of the time before need no text. */
export class TimeBytes {
  readonly #day = new Uint8Array(DAY_LENGTH);
  /** Midnight of that day. */
  #midnight = Number.NaN;

  /** The time in milliseconds since the epoch, as `readTime` reads it. NaN if it is not a time. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const clock = end - start === PLAIN_LENGTH ? clockAt(bytes, start + DAY_LENGTH) : Number.NaN;
    if (!Number.isNaN(clock) && this.#isSameDay(bytes, start)) return this.#midnight + clock;
    const time = readTime(decodeUtf8(bytes.subarray(start, end)));
    if (!Number.isNaN(clock) && !Number.isNaN(time)) {
      for (let i = 0; i < DAY_LENGTH; i++) this.#day[i] = bytes[start + i];
      this.#midnight = time - clock;
    }
    return time;
  }

  #isSameDay(bytes: Uint8Array, start: number): boolean {
    for (let i = 0; i < DAY_LENGTH; i++) if (this.#day[i] !== bytes[start + i]) return false;
    return true;
  }
}

/** The milliseconds since midnight of `04:05:06Z`. NaN if the bytes are not a clock time. */
function clockAt(bytes: Uint8Array, at: number): number {
  const hour = twoDigits(bytes, at);
  const minute = twoDigits(bytes, at + 3);
  const second = twoDigits(bytes, at + 6);
  const isPlain =
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    bytes[at + 2] === COLON &&
    bytes[at + 5] === COLON &&
    bytes[at + 8] === LETTER_Z;
  return isPlain ? ((hour * 60 + minute) * 60 + second) * 1000 : Number.NaN;
}

/** 100 if there are no two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] - ZERO) >>> 0;
  const ones = (bytes[at + 1] - ZERO) >>> 0;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}
