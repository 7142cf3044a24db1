/** Something that lasts: monitoring does not work until it is over. */
export interface Problem {
  /** The monitor and what it is about, such as `churn/state`. The same at every look. */
  readonly id: string;
  /** Name of the monitor; `*`: it is about all of them. */
  readonly monitor: string;
  /** How long it may last before it counts, milliseconds. */
  readonly grace: number;
  /** What is wrong, and what is well again after it: each a printable line. */
  readonly title: string;
  readonly end: string;
  readonly details: readonly string[];
  /** Key of the object that shows it. */
  readonly resultKey: string;
}
