import * as z from 'zod';

/**
 * What an incident is about. `no-data`: a window without captured rows where some were expected. `no-labels`: no prediction of a
 * window has a label, and no more labels are expected.
 */
export const incidentKind = z.enum(['data-quality', 'drift', 'performance', 'no-data', 'no-labels']);
export type IncidentKind = z.infer<typeof incidentKind>;

const linksSchema = z.object({
  /** The check's report; without {@link Links}, its key in the store. */
  report: z.string(),
  dashboard: z.string().optional(),
  runbook: z.string().optional(),
});

/** Links of an alert: addresses in an account, paths on a laptop. */
export type AlertLinks = Readonly<z.infer<typeof linksSchema>>;

/** Turns keys of the store into addresses that open in a browser. */
export interface Links {
  /** The address of the report under this key of the store. */
  report(key: string): string;
  /**
   * The address of another object as a page of the store links to it.
   *
   * @param page Key of the page.
   * @param place A place on the page that is linked, where addresses can name one.
   */
  fromPage(page: string, key: string, place?: string): string;
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
  /** Prints what to do about alerts of a kind. */
  explain(kind: Alert['kind']): string;
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

/** A message about one incident or retraining. All texts are printable: without control characters, whatever the data holds. */
export const alertSchema = z.object({
  /** Subscribers drop a second alert with the same key. */
  dedupeKey: z.string(),
  /** `*`: the alert is about all monitors of a deployment. */
  monitor: z.string(),
  model: z.string(),
  /** An incident, a retraining that waits for approval or has ended, or what the watchdog found: the monitor itself does not work. */
  kind: z.enum([...incidentKind.options, 'retraining', 'watchdog']),
  /** `waiting` is a state of a retraining; `ended`: one that is over, or something that has happened once. */
  state: z.enum(['open', 'still open', 'recovered', 'waiting', 'ended']),
  severity: z.enum(['critical', 'warning', 'info']),
  /** At most 99 characters, one line. */
  title: z.string(),
  /** Lines separated by `\n`. */
  text: z.string(),
  /** Name of the window that caused the alert; `since` is the first window of the incident. */
  window: z.string(),
  since: z.string(),
  /**
   * What an open incident did not have before, one printable line for each finding, worst first. Set where the alert reports it:
   * `state` is then `open`, and an earlier acknowledgement no longer holds.
   */
  newFindings: z.array(z.string()).optional(),
  /** Key of the check's result, or of the retraining's record, in the store. */
  resultKey: z.string(),
  links: linksSchema.readonly(),
});
export type Alert = Readonly<z.infer<typeof alertSchema>>;

/** Where alerts go: SNS, the terminal, a file. Subscribers can drop an alert that is sent twice by its `dedupeKey`. */
export interface AlertChannel {
  send(alert: Alert): Promise<void>;
}
