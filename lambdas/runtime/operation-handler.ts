import type { Context } from 'aws-lambda';
import type { Caller } from '../adapters/aws/caller-identity.ts';
import { type Claim, IdentityError } from '../adapters/aws/check-signed-operation.ts';
import { isNested, type Nested } from '../core/capture/field-path.ts';
import type { RunContext } from '../core/context.ts';
import type { Monitor } from '../core/monitor/monitor.ts';
import { useSignature } from '../core/operate/used-signatures.ts';
import { toError } from '../core/text/error-message.ts';
import type { Dependencies } from './handler.ts';
import type { Attributed } from './incident-event.ts';
import { isReading } from './operation-event.ts';

/** The fields of every operation. */
interface Operation {
  readonly monitor: string;
  readonly operation: string;
  readonly id?: string;
  readonly incident?: string;
  readonly dryRun?: boolean;
}

/** Operations of one kind: how they are read, and what each does. */
export interface Operations<T, C, A> {
  readonly kind: 'incident' | 'retraining';
  readonly parse: (event: unknown) => T;
  readonly work: (event: Attributed<T>, monitor: Monitor, context: C) => Promise<A>;
}

export interface OperationDependencies<C> extends Pick<Dependencies, 'definitions' | 'log' | 'clock'> {
  /** Who has signed an operation. @throws IdentityError */
  identify(claim: Claim): Promise<Caller>;
  context(run: { readonly runId: string; readonly now: number }): C;
}

/** What operations need of Lambda's context. */
export type OperationLambda = Pick<Context, 'awsRequestId' | 'invokedFunctionArn'>;

/**
 * Makes a Lambda handler for what people ask for: reads the operation, finds out who has signed it, works, logs. The name that is
 * written down is the one that AWS STS gives; the event has none. An operation that only reads needs no signature. A failure is thrown.
 */
export function makeOperationHandler<T extends Operation, C extends Pick<RunContext, 'results' | 'runId' | 'now'>, A>(
  { kind, parse, work }: Operations<T, C, A>,
  { definitions, log, clock, identify, context: contextOf }: OperationDependencies<C>,
): (event: unknown, context: OperationLambda) => Promise<A> {
  return async (given, { awsRequestId: runId, invokedFunctionArn: functionArn }) => {
    log.resetKeys();
    log.appendKeys({ runId, kind });
    try {
      const { identity, ...operation } = requireSignature(given);
      const event = parse(operation);
      const { id, incident } = event;
      log.appendKeys({ monitor: event.monitor, operation: event.operation, id, incident });
      const monitor = definitions.get(event.monitor);
      const now = clock();
      const context = contextOf({ runId, now });
      let by = '';
      if (!isReading(event)) {
        const caller = await identify({ operation, identity, functionArn, now });
        by = caller.arn;
        log.appendKeys({ by });
        if (event.dryRun !== true) await useSignature(caller.signature, monitor.name, context);
      }
      log.info('started', {});
      const answer = await work({ ...event, by }, monitor, context);
      log.info('done', { milliseconds: clock() - now });
      return answer;
    } catch (error) {
      log.error('failed', toError(error));
      throw error;
    }
  };
}

/** Says what is missing before what else is wrong: earlier versions send a name in place of a signature. @throws IdentityError */
function requireSignature(event: unknown): { readonly identity?: unknown } {
  const given: Nested = isNested(event) ? event : {};
  const { operation } = given;
  if (typeof operation !== 'string' || isReading({ operation }) || 'identity' in given) return given;
  throw new IdentityError(
    'this operation is not signed, so its caller is not known: use the command driftwarden of the version that is deployed; "aws lambda invoke" does not sign operations',
  );
}
