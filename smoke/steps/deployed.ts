import type { Inbox } from '../aws/inbox.ts';
import type { Outputs } from '../aws/stack.ts';

/** What the steps that create things leave for those that use them. */
export interface Deployed {
  readonly outputs: Outputs;
  /** The bucket of the data. */
  readonly bucket: string;
  readonly inbox: Inbox;
}
