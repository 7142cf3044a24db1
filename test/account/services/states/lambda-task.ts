import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Lambda, Run } from '../lambda/lambda.ts';

const FIELDS = new Set(['FunctionName', 'Payload']);

/** Lambda's errors whose names the integration passes on; others, such as a missing permission, are its general one. */
const NAMED = new Set(['ResourceNotFoundException', 'TooManyRequestsException']);

/** `lambda:invoke`, in the name of the machine's role. @throws StatesError named as the integration names it */
export async function invokeFunction(lambda: Lambda, role: Principal, args: unknown): Promise<unknown> {
  const given = new Map(Object.entries((args ?? {}) as object));
  const unknown = [...given.keys()].filter((name) => !FIELDS.has(name));
  if (unknown.length > 0)
    throw new UnsupportedError(`lambda:invoke: the test account does not know ${unknown.join(', ')}`);
  const name = String(given.get('FunctionName')).replace(/:\$LATEST$/, '');
  let run: Run;
  try {
    run = await lambda.invokeAs(role, name, JSON.stringify(given.get('Payload') ?? {}));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
    const cause = `${error.message} (Service: AWSLambda; Status Code: ${error.status}; Error Code: ${code})`;
    throw new StatesError(`Lambda.${NAMED.has(error.code) ? error.code : 'AWSLambdaException'}`, cause);
  }
  if (run.error !== undefined) {
    const cause = JSON.stringify(run.error);
    if (run.error.errorType) throw new StatesError(run.error.errorType, cause);
    const reason = 'The cause could not be determined because Lambda did not return an error type.';
    throw new StatesError('Lambda.Unknown', `${reason} Returned payload: ${cause}`);
  }
  const { requestId: RequestId } = run;
  return {
    ExecutedVersion: '$LATEST',
    Payload: run.result ?? null,
    SdkResponseMetadata: { RequestId },
    StatusCode: 200,
  };
}
