import { leaseAfter, restorationLease } from '../lease.ts';
import { renewLease, type Step } from './context.ts';

/** Extends the lock before a step of the function that reads data, which may not write the state, and before a restoration. */
export const renewStep: Step<'renew'> = async (request, context) => {
  const { settings } = context;
  const lease = request.before === 'restoration' ? restorationLease(settings) : leaseAfter('renew', settings);
  await renewLease(request, context, lease);
  return {};
};
