/** Prefix of every name that a run gives, so that leftovers can be found. */
export const NAME_PREFIX = 'driftwarden-smoke-';
/** Tag of everything that a run creates; its value is the run. */
export const TAG = 'driftwarden-smoke';

/** Names of what one run creates. Training jobs keep their names for ever, so a run's names occur once. */
export interface Names {
  /** Identifies the run: the minute of its start, `20260110t0612`. */
  readonly run: string;
  /** Beginning of all names of the run, those that a retraining gives included. */
  readonly prefix: string;
  readonly stack: string;
  /** The monitor of generated captures, and that of the endpoint. */
  readonly monitors: { readonly generated: string; readonly live: string };
  /** The endpoint and its first configuration, model and training job. */
  readonly endpoint: string;
  readonly first: string;
  readonly queue: string;
  /** A bucket's name is unique in the world. @param account its number */
  bucket(account: string, region: string): string;
}

/** @param start Milliseconds since the epoch. */
export function namesOf(stack: string, start: number): Names {
  const run = new Date(start).toISOString().slice(0, 16).replaceAll(/[-:]/g, '').toLowerCase();
  const prefix = `${NAME_PREFIX}${run}`;
  // A retraining puts `driftwarden-` before the monitor's name.
  const monitor = `smoke-${run}`;
  return {
    run,
    prefix,
    stack,
    monitors: { generated: `${monitor}-generated`, live: `${monitor}-live` },
    endpoint: prefix,
    first: `${prefix}-first`,
    queue: `${prefix}-alerts`,
    bucket: (account, region) => `${prefix}-${account}-${region}`,
  };
}
