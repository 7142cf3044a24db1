import type { CheckKind } from '../../../lambdas/core/decision/state.ts';
import { IS_EXHAUSTIVE } from '../../exhaustive.ts';
import type { Deployment } from './deployment.ts';

/** A run that was ended at one of its requests, and what had reached the account by then. */
export interface Crash {
  /** `s3 PUT parcels/state.json`, `sns POST`, … */
  readonly at: string;
  /** Metrics of the check, the alert, and the heartbeat at the end had been taken. */
  readonly published: boolean;
  readonly sent: boolean;
  readonly beaten: boolean;
  /** The metrics, or the alert, had been taken but the state did not say so yet: they will be published again. */
  readonly publishedUnmarked: boolean;
  readonly sentUnmarked: boolean;
}

/**
 * Fires a schedule and ends the function's process `after` its n-th change took effect, when only the answer is lost, or
 * `before` its n-th change arrives. Counted from 1. A run that ends at a read leaves the account as the change before it did; ends after
 * reads are tried only where every case is.
 *
 * @returns null when the run made fewer and came to its end
 */
export async function crashAtRequest(
  deployment: Deployment,
  { monitor, kind, due }: { readonly monitor: string; readonly kind: CheckKind; readonly due: number },
  n: number,
  moment: 'before' | 'after',
): Promise<Crash | null> {
  const { account } = deployment;
  const happened: string[] = [];
  let requests = 0;
  let at: string | undefined;
  account.observe(({ phase, service, method, url }) => {
    const path = url.split('?')[0].replace(`/${deployment.stateBucket}/`, '').replace(/^\/$/, '');
    const request = [service, method, path].join(' ').trim();
    if (phase === 'before' && ((moment === 'after' && IS_EXHAUSTIVE) || method !== 'GET')) requests++;
    if (phase === 'after' && at === undefined) happened.push(request);
    if (at !== undefined || requests !== n || phase !== moment) return undefined;
    at = request;
    account.lambda.crash(deployment.functionName(kind));
    return phase === 'before' ? 'lost' : undefined;
  });
  await deployment.fire(monitor, kind, due);
  account.observe(() => undefined);
  if (at === undefined) return null;
  const metrics = happened.indexOf('monitoring POST');
  const alert = happened.indexOf('sns POST');
  const lastState = happened.lastIndexOf(`s3 PUT ${monitor}/state.json`);
  return {
    at,
    published: metrics >= 0,
    sent: alert >= 0,
    beaten: happened.lastIndexOf('monitoring POST') > metrics,
    publishedUnmarked: metrics > lastState,
    sentUnmarked: alert > lastState,
  };
}
