import { DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { findStack, runOf } from '../aws/stack.ts';
import type { Finder } from './leftover.ts';

const LONGEST = 45 * 60;

/** The stack. It takes the state machine along, so nothing new is created after it. */
export const stacks: Finder = {
  kinds: 'stacks',
  async find({ clients }, scope) {
    const stack = await findStack({ clients }, scope.stack);
    if (stack === null || !scope.has(runOf(stack))) return [];
    // By its id, a deleted stack can still be described.
    const StackName = stack.StackId!;
    const remove = async () => {
      await clients.cloudFormation.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete({ client: clients.cloudFormation, maxWaitTime: LONGEST }, { StackName });
    };
    return [{ kind: 'stack', name: scope.stack, remove }];
  },
};
