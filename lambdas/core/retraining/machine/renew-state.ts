import { expression, type State } from '../../states-language.ts';
import type { StepRequest } from '../contract.ts';
import { type Catcher, type Resources, step } from './state-builders.ts';

/**
 * Extends the lock before a step that may not: the function that reads captured data and labels cannot write the monitor's state.
 * Passes its input on.
 */
export function renewState(
  resources: Resources,
  before: StepRequest<'renew'>['before'],
  { Next, Catch }: { readonly Next: string; readonly Catch?: readonly Catcher[] },
): State {
  return {
    ...step('renew', resources, {
      Comment: 'Extends the lock',
      payload: { before },
      ...(Catch !== undefined && { Catch }),
      Next,
    }),
    Output: expression('$states.input'),
  };
}
