/**
 * What an incident is about. `no-data`: a window without captured rows where some were expected. `no-labels`: no prediction of a
 * window has a label, and no more labels are expected.
 */
export type IncidentKind = 'data-quality' | 'drift' | 'performance' | 'no-data' | 'no-labels';

/** Links of an alert: addresses in an account, paths on a laptop. */
export interface AlertLinks {
  /** The check's report; without {@link Links}, its key in the store. */
  readonly report: string;
  readonly dashboard?: string | undefined;
  readonly runbook?: string | undefined;
}

/** Turns keys of the store into addresses that open in a browser. */
export interface Links {
  /** The address of the report under this key of the store. */
  report(key: string): string;
  /** The monitor's dashboard, if it has one. */
  readonly dashboard?: string | undefined;
}

/** A check as command lines in messages name it. */
export interface NamedCheck {
  readonly monitor: string;
  /** `end` as ISO 8601, UTC. */
  readonly window: { readonly name: string; readonly end: string };
  readonly kind: 'drift' | 'accuracy';
  /** Key of the check's result in the store. */
  readonly resultKey: string;
}

/** Command lines in messages, ready to be copied into a shell. */
export interface Commands {
  /** Shows the findings of a check. */
  lookAt(check: NamedCheck): string;
  /** Checks a window again and stores the result. Absent where {@link lookAt} itself reads the data again. */
  checkAgain?(check: NamedCheck): string;
  /** Builds a monitor's baseline; null where the name of the function that does it is not known. */
  buildBaseline(monitor: string): string | null;
  /** Mutes an incident. */
  acknowledge(monitor: string, incident: string): string;
  /** Resolves a drift incident: the present values of its columns are normal from now on. */
  newNormal(monitor: string, incident: string): string;
  /**
   * Shows a retraining.
   *
   * @param recordKey Key of the retraining's record in the store.
   */
  lookAtRetraining(monitor: string, recordKey: string): string;
  /** Restores the previous model; null where there is no such command. */
  rollback(monitor: string): string | null;
}

/** What an alert is about: an incident, or a retraining that waits for approval or has ended. */
export type AlertKind = IncidentKind | 'retraining';

/** A message about one incident or retraining. All texts are printable: without control characters, whatever the data holds. */
export interface Alert {
  /** Subscribers drop a second alert with the same key. */
  readonly dedupeKey: string;
  readonly monitor: string;
  readonly model: string;
  readonly kind: AlertKind;
  /** `waiting` and `ended` are states of a retraining. */
  readonly state: 'open' | 'still open' | 'recovered' | 'waiting' | 'ended';
  readonly severity: 'critical' | 'warning' | 'info';
  /** At most 99 characters, one line. */
  readonly title: string;
  /** Lines separated by `\n`. */
  readonly text: string;
  /** Name of the window that caused the alert; `since` is the first window of the incident. */
  readonly window: string;
  readonly since: string;
  /** Key of the check's result, or of the retraining's record, in the store. */
  readonly resultKey: string;
  readonly links: AlertLinks;
}

/** Where alerts go: SNS, the terminal, a file. Subscribers can drop an alert that is sent twice by its `dedupeKey`. */
export interface AlertChannel {
  send(alert: Alert): Promise<void>;
}
