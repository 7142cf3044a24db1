import { InvalidArgumentError, Option } from 'commander';

/** The options of the program itself. */
export interface StoreOptions {
  readonly monitors: string;
  readonly store: string;
}

/** `--as-of`: a moment in UTC, for looking back at stored data. */
export function asOfOption(): Option {
  return new Option('--as-of <time>', 'check as if it were this time (UTC), such as 2001-02-04T06:00:00Z').argParser(
    (text: string) => {
      const time = /^\d{4}-\d{2}-\d{2}/.test(text)
        ? Date.parse(/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`)
        : Number.NaN;
      if (Number.isNaN(time)) throw new InvalidArgumentError('It must be a time such as 2001-02-04T06:00:00Z.');
      return time;
    },
  );
}
