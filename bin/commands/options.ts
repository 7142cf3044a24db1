import { type Command, InvalidArgumentError, Option } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { areTimeless } from '../../lambdas/core/labels/label-timing.ts';
import { parseDuration } from '../../lambdas/core/monitor/duration.ts';
import { InvalidValueError } from '../../lambdas/core/monitor/invalid-value.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { UsageError } from './explain.ts';
import { globalOptions } from './global-options.ts';

/** The options of the program itself. */
export interface StoreOptions {
  readonly monitors: string;
  readonly store: string;
}

/** `--as-of`: a time in UTC, to check stored data as of then. */
export function asOfOption(): Option {
  return new Option('--as-of <time>', 'run as if it were this time (UTC), such as 2001-02-04T06:00:00Z').argParser(
    parseTime,
  );
}

/** For commands that look into the past: a note about labels without a time; empty where they have one. */
export function timelessLabelsNote({ labels }: Pick<Monitor, 'labels'>): string {
  return labels !== null && areTimeless(labels)
    ? 'labels without a time of their own count as known from the beginning, even those that came later; labels.time says where their time is\n'
    : '';
}

/**
 * `--until`: a day, a time, or a duration from now.
 *
 * @param now Milliseconds since the epoch.
 * @throws UsageError
 */
export function parseUntil(text: string, now: number): number {
  try {
    return text.startsWith('P') ? now + parseDuration(text) : parseTime(text);
  } catch (error) {
    if (!(error instanceof InvalidValueError || error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(
      `--until ${JSON.stringify(text)} is not valid; accepted: a day or time such as 2001-04-01, or a duration such as P7D or PT12H`,
    );
  }
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A day or a time as milliseconds since the epoch. Without an offset it is UTC, whatever the host's time zone. */
function parseTime(text: string): number {
  const match = TIME.exec(text);
  try {
    if (match !== null) {
      const time = text.includes('T') ? text : `${text}T00:00`;
      return Temporal.Instant.from(match[1] === undefined ? `${time}Z` : time).epochMilliseconds;
    }
  } catch (error) {
    // The day or hour does not exist.
    if (!(error instanceof RangeError)) throw error;
  }
  throw new InvalidArgumentError('It must be a day or a time such as 2001-02-04 or 2001-02-04T06:00:00Z.');
}

/** Shows the program's own options in the help of commands that read monitors. */
export function showStoreOptions(command: Command): Command {
  return command.configureHelp({
    ...command.configureHelp(),
    visibleGlobalOptions: (shown) => [...globalOptions(shown)],
  });
}

/** `--jobs`: how many threads read. */
export function jobsOption(): Option {
  return new Option('--jobs <number>', 'threads that read large windows; default: one for each processor').argParser(
    parseCount,
  );
}

/** A number of windows or threads. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}
