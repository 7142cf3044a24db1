import * as z from 'zod';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { findJson, putJson } from '../../decision/retraining/stored-json.ts';
import type { ObjectStore } from '../../ports.ts';
import { RetrainingError } from '../steps/context.ts';

const approvalSchema = z.object({
  /** The task token that Step Functions, or its interpreter, waits for. */
  token: z.string(),
  modelPackage: z.string(),
  /** Milliseconds since the epoch. */
  askedAt: z.number(),
  until: z.number(),
});

export type Approval = z.infer<typeof approvalSchema>;

export function saveApproval(store: ObjectStore, monitor: string, id: string, approval: Approval): Promise<void> {
  return putJson(store, new RetrainingKeys(monitor, id).approval, approval);
}

/** @throws RetrainingError when no approval of this retraining was requested */
export async function readApproval(store: ObjectStore, monitor: string, id: string): Promise<Approval> {
  const key = new RetrainingKeys(monitor, id).approval;
  const approval = await findJson(store, key, approvalSchema);
  if (approval === null) throw new RetrainingError(`${id} of ${monitor} does not wait for approval`);
  return approval;
}
